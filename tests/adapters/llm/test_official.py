"""What is sent and what is read, against what the vendors publish, where their folder is there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.llm.dialect import Dialect
from adapters.llm.registry import VENDORS
from adapters.llm.stand_in.dialects import MISTRAL_FIELDS
from application.ports.language import Prompt, Said
from tests.adapters.llm.conftest import PROMPT, Bench
from tests.adapters.llm.schema import Schema

TALK = [Said("system", "Bref."), Said("user", "Bonjour"), Said("assistant", "Bonjour !"), Said("user", "Ouvert ?")]
PROMPTS = [
    PROMPT,
    Prompt(TALK, max_tokens=1, temperature=0.0, seed=0),
    Prompt(TALK, temperature=1.0, seed=2**31, as_json=True),
]
FILES = {
    "openai": ("openai/openai-chat.cut.fixed.json", "CreateChatCompletionRequest", "CreateChatCompletionResponse"),
    "mistral": ("mistral/public-openapi.cut.json", "ChatCompletionRequest", "ChatCompletionResponse"),
    "ollama": ("ollama/openapi.yaml", "ChatRequest", "ChatResponse"),
}


@dataclass
class Published:
    """What a vendor says of itself."""

    dialect: Dialect
    document: Mapping[str, Any]
    request: Schema
    response: Schema


def published(contracts: Path, vendor: str) -> Published:
    file, request, response = FILES[vendor]
    text = (contracts / file).read_text("utf-8")
    document = json.loads(text) if file.endswith("json") else yaml.safe_load(text)
    return Published(VENDORS[vendor].dialect, document, Schema(document, request), Schema(document, response))


@pytest.fixture(params=list(FILES))
def vendor(request: pytest.FixtureRequest, contracts: Path) -> Published:
    return published(contracts, request.param)


@pytest.mark.parametrize("prompt", PROMPTS, ids=["plain", "seeded", "json"])
def test_what_is_sent_is_as_published(vendor: Published, prompt: Prompt) -> None:
    body = json.loads(json.dumps(vendor.dialect.body(prompt, "petit")))
    assert list(vendor.request.faults(body)) == []
    assert set(body) <= vendor.request.fields()


def test_the_published_schemas_do_refuse(vendor: Published) -> None:
    body = dict(vendor.dialect.body(PROMPTS[1], "petit"))
    wrong = [{**body, "messages": [{"role": "stranger", "content": "x"}]}, {**body, "messages": "x"}]
    wrong += [{name: value for name, value in body.items() if name != "model"}]
    wrong += [{**body, "seed": 1}] if vendor.dialect.vendor == "mistral" else []
    for one in wrong:
        assert list(vendor.request.faults(one)), one


def test_the_published_answer_of_ollama_is_read(contracts: Path) -> None:
    vendor = published(contracts, "ollama")
    answers = vendor.document["paths"]["/api/chat"]["post"]["responses"]["200"]["content"]
    found = vendor.dialect.read(answers["application/json"]["example"])
    assert (found.text, found.finish, found.model) == ("Hello! How can I help you today?", "stop", "gemma4")
    assert (found.prompt_tokens, found.completion_tokens) == (11, 18)


def test_the_published_answers_of_openai_are_read(contracts: Path) -> None:
    vendor = published(contracts, "openai")
    examples = vendor.document["paths"]["/chat/completions"]["post"]["x-oaiMeta"]["examples"]
    plain = next(json.loads(one["response"]) for one in examples if one["title"] == "Default")
    found = vendor.dialect.read(plain)
    assert (found.text, found.finish, found.model) == ("Hello! How can I assist you today?", "stop", "gpt-5.4")
    assert (found.prompt_tokens, found.completion_tokens) == (19, 10)


def test_the_stand_in_answers_as_published(every: Bench, contracts: Path) -> None:
    vendor = published(contracts, every.vendor)
    body = vendor.dialect.body(PROMPT, "petit")
    answer = every.control.post(vendor.dialect.path, json=body, headers={"authorization": "Bearer x"}).json()
    # The schema of Mistral requires `data`, which is a field of its lists of models: a slip of the published file.
    assert [fault for fault in vendor.response.faults(answer) if fault != "$.data: missing"] == []


def test_the_stand_in_of_mistral_knows_the_published_fields(contracts: Path) -> None:
    assert published(contracts, "mistral").request.fields() == MISTRAL_FIELDS

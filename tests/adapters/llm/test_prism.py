"""What is sent, checked by a mock server against the vendors' own specifications (Prism, where PALABRE_PRISM is)."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from adapters.llm.mistral import Mistral
from adapters.llm.model import Model
from adapters.llm.registry import VENDORS
from application.ports.language import ModelFailed
from tests.adapters.llm.test_official import FILES, PROMPTS
from tests.adapters.prism import mock


@dataclass
class Mocked:
    """A model that Prism plays."""

    model: Model
    url: str


@pytest.fixture(params=list(FILES))
def mocked(request: pytest.FixtureRequest, contracts: Path, tmp_path: Path) -> Iterator[Mocked]:
    with mock(corrected(contracts / FILES[request.param][0], tmp_path)) as url:
        model = Model(VENDORS[request.param].dialect, base_url=url, model="petit", key="x")
        with closing(model):
            yield Mocked(model, url + VENDORS[request.param].dialect.path)


def corrected(file: Path, folder: Path) -> Path:
    """The file, without the field `data` that Mistral requires of each answer and gives in no example."""
    if "mistral" not in file.parts:
        return file
    document = json.loads(file.read_text("utf-8"))
    [_, own] = document["components"]["schemas"]["ChatCompletionResponse"]["allOf"]
    own["required"].remove("data")
    copy = folder / "mistral.json"
    copy.write_text(json.dumps(document), "utf-8")
    return copy


def test_every_vendor_takes_all_that_we_send(mocked: Mocked) -> None:
    plain, seeded, in_json = PROMPTS
    assert mocked.model.complete(plain, within=20).text
    assert mocked.model.complete(seeded, within=20).text
    with pytest.raises(ModelFailed, match="unreadable"):  # it was taken, and answered by the word "string"
        mocked.model.complete(in_json, within=20)


def test_every_mock_does_check(mocked: Mocked) -> None:
    wrong = [{"messages": []}, {"model": "petit", "messages": "Bonjour"}]
    if mocked.model.vendor == "mistral":
        wrong.append({**Mistral().body(PROMPTS[0], "petit"), "seed": 1})
    for body in wrong:
        assert httpx.post(mocked.url, json=body, headers={"authorization": "Bearer x"}).is_client_error

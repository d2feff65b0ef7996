"""What a model says is heard, and what cannot be used is told apart, in every dialect."""

import json
from typing import Any

import pytest

from adapters.llm.line import LIMIT
from application.ports.language import Prompt, Said
from tests.adapters.llm.conftest import PERSONAL, PROMPT, Bench


def test_an_answer_comes_with_its_cost(every: Bench) -> None:
    every.script(text="Nous ouvrons à 9 h.")
    found = every.asked()
    assert (found.text, found.finish) == ("Nous ouvrons à 9 h.", "stop")
    assert (found.vendor, found.model, found.attempts) == (every.vendor, "petit-modele", 1)
    assert found.prompt_tokens and found.completion_tokens
    assert 0 <= found.latency_ms < 5000


def test_the_same_prompt_is_put_in_each_dialect(every: Bench) -> None:
    prompt = Prompt(PROMPT.messages, max_tokens=50, temperature=0.0, seed=7, as_json=True)
    every.asked(prompt)
    [call] = every.calls()
    body = call["body"]
    assert call["key"]
    assert body["messages"] == [
        {"role": "system", "content": "Réponds en français."},
        {"role": "user", "content": PERSONAL},
    ]
    wanted: dict[str, dict[str, Any]] = {
        "openai": {"max_tokens": 50, "temperature": 0.0, "seed": 7, "response_format": {"type": "json_object"}},
        "mistral": {"max_tokens": 50, "temperature": 0.0, "random_seed": 7, "response_format": {"type": "json_object"}},
        "ollama": {
            "stream": False,
            "format": "json",
            "options": {"temperature": 0.0, "num_predict": 50, "seed": 7},
        },
    }
    assert {name: body[name] for name in body if name not in {"messages", "model"}} == wanted[every.vendor]


def test_without_a_key_none_is_sent(bench: Bench) -> None:
    bench.model(key="").complete(PROMPT, within=5)
    assert [call["key"] for call in bench.calls()] == [False]


def test_an_answer_that_was_cut_says_so(every: Bench) -> None:
    every.script(text="Nous ouvrons à", finish="length")
    assert every.asked().finish == "length"


def test_what_a_model_thinks_aloud_is_not_its_answer(every: Bench) -> None:
    every.script(text="<think>Le client\ns'appelle Ada.</think>\n\nBonjour Ada !")
    assert every.asked().text == "Bonjour Ada !"
    every.script(text="<think>Le client s'appelle", finish="length")
    assert every.failure().trouble == "unreadable"


def test_json_is_one_object_even_when_the_model_wraps_it(every: Bench) -> None:
    prompt = Prompt([Said("user", "Réponds en JSON.")], as_json=True)
    assert json.loads(every.asked(prompt).text)["answer"]
    every.script(text='```json\n{"a": 1}\n```')
    assert every.asked(prompt).text == '{"a": 1}'
    for text in ("Bien sûr ! {}", "[1]", '{"a": ', '{"a": 1} {"b": 2}'):
        every.script(text=text)
        assert every.failure(prompt=prompt).trouble == "unreadable"


def openai_body(message: Any, **choice: Any) -> str:
    return json.dumps({"choices": [{"index": 0, "message": message, **choice}], "usage": {}})


RUDE = {
    "a page": "<html><body>Je suis Ada</body></html>",
    "nothing": "",
    "no object": "[1, 2, 3]",
    "a number": "42",
    "half": '{"choices": [{"message": {"content": "Bonj',
    "lines": '{"done": false}\n{"done": true}\n',
    "another shape": '{"choices": {"message": "Bonjour"}, "message": [1], "done": "yes"}',
    "no choice": '{"choices": [], "done": true}',
    "deep": "[" * 100_000,
    "long number": '{"done": true, "usage": ' + "9" * 5000 + "}",
    "null": openai_body({"role": "assistant", "content": None}),
    "empty": openai_body({"role": "assistant", "content": " \n\u0000"}),
    "a list of numbers": openai_body({"role": "assistant", "content": [1, 2]}),
    "a number for text": openai_body({"role": "assistant", "content": 12}),
    "a tool": openai_body({"content": "x", "tool_calls": [{}]}, finish_reason="tool_calls"),
    "a filter": openai_body({"content": "x"}, finish_reason="content_filter"),
    "ollama null": '{"message": {"role": "assistant", "content": null}, "done": true}',
    "ollama tool": '{"message": {"content": "x", "tool_calls": [{"function": {}}]}, "done": true}',
    "ollama half": '{"message": {"content": "x"}, "done": false}',
}


@pytest.mark.parametrize("rude", RUDE)
def test_a_rude_answer_is_unreadable(every: Bench, rude: str) -> None:
    every.script(body=RUDE[rude])
    assert every.failure().trouble == "unreadable"


def test_other_encodings_are_read_when_json_allows_them_and_refused_when_not(bench: Bench) -> None:
    body = openai_body({"content": "Été"}).replace("\\u00c9t\\u00e9", "Été")
    bench.script(body=body, encoding="utf-16")
    assert bench.asked().text == "Été"
    bench.script(body=body, encoding="latin-1")
    assert bench.failure().trouble == "unreadable"


@pytest.mark.parametrize("count", ["NaN", "-5", "1e400", "1" + "0" * 300, '"many"', "null", "true", "[]", "1e12"])
def test_a_count_that_is_none_is_left_out(every: Bench, count: str) -> None:
    usage = f'"usage": {{"prompt_tokens": {count}, "completion_tokens": 3}}'
    ollama = f'"message": {{"content": "Oui."}}, "done": true, "prompt_eval_count": {count}, "eval_count": 3'
    every.script(body=f'{{"choices": [{{"message": {{"content": "Oui."}}}}], {usage}, {ollama}}}')
    found = every.asked()
    assert (found.text, found.prompt_tokens, found.completion_tokens) == ("Oui.", None, 3)


def test_content_in_pieces_is_put_together(bench: Bench) -> None:
    pieces = [{"type": "thinking", "thinking": []}, {"type": "text", "text": "Bon"}, {"type": "text", "text": "jour"}]
    bench.script(body=openai_body({"content": pieces}, finish_reason="stop"))
    assert bench.asked().text == "Bonjour"


def test_the_model_that_answered_is_told(bench: Bench) -> None:
    bench.script(body='{"model": "petit-2026-01", "choices": [{"message": {"content": "Oui."}}]}')
    assert bench.asked().model == "petit-2026-01"


def test_an_answer_too_large_is_refused(every: Bench) -> None:
    every.script(body=json.dumps({"choices": [{"message": {"content": "a" * LIMIT}}]}))
    assert every.failure().trouble == "unreadable"


def test_a_compressed_answer_is_refused_unopened(every: Bench) -> None:
    every.script(headers={"content-encoding": "gzip"})
    assert every.failure().trouble == "unreadable"

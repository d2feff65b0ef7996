"""Whatever JSON a server answers, it is read into text that can be stored, or found unreadable."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from adapters.llm.dialect import Dialect, Unreadable
from adapters.llm.reading import json_object
from adapters.llm.registry import VENDORS

KNOWN = st.sampled_from(
    [
        *("choices", "message", "content", "finish_reason", "usage", "prompt_tokens", "completion_tokens", "model"),
        *("type", "text", "done", "done_reason", "prompt_eval_count", "eval_count", "tool_calls"),
    ]
)
VALUES: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["length", "stop", "text"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KNOWN, inner, max_size=5),
    max_leaves=12,
)
MESSAGES = st.fixed_dictionaries({"content": VALUES}, optional={"tool_calls": VALUES, "role": VALUES})
CHOICES = st.fixed_dictionaries({"message": MESSAGES}, optional={"finish_reason": VALUES})
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "choices": st.lists(CHOICES, max_size=2) | VALUES,
        "message": MESSAGES | VALUES,
        "done": st.just(True) | VALUES,
        "done_reason": VALUES,
        "usage": VALUES,
        "model": VALUES,
        "eval_count": VALUES,
    },
)


@pytest.mark.parametrize("dialect", [vendor.dialect for vendor in VENDORS.values()], ids=list(VENDORS))
@settings(max_examples=300, deadline=None)
@given(document=ANSWERS | VALUES)
def test_any_document_is_read_or_unreadable(dialect: Dialect, document: Any) -> None:
    try:
        answer = dialect.read(document)
    except Unreadable:
        return
    assert answer.text == answer.text.strip() != ""
    assert "\x00" not in answer.text + answer.model
    assert answer.text.encode()
    assert answer.finish in {"stop", "length"}
    assert all(count is None or 0 <= count < 2**31 for count in (answer.prompt_tokens, answer.completion_tokens))


@settings(max_examples=200, deadline=None)
@given(text=st.text() | st.text(alphabet='{}[]":,0`json \n'))
def test_any_text_is_an_object_or_unreadable(text: str) -> None:
    try:
        found = json_object(text)
    except Unreadable:
        return
    assert found.lstrip().startswith("{")

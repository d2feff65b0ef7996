"""What was once stored can be read for ever: one payload of every event and version is kept here.

A new event or version writes its payload on the first run (and fails, so that it is looked at and committed).
A payload that is here is never changed.
"""

import json
import typing
from pathlib import Path
from string import Formatter

import pytest

from adapters.event_store.upcasters import lift
from domain import catalogue
from domain.event import Event
from tests.domain.samples import sample

catalogue.load()
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", sorted(Event.by_name))
def test_every_version_ever_stored_can_be_read(name: str) -> None:
    kind = Event.by_name[name]
    for version in range(1, kind.version + 1):
        file = GOLDEN / f"{name}.v{version}.json"
        if version == kind.version and not file.exists():
            file.write_text(json.dumps(sample(kind).model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n")
            pytest.fail(f"{file.name} was written: look at it and commit it")
        event = kind.model_validate(lift(name, version, kind.version, json.loads(file.read_text())))
        if version == kind.version:
            assert event == sample(kind)


def test_no_event_was_forgotten() -> None:
    kept = {file.name.rsplit(".v", 1)[0] for file in GOLDEN.glob("*.json")}
    assert kept == set(Event.by_name), "an event that was stored once must stay readable"


@pytest.mark.parametrize("name", sorted(Event.by_name))
def test_every_fact_has_a_headline_in_words(name: str) -> None:
    headline = sample(Event.by_name[name]).headline
    assert headline and "{" not in headline and "Facts about" not in headline


@pytest.mark.parametrize("name", sorted(Event.by_name))
def test_a_headline_says_in_french_what_is_stored_in_english(name: str) -> None:
    kind = Event.by_name[name]
    quoted = [field for _, field, _, _ in Formatter().parse((kind.__doc__ or "").strip().splitlines()[0]) if field]
    for field in quoted:
        hint = typing.get_type_hints(kind)[field]
        if typing.get_origin(hint) is typing.Literal:
            assert set(typing.get_args(hint)) <= kind.in_words.keys()

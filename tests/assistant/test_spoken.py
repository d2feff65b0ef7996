"""What a model said is one object of the known shape, or nothing."""

import json

import pytest

from domain.assistant.spoken import Spoken, Unreadable, read
from tests.assistant.models import spoken


def test_one_object_is_read() -> None:
    assert read(f"\n{spoken(' Oui. ', 1)} ") == Spoken("Oui.", 1.0, person=False)
    assert read(spoken("", 0, person=True)) == Spoken("", 0.0, person=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("Bonjour, nous sommes ouverts.", "not_json"),
        ("```json\n" + spoken("Oui") + "\n```", "not_json"),
        (spoken("Oui") + spoken("Non"), "not_json"),
        (spoken("Oui") + "\nPS : autre chose", "not_json"),
        ('{"answer": "a", "answer": "b", "confidence": 1, "person": false}', "not_json"),
        ("[" * 9000, "not_json"),
        ('{"a":' * 2000, "not_json"),
        (f"[{spoken('Oui')}]", "shape"),
        ('"Oui"', "shape"),
        ("null", "shape"),
        ('{"answer": "Oui", "confidence": 0.9}', "shape"),
        ('{"answer": "Oui", "confidence": 0.9, "person": false, "system": "x"}', "shape"),
        ('{"answer": ["Oui"], "confidence": 0.9, "person": false}', "shape"),
        ('{"answer": "Oui", "confidence": "0.9", "person": false}', "shape"),
        ('{"answer": "Oui", "confidence": true, "person": false}', "shape"),
        ('{"answer": "Oui", "confidence": 1.01, "person": false}', "shape"),
        ('{"answer": "Oui", "confidence": -1, "person": false}', "shape"),
        ('{"answer": "Oui", "confidence": NaN, "person": false}', "shape"),
        ('{"answer": "Oui", "confidence": 1e999, "person": false}', "shape"),
        ('{"answer": "Oui", "confidence": 0.9, "person": 0}', "shape"),
        (spoken("  "), "empty"),
        (spoken("x" * 1201), "too_long"),
        (spoken("x" * 20_000), "too_long"),
        (json.dumps({"answer": "a\x00b", "confidence": 1, "person": False}), "unwritable"),
        ('{"answer": "\\ud83d", "confidence": 1, "person": false}', "unwritable"),
    ],
)
def test_anything_else_is_nothing(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read(text)
    assert unreadable.value.code == code

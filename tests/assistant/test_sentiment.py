"""Unhappy customers are given to a person, others are answered: measured on what they write."""

import sys

import pytest

from domain.assistant.sentiment import NEGATIVE, negative
from tests.assistant.moods import CONTENT, UNHAPPY
from tests.projections.faq_questions import HELD_OUT, TUNED

# A bit below what was measured: 0.967, 0.983 (0.949, 0.933 the first time).
PRECISION, RECALL = 0.95, 0.96


def test_unhappy_customers_are_noticed_and_others_are_not() -> None:
    noticed = [text for text in UNHAPPY if negative(text) >= NEGATIVE]
    mistaken = [text for text in CONTENT if negative(text) >= NEGATIVE]
    precision = len(noticed) / (len(noticed) + len(mistaken))
    recall = len(noticed) / len(UNHAPPY)
    sys.stdout.write(f"\nsentiment: {len(UNHAPPY) + len(CONTENT)}, precision {precision:.3f}, recall {recall:.3f}\n")
    for text in mistaken + [text for text in UNHAPPY if text not in noticed]:
        sys.stdout.write(f"  {negative(text):.2f} {text!r}\n")
    assert precision >= PRECISION
    assert recall >= RECALL


def test_a_question_that_the_faq_answers_is_hardly_ever_taken_for_a_complaint() -> None:
    questions = [text for trades in (TUNED, HELD_OUT) for _, asked in trades for text, entry in asked if entry]
    mistaken = [text for text in questions if negative(text) >= NEGATIVE]
    sys.stdout.write(f"\n{len(mistaken)} of {len(questions)}: {mistaken}\n")
    assert len(mistaken) <= 0.01 * len(questions)


@pytest.mark.parametrize("text", ["", " ", "👍", "a" * 20_000, "?!" * 9_999, "é" * 9_999, "bande de " * 3_000])
def test_any_text_has_a_mood(text: str) -> None:
    assert 0 <= negative(text) <= 1

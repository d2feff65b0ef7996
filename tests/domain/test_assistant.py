from typing import Any
from uuid import UUID

import pytest

from domain.assistant.faq import AddFaq, ChangeFaq, FaqAdded, FaqChanged, FaqRemoved, RemoveFaq, faq
from domain.assistant.hours import Range
from domain.assistant.settings import AssistantConfigured, ConfigureAssistant, assistant_settings
from tests.spec import given

FAQ = UUID(int=1)
ADDED = FaqAdded(faq_id=FAQ, question="Horaires ?", answer="9 h – 19 h", variants=("Ouvert quand ?",))
REMOVED = FaqRemoved(faq_id=FAQ)
ADD = AddFaq(
    faq_id=FAQ, question=" Horaires ? ", answer="9 h – 19 h", variants=("Ouvert quand ?", " ", "Ouvert quand ?")
)
CHANGE = ChangeFaq(faq_id=FAQ, question="Horaires ?", answer="9 h – 20 h", variants=("Ouvert quand ?",))
CHANGED = FaqChanged(faq_id=FAQ, question="Horaires ?", answer="9 h – 20 h", variants=("Ouvert quand ?",), revision=2)
MONDAY = Range(day="monday", opens="09:00", closes="12:00")
TUESDAY = Range(day="tuesday", opens="20:00", closes="02:00")
CONFIGURE = ConfigureAssistant(
    assistant_id=FAQ,
    automatic=False,
    threshold=0.7,
    handover=" Une personne arrive. ",
    business=" Un institut à Lyon. ",
    tone="concise",
    manner="Tutoie jamais.",
    hours=(TUESDAY, MONDAY),
    away="Nous sommes fermés.",
    model_allowed=False,
    signature="Lumi",
)


def test_an_entry_is_added_once_and_cleaned() -> None:
    given(faq).when(ADD).then_once(ADDED)


def test_an_entry_is_changed_once() -> None:
    given(faq, ADDED).when(CHANGE).then_once(CHANGED)


def test_an_entry_is_removed_once() -> None:
    given(faq, ADDED).when(RemoveFaq(faq_id=FAQ)).then_once(REMOVED)


def test_what_does_not_exist_is_neither_changed_nor_removed() -> None:
    given(faq).when(CHANGE).refuses("FAQ_UNKNOWN")
    given(faq, ADDED, REMOVED).when(CHANGE).refuses("FAQ_UNKNOWN")
    given(faq).when(RemoveFaq(faq_id=FAQ)).refuses("FAQ_UNKNOWN")


@pytest.mark.parametrize(
    ("update", "code"),
    [
        ({"question": "  "}, "FAQ_QUESTION_EMPTY"),
        ({"answer": ""}, "FAQ_ANSWER_EMPTY"),
        ({"question": "x" * 301}, "FAQ_QUESTION_TOO_LONG"),
        ({"answer": "x" * 4097}, "FAQ_ANSWER_TOO_LONG"),
        ({"variants": ("x",) * 21}, "FAQ_TOO_MANY_VARIANTS"),
        ({"variants": ("x" * 301,)}, "FAQ_QUESTION_TOO_LONG"),
    ],
)
def test_what_cannot_be_said_is_refused(update: dict[str, Any], code: str) -> None:
    given(faq).when(ADD.model_copy(update=update)).refuses(code)
    given(faq, ADDED).when(CHANGE.model_copy(update=update)).refuses(code)


def test_the_assistant_is_configured_once() -> None:
    configured = AssistantConfigured(
        assistant_id=FAQ,
        automatic=False,
        threshold=0.7,
        handover="Une personne arrive.",
        business="Un institut à Lyon.",
        tone="concise",
        manner="Tutoie jamais.",
        hours=(MONDAY, TUESDAY),
        away="Nous sommes fermés.",
        model_allowed=False,
        signature="Lumi",
    )
    given(assistant_settings).when(CONFIGURE).then_once(configured)


@pytest.mark.parametrize(
    ("update", "code"),
    [
        ({"threshold": 1.1}, "THRESHOLD_OUT_OF_RANGE"),
        ({"threshold": float("nan")}, "THRESHOLD_OUT_OF_RANGE"),
        ({"handover": " "}, "HANDOVER_EMPTY"),
        ({"handover": "x" * 1001}, "HANDOVER_TOO_LONG"),
        ({"business": "x" * 4001}, "BUSINESS_TOO_LONG"),
        ({"manner": "x" * 301}, "MANNER_TOO_LONG"),
        ({"away": "x" * 1001}, "AWAY_TOO_LONG"),
        ({"signature": "x" * 61}, "SIGNATURE_TOO_LONG"),
        ({"signature": "Lu\nmi"}, "SIGNATURE_INVALID"),
        ({"hours": (MONDAY,) * 57}, "HOURS_TOO_MANY"),
        ({"hours": (MONDAY.model_copy(update={"closes": "24:00"}),)}, "HOURS_INVALID"),
        ({"hours": (MONDAY.model_copy(update={"opens": "9:00"}),)}, "HOURS_INVALID"),
        ({"hours": (MONDAY, MONDAY)}, "HOURS_OVERLAP"),
        ({"hours": (TUESDAY, Range(day="wednesday", opens="01:00", closes="03:00"))}, "HOURS_OVERLAP"),
        ({"hours": (Range(day="sunday", opens="22:00", closes="10:00"), MONDAY)}, "HOURS_OVERLAP"),
    ],
)
def test_settings_that_make_no_sense_are_refused(update: dict[str, Any], code: str) -> None:
    given(assistant_settings).when(CONFIGURE.model_copy(update=update)).refuses(code)

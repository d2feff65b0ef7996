"""The gap meter says one thing to do for each channel, the most urgent first."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from application.gaps import Gap, duration
from application.ports.gaps import Flow, Rhythm

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
BUSY = Rhythm(usual_s=120.0, longest_usual_s=600.0, days=20)
WELL = Gap(
    Flow(last_at=NOON, silent_s=60.0, longest_silence_s=3_600.0, rhythm=BUSY, received=400, judged=400, in_time=399)
)


@pytest.mark.parametrize(
    ("silent_s", "rhythm", "abnormal"),
    [
        (1_300.0, BUSY, True),
        (1_100.0, BUSY, False),  # twice the longest usual silence is the limit
        (800.0, replace(BUSY, longest_usual_s=30.0), False),  # a quarter of an hour is never abnormal
        (1_000.0, replace(BUSY, longest_usual_s=30.0), True),
        (1_300.0, replace(BUSY, days=2), None),
        (1_300.0, None, None),
        (None, BUSY, None),
    ],
)
def test_a_silence_is_judged_by_the_rhythm_of_the_hour(
    silent_s: float | None, rhythm: Rhythm | None, abnormal: bool | None
) -> None:
    gap = replace(WELL, flow=replace(WELL.flow, silent_s=silent_s, rhythm=rhythm))
    assert gap.abnormal_silence is abnormal


def test_success_is_what_was_read_in_a_minute_of_what_had_a_minute() -> None:
    assert WELL.success == 399 / 400
    assert Gap(Flow()).success is None


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (WELL, "Tout va bien"),
        (replace(WELL, suspended="Jeton expiré."), "Canal suspendu : Jeton expiré."),
        (replace(WELL, refused_signatures=3), "3 webhook(s) refusé(s) aujourd'hui"),
        (replace(WELL, flow=replace(WELL.flow, failed=2)), "rejouez-les"),
        (replace(WELL, flow=replace(WELL.flow, unread=9, oldest_unread_s=61.0)), "9 webhook(s) attendent d'être lus"),
        (replace(WELL, flow=replace(WELL.flow, unread=9, oldest_unread_s=2.0)), "Tout va bien"),
        (replace(WELL, flow=replace(WELL.flow, silent_s=7_500.0)), "Rien reçu depuis 2 h 05"),
        (replace(WELL, unconfirmed=4), "sans nouvelle depuis plus de dix minutes"),
        (replace(WELL, held=1), "messages inconnus ici"),
        (replace(WELL, flow=replace(WELL.flow, delay_worst_ms=3 * 3_600_000)), "3 h 00 de retard"),
        (Gap(Flow()), "Aucun webhook reçu depuis un mois"),
        (replace(WELL, suspended="Jeton expiré.", refused_signatures=3, held=1), "Canal suspendu"),
    ],
)
def test_one_sentence_says_what_to_do(gap: Gap, words: str) -> None:
    assert words in gap.advice
    assert gap.advice.endswith((".", "?"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_660, "1 h 01"), (187_200, "2 j 4 h")],
)
def test_durations_are_said_in_two_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words

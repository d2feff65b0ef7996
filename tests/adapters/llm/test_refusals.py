"""What went wrong is told to the person who can mend it, and nothing of what people wrote is told at all."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from application.ports.language import Completion, ModelFailed, Prompt, Said
from tests.adapters.llm.conftest import KEY, PERSONAL, PROMPT, Bench
from tests.adapters.messaging import lines

OF = {"openai": "du serveur compatible OpenAI", "mistral": "de Mistral", "ollama": "d'Ollama"}


def test_a_refused_key_says_which_to_replace(every: Bench) -> None:
    every.script(status=401)
    failure = every.failure()
    assert failure.reason == f"La clé {OF[every.vendor]} est refusée : remplacez PALABRE_MODEL_KEY_FILE."
    assert failure.trouble == "refused"


@pytest.mark.parametrize(
    ("status", "mend"),
    [
        (307, "PALABRE_MODEL_BASE_URL"),
        (400, "PALABRE_MODEL_NAME"),
        (402, "rechargez le compte"),
        (403, "PALABRE_MODEL_KEY_FILE"),
        (404, "petit-modele"),
        (413, "trop longue"),
        (422, "PALABRE_MODEL_NAME"),
        (429, "limite du compte"),
    ],
)
def test_a_refusal_says_what_to_mend(every: Bench, status: int, mend: str) -> None:
    every.script(status=status)
    assert mend in every.failure().reason


def test_a_missing_model_of_ollama_can_be_pulled(every: Bench) -> None:
    every.script(status=404)
    assert ("ollama pull petit-modele" in every.failure().reason) == (every.vendor == "ollama")


def test_an_account_without_credit_is_not_called_busy(bench: Bench) -> None:
    bench.script(status=429, code="insufficient_quota", headers={"retry-after": "1"})
    failure = bench.failure()
    assert (failure.trouble, len(bench.calls())) == ("refused", 1)
    assert "crédit" in failure.reason


def test_mistral_asks_for_a_key(every: Bench) -> None:
    model = every.model(key="")
    if every.vendor == "mistral":
        assert every.failure(model).trouble == "refused"
    else:
        assert model.complete(PROMPT, within=5).text


TROUBLES: list[dict[str, Any]] = [
    {"body": f"<p>{PERSONAL}</p>"},
    {"body": PERSONAL.encode().decode("latin-1"), "encoding": "utf-16"},
    {"body": ""},
    {"status": 400, "code": PERSONAL},
    {"status": 429, "code": PERSONAL},
    {"status": 422, "body": f'{{"detail": [{{"input": "{PERSONAL}"}}]}}'},
    {"status": 500, "times": 3},
    {"drop": True},
    {"hang": 1},
    {"body": f'{{"choices": [{{"message": {{"content": ["{PERSONAL}"]}}}}]}}'},
]


def chain(error: BaseException | None) -> list[BaseException]:
    found = []
    while error is not None:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


@pytest.mark.parametrize("step", TROUBLES, ids=lambda step: "-".join(map(str, step))[:30])
def test_no_error_nor_log_holds_what_was_asked_or_answered(every: Bench, step: dict[str, Any]) -> None:
    every.script(**step)
    with capture_logs() as logs, pytest.raises(ModelFailed) as failed:
        every.model().complete(Prompt(PROMPT.messages, as_json=True), within=0.4)
    shown = " ".join(f"{one!r} {one} {vars(one)!r}" for one in chain(failed.value)) + repr(logs)
    assert not any(word in shown for word in ("Ada", "33639980001", KEY))


def test_an_unreachable_server_is_told_without_what_was_asked(bench: Bench) -> None:
    with pytest.raises(ModelFailed) as failed:
        bench.model(base=lines.nobody()).complete(PROMPT, within=2)
    assert "PALABRE_MODEL_BASE_URL" in failed.value.reason
    assert chain(failed.value) == [failed.value]


def test_prompts_answers_and_models_hide_what_they_hold(bench: Bench) -> None:
    completion = Completion(PERSONAL, "openai", "m", "stop", None, None, 1, 1)
    assert "Ada" not in f"{PROMPT!r} {Said('user', PERSONAL)!r} {completion!r}"
    assert KEY not in repr(bench.model())


def test_every_failure_is_logged_with_what_to_mend(every: Bench) -> None:
    every.script(status=404)
    with capture_logs() as logs:
        failure = every.failure()
    assert [line for line in logs if line["event"] == "model_failed"] == [
        {
            "event": "model_failed",
            "log_level": "warning",
            "model": "petit-modele",
            "trouble": "refused",
            "reason": failure.reason,
        }
    ]


def test_a_limit_that_comes_near_is_told_once(every: Bench) -> None:
    def answer(left: str, limit: str = "10000") -> None:
        every.script(headers={"x-ratelimit-limit-requests": limit, "x-ratelimit-remaining-requests": left})
        model.complete(PROMPT, within=5)

    model = every.model()
    with capture_logs() as logs:
        for left in ("9000", "1501", "1500", "1250", "8000", "NaN", "", "-1", "many"):
            answer(left)
        answer("1", limit="0")
        answer("1", limit="x")
        answer("100")
    near = [(line["used"], line["limit"]) for line in logs if line["event"] == "model_quota_near"]
    assert near == [(8500, 10000), (9900, 10000)]

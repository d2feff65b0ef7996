"""A question for a language model, which answers from what the house wrote. It is never taken at its word."""

from dataclasses import replace
from time import monotonic
from typing import Any

import structlog

from application.assistant.grounding import grounding
from application.assistant.router import Asked, Intent, Reply, Weight, hand_over
from application.ports import language
from application.ports.language import Completion, LanguageModel, ModelFailed, Prompt
from domain.assistant import prompt, spoken
from domain.assistant.guards import Evidence, refusals
from domain.assistant.prompt import Known, Written
from domain.assistant.spoken import Spoken, Unreadable
from domain.conversations.answer import ModelUse

MAX_TOKENS = 400
TEMPERATURE = 0.2
SEED = 7

log = structlog.get_logger(__name__)


def _weigh(asked: Asked) -> Weight:
    may = bool(asked.language and asked.settings.model_allowed and asked.question)
    return Weight(float(may), may)


def _follow(asked: Asked) -> Reply | None:
    if asked.language is None:
        return None
    written = _write(asked)
    wanted = Prompt(
        messages=(language.Said("system", written.system), language.Said("user", written.user)),
        max_tokens=MAX_TOKENS,
        temperature=TEMPERATURE,
        seed=SEED,
        as_json=True,
    )
    begun = monotonic()
    try:
        completion = asked.language.complete(wanted, within=asked.patience)
    except ModelFailed as failed:
        log.warning("model_failed", vendor=asked.language.vendor, trouble=failed.trouble, reason=failed.reason)
        waited = round((monotonic() - begun) * 1000)
        return hand_over(asked, "failed", model=_unanswered(asked.language, written, failed, waited))
    use = _used(written, completion)
    try:
        said = _read(completion)
    except Unreadable as unreadable:
        log.warning("model_unreadable", vendor=use.vendor, trouble=unreadable.code)
        return hand_over(asked, "failed", model=_with(use, trouble=unreadable.code))
    return _judge(asked, written, said, use)


def _judge(asked: Asked, written: Written, said: Spoken, use: ModelUse) -> Reply:
    """Say it, or have a person say something else."""
    evidence = _evidence(asked, written)
    grounded = grounding(said.answer, evidence)
    use = _with(use, claimed=said.confidence, grounding=grounded)
    if said.person:
        return hand_over(asked, "not_understood", model=use)
    if guards := refusals(said.answer, evidence):
        log.warning("model_refused", vendor=use.vendor, guards=guards)
        return hand_over(asked, "failed", model=_with(use, guards=guards))
    confidence = min(said.confidence, grounded)
    if confidence < asked.settings.threshold:
        return replace(hand_over(asked, "not_understood", model=use), confidence=confidence)
    return Reply(said.answer, "model", confidence, model=use)


def _with(use: ModelUse, **changes: object) -> ModelUse:
    return use.model_copy(update=changes)


def _write(asked: Asked) -> Written:
    return prompt.write(
        house=asked.house,
        settings=asked.settings,
        known=[Known(match.question, match.answer, match.score) for match in asked.matches],
        said=asked.said,
        question=asked.question,
        canary=asked.canary,
        budget=asked.prompt_tokens,
    )


def _evidence(asked: Asked, written: Written) -> Evidence:
    told = "\n".join(f"{match.question}\n{match.answer}" for match in asked.matches)
    settings = asked.settings
    return Evidence(
        house="\n".join((asked.house, settings.signature, settings.business, told)),
        told=told,
        business=settings.business,
        question=asked.question,
        rules=written.rules,
        canary=asked.canary,
    )


def _read(completion: Completion) -> Spoken:
    if completion.finish == "length":
        raise Unreadable("cut")
    return spoken.read(completion.text)


def _used(written: Written, completion: Completion) -> ModelUse:
    """As the vendor counts, when it counts."""
    sent, received = completion.prompt_tokens, completion.completion_tokens
    counted = sent is not None and received is not None
    return _use(
        completion.vendor,
        completion.model,
        prompt_tokens=sent if sent is not None and counted else written.tokens,
        completion_tokens=received if received is not None and counted else prompt.tokens(completion.text),
        tokens_from="vendor" if counted else "estimate",
        latency_ms=completion.latency_ms,
        attempts=completion.attempts,
    )


def _unanswered(model: LanguageModel, written: Written, failed: ModelFailed, waited_ms: int) -> ModelUse:
    """Nobody was asked while the model is paused; else at least once, at our own count."""
    asked = failed.trouble != "paused"
    return _use(
        model.vendor,
        model.model,
        prompt_tokens=written.tokens if asked else 0,
        completion_tokens=0,
        tokens_from="estimate",
        latency_ms=waited_ms,
        attempts=int(asked),
        trouble=failed.trouble,
    )


def _use(vendor: str, model: str, **facts: Any) -> ModelUse:
    return ModelUse(
        vendor=_name(vendor),
        model=_name(model),
        prompt_version=prompt.PROMPT_VERSION,
        temperature=TEMPERATURE,
        max_tokens=MAX_TOKENS,
        seed=SEED,
        **facts,
    )


def _name(text: str) -> str:
    """What a vendor calls itself or its model, fit to be kept."""
    return "".join(filter(str.isprintable, text))[:100]


model = Intent("model", rank=60, label="Réponse du modèle de langage", weigh=_weigh, follow=_follow)

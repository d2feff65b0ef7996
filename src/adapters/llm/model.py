"""A language model of a vendor: attempts within one deadline, a budget of retries, a circuit breaker."""

import math
import time
from collections.abc import Callable
from random import SystemRandom

import structlog

from adapters.llm.breaker import Breaker, Paused
from adapters.llm.budget import RetryBudget
from adapters.llm.dialect import Answer, Dialect, Unreadable
from adapters.llm.line import Cut, Endless, Late, Line, Unconnected
from adapters.llm.quota import Quota
from adapters.llm.reading import WITHOUT_SENSE, json_object
from adapters.llm.refusals import Fault, Refusals
from adapters.messaging import untrusted
from application.ports.language import Completion, ModelFailed, Prompt

ATTEMPTS = 3
_FIRST_PAUSE = 0.25  # seconds before the second attempt; doubled before the third

_dice = SystemRandom()
log = structlog.get_logger(__name__)


class Model:
    """The port `LanguageModel` in one dialect. `patience` bounds what any caller may ask for. `close` it."""

    def __init__(
        self,
        dialect: Dialect,
        *,
        base_url: str,
        model: str,
        key: str = "",
        patience: float = 8.0,
        breaker: Breaker | None = None,
        budget: RetryBudget | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.vendor = dialect.vendor
        self.model = model
        self._dialect = dialect
        self._url = base_url.rstrip("/") + dialect.path
        self._headers = {"authorization": f"Bearer {key}"} if key else {}
        self._patience = patience
        self._refusals = Refusals(dialect, model)
        self._breaker = breaker or Breaker(f"{dialect.vendor}:{model}")
        self._budget = budget or RetryBudget()
        self._quota = Quota(model)
        self._wait = wait
        self._line = Line()

    def complete(self, prompt: Prompt, *, within: float) -> Completion:
        """One answer. Raises `ModelFailed`."""
        began = time.monotonic()
        if within <= 0:  # the caller is late, not the model
            raise ModelFailed("slow", f"Il ne restait pas de temps pour appeler le modèle {self.model}.")
        try:
            with self._breaker.guarding():
                return self._attempts(prompt, began, began + min(within, self._patience))
        except ModelFailed as failed:
            log.warning("model_failed", model=self.model, trouble=failed.trouble, reason=failed.reason)
            raise
        except Paused as pause:
            again = f"dans {math.ceil(pause.seconds)} s" if pause.seconds else "dès qu'un essai aura réussi"
            reason = f"{self._dialect.service} a échoué trop souvent : il sera de nouveau appelé {again}."
        raise ModelFailed("paused", reason)

    def close(self) -> None:
        """Let the connections go."""
        self._line.close()

    def _attempts(self, prompt: Prompt, began: float, deadline: float) -> Completion:
        self._budget.pay_in()
        content = untrusted.dump(self._dialect.body(prompt, self.model))
        attempt = 1
        while True:
            try:
                answer = self._once(content, deadline - time.monotonic(), as_json=prompt.as_json)
                break
            except Fault as fault:
                pause = self._pause(fault, attempt, deadline - time.monotonic())
                failure = fault.failure
            if pause is None:
                raise failure
            self._wait(pause)
            attempt += 1
        return Completion(
            text=answer.text,
            vendor=self.vendor,
            model=answer.model or self.model,
            finish=answer.finish,
            prompt_tokens=answer.prompt_tokens,
            completion_tokens=answer.completion_tokens,
            latency_ms=round((time.monotonic() - began) * 1000),
            attempts=attempt,
        )

    def _pause(self, fault: Fault, attempt: int, left: float) -> float | None:
        """Seconds before another attempt; None when there must be none."""
        if attempt > fault.retries or attempt >= ATTEMPTS:
            return None
        pause = fault.pause + _FIRST_PAUSE * 2 ** (attempt - 1) * _dice.uniform(0.5, 1.0)
        return pause if pause < left and self._budget.take() else None

    def _once(self, content: bytes, left: float, *, as_json: bool) -> Answer:
        try:
            reply = self._line.post(self._url, content, self._headers, within=max(0.0, left))
        except (Unconnected, Cut, Late, Endless) as error:
            raise self._refusals.lost(error) from None
        self._quota.see(reply.headers)
        if not 200 <= reply.status < 300:
            raise self._refusals.answered(reply)
        try:
            return self._read(reply.body, as_json=as_json)
        except Unreadable as error:
            raise Fault("unreadable", f"{self._dialect.service} {error}.") from None

    def _read(self, body: bytes, *, as_json: bool) -> Answer:
        document = _document(body)
        answer = self._dialect.read(document)
        if not as_json:
            return answer
        return Answer(
            json_object(answer.text), answer.finish, answer.model, answer.prompt_tokens, answer.completion_tokens
        )


def _document(body: bytes) -> object:
    """The JSON in a body. The error of the standard library holds the whole text: it is not passed on."""
    try:
        return untrusted.load(body)
    except ValueError:
        pass
    raise Unreadable(WITHOUT_SENSE)

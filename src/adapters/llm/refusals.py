"""What failed, in a French sentence that says what to mend, and whether asking again can help."""

from dataclasses import dataclass

from adapters.llm.dialect import Dialect
from adapters.llm.line import Cut, Endless, Late, Reply, Unconnected
from adapters.messaging import untrusted
from application.ports.language import ModelFailed, Trouble

# What a status tells, and how many more attempts may follow it. A refusal stays one until a person mends something.
_TROUBLES: dict[int, tuple[Trouble, int]] = {
    408: ("slow", 0),
    500: ("unreachable", 1),
    502: ("unreachable", 2),
    503: ("busy", 2),
    504: ("unreachable", 2),
    529: ("busy", 0),
}
_WITHOUT_CREDIT = {"insufficient_quota", "billing_hard_limit_reached"}


class Fault(Exception):
    """One attempt that failed. `retries` is how many more may follow it, each after at least `pause` seconds."""

    def __init__(self, trouble: Trouble, reason: str, *, retries: int = 0, pause: float = 0.0) -> None:
        super().__init__(trouble)
        self.failure = ModelFailed(trouble, reason)
        self.retries = retries
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Refusals:
    """The sentences about one model."""

    dialect: Dialect
    model: str

    def lost(self, error: Unconnected | Cut | Late | Endless) -> Fault:
        """There is no answer."""
        service = self.dialect.service
        match error:
            case Unconnected():
                reason = f"{service} est injoignable : vérifiez PALABRE_MODEL_BASE_URL et le réseau."
                return Fault("unreachable", reason, retries=2)
            case Cut():
                return Fault("unreachable", f"{service} a coupé la ligne avant de répondre.")
            case Late():
                return Fault("slow", f"{service} n'a pas répondu à temps.")
            case Endless():
                return Fault("unreadable", f"{service} a répondu sans fin : vérifiez PALABRE_MODEL_BASE_URL.")

    def answered(self, reply: Reply) -> Fault:
        """The answer is not a yes."""
        if reply.status == 429:
            return self._busy(reply)
        trouble, retries = _TROUBLES.get(reply.status, ("unreachable" if reply.status >= 500 else "refused", 0))
        return Fault(trouble, self._reason(reply.status), retries=retries)

    def _reason(self, status: int) -> str:
        service, of = self.dialect.service, self.dialect.of
        reasons = {
            401: f"La clé {of} est refusée : remplacez PALABRE_MODEL_KEY_FILE.",
            402: self._without_credit(),
            403: f"La clé {of} est refusée : remplacez PALABRE_MODEL_KEY_FILE.",
            404: self._unknown(),
            408: f"{service} n'a pas répondu à temps.",
            413: f"La demande est trop longue pour le modèle {self.model}.",
            503: f"{service} a trop de demandes : réessayez plus tard.",
        }
        if status in reasons:
            return reasons[status]
        if status >= 500:
            return f"{service} est en panne (HTTP {status}) : réessayez plus tard."
        if status < 400:
            return f"{service} renvoie à une autre adresse : corrigez PALABRE_MODEL_BASE_URL."
        mend = f"choisissez un autre modèle que {self.model} (PALABRE_MODEL_NAME)"
        return f"{service} refuse la demande (HTTP {status}) : {mend}."

    def _busy(self, reply: Reply) -> Fault:
        if _code(reply) in _WITHOUT_CREDIT:
            return Fault("refused", self._without_credit())
        reason = f"{self.dialect.service} n'accepte plus de demandes pour l'instant : relevez la limite du compte."
        pause = untrusted.number(reply.headers.get("retry-after"))
        if pause is None:
            return Fault("busy", reason)
        return Fault("busy", reason, retries=2, pause=max(0.0, pause))

    def _unknown(self) -> str:
        if self.dialect.vendor == "ollama":
            return f"Ollama n'a pas le modèle {self.model} : lancez « ollama pull {self.model} »."
        mend = "corrigez PALABRE_MODEL_NAME ou PALABRE_MODEL_BASE_URL"
        return f"{self.dialect.service} ne connaît pas le modèle {self.model} : {mend}."

    def _without_credit(self) -> str:
        return f"Le crédit {self.dialect.of} est épuisé : rechargez le compte."


def _code(reply: Reply) -> str:
    try:
        document = untrusted.load(reply.body)
    except ValueError:
        return ""
    error = untrusted.mapping(untrusted.mapping(document).get("error"))
    return untrusted.label(error.get("code")) or untrusted.label(error.get("type"))

"""Why somebody did it, in their words, where others will read it."""

from domain.refusal import refuse

MOST_REASON = 200


def refuse_no_reason(reason: str) -> None:
    """Refuse an act that does not say why."""
    if not reason.strip() or len(reason) > MOST_REASON:
        refuse(f"Dites pourquoi, en {MOST_REASON} caractères au plus.", code="REASON_INVALID", field="reason")

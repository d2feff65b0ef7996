"""The gap meter: whether a channel is as it should be, and what to do when it is not.

Complaints that it answers: messages that came hours late, or never, although every webhook got its 200.
"""

from dataclasses import dataclass

from application.ports.gaps import Flow

MARGIN = 2.0
"""A silence is abnormal beyond so many times the longest usual one,"""
AT_LEAST_S = 15 * 60.0
"""and beyond this."""
ENOUGH_DAYS = 3
"""Days that make a rhythm."""
PROMPT_S = 60.0
"""A webhook is read within this."""
LATE_MS = 15 * 60 * 1000
"""Later than this, a message gets no automatic answer."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is known of a channel. `suspended` is the reason; `unconfirmed` counts sends that the provider took more
    than ten minutes ago and never spoke of again, `held` statuses that wait for a message nobody knows."""

    flow: Flow
    suspended: str = ""
    unconfirmed: int = 0
    held: int = 0
    refused_signatures: int = 0

    @property
    def abnormal_silence(self) -> bool | None:
        """Whether the present silence is longer than it ever is at this hour. None: too little is known."""
        rhythm = self.flow.rhythm
        if self.flow.silent_s is None or rhythm is None or rhythm.days < ENOUGH_DAYS:
            return None
        return self.flow.silent_s > max(AT_LEAST_S, MARGIN * rhythm.longest_usual_s)

    @property
    def success(self) -> float | None:
        """Webhooks read without error within 60 s ÷ those that had 60 s. None: there was none."""
        return self.flow.in_time / self.flow.judged if self.flow.judged else None

    @property
    def advice(self) -> str:
        """One sentence: what to do, the most urgent first."""
        return next(sentence for holds, sentence in self._sentences() if holds)

    def _sentences(self) -> list[tuple[bool, str]]:
        flow = self.flow
        return [
            (bool(self.suspended), f"Canal suspendu : {self.suspended} Corrigez, puis rétablissez-le."),
            (
                self.refused_signatures > 0,
                f"{self.refused_signatures} webhook(s) refusé(s) aujourd'hui pour leur signature :"
                " comparez le secret du canal avec celui du fournisseur.",
            ),
            (flow.failed > 0, f"{flow.failed} webhook(s) n'ont pas pu être lus : regardez pourquoi, puis rejouez-les."),
            (
                (flow.oldest_unread_s or 0.0) > PROMPT_S,
                f"{flow.unread} webhook(s) attendent d'être lus : vérifiez que le processus « projector » tourne.",
            ),
            (
                self.abnormal_silence is True,
                f"Rien reçu depuis {duration(flow.silent_s)}, c'est anormal à cette heure : écrivez à ce numéro pour"
                " l'essayer, et regardez l'état du fournisseur.",
            ),
            (
                self.unconfirmed > 0,
                f"{self.unconfirmed} message(s) acceptés par le fournisseur sont sans nouvelle depuis plus de dix"
                " minutes : vérifiez dans sa console que les statuts nous sont envoyés.",
            ),
            (
                self.held > 0,
                f"{self.held} statut(s) concernent des messages inconnus ici : un autre logiciel envoie-t-il avec ce"
                " numéro ?",
            ),
            (
                (flow.delay_worst_ms or 0) > LATE_MS,
                f"Un message a été livré avec {duration((flow.delay_worst_ms or 0) / 1000)} de retard par le"
                " fournisseur : répondez-y à la main.",
            ),
            (flow.last_at is None, "Aucun webhook reçu depuis un mois : écrivez à ce numéro pour l'essayer."),
            (True, "Tout va bien : rien à faire."),
        ]


def duration(seconds: float | None) -> str:
    """``« 40 s », « 12 min », « 3 h 05 », « 2 j 4 h »``"""
    whole = round(seconds or 0)
    minutes, hours, days = whole // 60, whole // 3600, whole // 86400
    if days:
        return f"{days} j {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60:02}"
    return f"{minutes} min" if minutes else f"{whole} s"

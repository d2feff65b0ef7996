"""A customer who asks for somebody gets somebody."""

from application.assistant.router import Asked, Intent, Reply, Weight, hand_over
from domain.assistant.person import asks_for_a_person

SENTENCE = "Bien sûr. Je préviens l'équipe : quelqu'un vous répond ici dès que possible."


def _weigh(asked: Asked) -> Weight:
    asks = asks_for_a_person(asked.question)
    return Weight(float(asks), asks)


def _follow(asked: Asked) -> Reply:
    return hand_over(asked, "asked", sentence=SENTENCE)


person = Intent("person", rank=20, label="Demande une personne", weigh=_weigh, follow=_follow)

"""An unhappy customer is for a person, whatever else is asked."""

from application.assistant.router import Asked, Intent, Reply, Weight, hand_over
from domain.assistant.sentiment import NEGATIVE

SENTENCE = (
    "Je comprends votre mécontentement et j'en suis désolé."
    " Je transmets votre message à un membre de l'équipe, qui va vous répondre personnellement."
)


def _weigh(asked: Asked) -> Weight:
    return Weight(asked.sentiment, asked.sentiment >= NEGATIVE)


def _follow(asked: Asked) -> Reply:
    return hand_over(asked, "sentiment", sentence=SENTENCE)


grievance = Intent("grievance", rank=10, label="Mécontentement", weigh=_weigh, follow=_follow)

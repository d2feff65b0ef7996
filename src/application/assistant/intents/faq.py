"""A question that the FAQ answers well enough."""

from application.assistant.router import Asked, Intent, Reply, Weight


def _weigh(asked: Asked) -> Weight:
    score = asked.best.score if asked.best else 0.0
    return Weight(score, asked.best is not None and score >= asked.settings.threshold)


def _follow(asked: Asked) -> Reply | None:
    return Reply(asked.best.answer, "faq", asked.best.score, entry=asked.best) if asked.best else None


faq = Intent("faq", rank=40, label="Question de la FAQ", weigh=_weigh, follow=_follow)

"""Nothing of the above: a person answers."""

from application.assistant.router import Asked, Intent, Reply, Weight, hand_over


def _weigh(asked: Asked) -> Weight:
    return Weight(0.0, takes=True)


def _follow(asked: Asked) -> Reply:
    return hand_over(asked, "not_understood" if asked.question else "not_text")


not_understood = Intent("not_understood", rank=1000, label="Non compris", weigh=_weigh, follow=_follow)

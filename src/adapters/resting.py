"""How long to rest after a round: work that comes without end then gathers into fewer of them, and the first round
after a silence is as early as ever."""

RESTS = 3  # times what the round took


def rest_after(took: float, longest: float) -> float:
    """Seconds, given what the round took; `longest` at most."""
    return min(longest, RESTS * took)

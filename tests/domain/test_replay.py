from uuid import UUID

from domain.channels.replay import OrderReplay, WebhooksReplayOrdered, replay
from tests.spec import given

ORDER = OrderReplay(replay_id=UUID(int=1), which="failed", channel_id=UUID(int=2), count=3, first=7, last=12)
ORDERED = WebhooksReplayOrdered(
    replay_id=UUID(int=1), which="failed", channel_id=UUID(int=2), count=3, first=7, last=12
)


def test_a_replay_is_ordered_once() -> None:
    given(replay).when(ORDER).then_once(ORDERED)
    given(replay, ORDERED).when(ORDER.model_copy(update={"count": 0})).then()
    other = ORDER.model_copy(update={"channel_id": None})
    given(replay, ORDERED).when(other).refuses("IDEMPOTENCY_KEY_REUSED")


def test_nothing_to_read_again_is_no_order() -> None:
    given(replay).when(ORDER.model_copy(update={"count": 0})).refuses("REPLAY_EMPTY")

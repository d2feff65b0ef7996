"""Open screens: remembered for a moment, forgotten without harm."""

from uuid import uuid4

from adapters.presence.screens import Screens
from runtime.settings import Settings
from runtime.waiting import wait_until


def test_a_screen_is_open_for_its_member_and_for_a_moment(settings: Settings) -> None:
    screens = Screens(settings.redis_url, forgotten_after=0.2)
    organisation_id, marc = uuid4(), uuid4()
    assert not screens.is_here(organisation_id, marc)
    screens.note(organisation_id, marc)
    assert screens.is_here(organisation_id, marc)
    assert not screens.is_here(organisation_id, uuid4()) and not screens.is_here(uuid4(), marc)
    assert wait_until(lambda: not screens.is_here(organisation_id, marc), 5)
    screens.close()


def test_without_redis_everybody_is_away_and_nothing_breaks() -> None:
    screens = Screens("redis://127.0.0.1:1/0")
    screens.note(uuid4(), uuid4())
    assert not screens.is_here(uuid4(), uuid4())
    screens.close()

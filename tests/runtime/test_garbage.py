"""What the start has loaded is not walked again."""

import gc

from runtime.garbage import LET_GATHER, spare_what_is_loaded


def test_what_is_loaded_is_left_aside_and_what_comes_after_is_collected() -> None:
    usual = gc.get_threshold()
    try:
        spare_what_is_loaded()
        assert gc.get_freeze_count() > 10_000
        ring: list[object] = []
        ring.append(ring)
        del ring
        assert gc.collect() >= 1
        assert gc.get_threshold()[0] == LET_GATHER
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)

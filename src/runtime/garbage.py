"""The garbage collector of a process that serves: it looks at what serving leaves behind, and at nothing else."""

import gc

LET_GATHER = 100_000
"""Objects made and not yet dropped, before the collector looks for cycles among them. A page of facts is as many and
has none: with Python's own 700, more than half of the time that reading it takes goes into looking again and again."""


def spare_what_is_loaded() -> None:
    """Leave aside, for good, all that the start has loaded: walking it again at each full collection would stop every
    thread for tenths of a second. To be called once a process is ready."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(LET_GATHER, 20, 20)

"""The garbage collector of a process that serves: it looks at what serving leaves behind, and at nothing else."""

import gc


def spare_what_is_loaded() -> None:
    """Leave aside, for good, all that the start has loaded: walking it again at each full collection would stop every
    thread for tenths of a second. To be called once a process is ready."""
    gc.collect()
    gc.freeze()

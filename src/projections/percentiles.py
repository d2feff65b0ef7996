"""Percentiles of durations, from counts by bucket: buckets grow by 5 %, so a percentile is told to 2.5 %.

A million durations fall into some three hundred buckets, which add up over hours, days and channels.
"""

import math
from collections.abc import Mapping

RATIO = 1.05
PRECISION = 0.025
"""The largest relative error of a percentile (of one millisecond or more)."""


def bucket_of(ms: int) -> int:
    """The bucket of a duration: bucket b holds what is over 1.05^(b-1) and up to 1.05^b milliseconds."""
    return math.ceil(math.log(ms) / math.log(RATIO)) if ms > 1 else 0


def percentile(counts: Mapping[int, int], rank: float) -> float | None:
    """The duration, in milliseconds, that a share `rank` of them does not exceed. None when there are none."""
    total = sum(counts.values())
    seen = 0
    for bucket in sorted(counts):
        seen += counts[bucket]
        if seen >= rank * total:
            return RATIO ** (bucket - 0.5) if bucket else 1.0
    return None

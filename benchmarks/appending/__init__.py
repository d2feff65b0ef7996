"""Who appends, and what: the contestants of `benchmarks.append`."""

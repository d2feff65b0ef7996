"""What a profile tells of the samples that were taken."""

from benchmarks.profiles import programs_in

BENCHMARK = 'process 1:"python -m benchmarks live"'
WORKER = f'{BENCHMARK};process 2:"python -m runtime worker"'
SAMPLES = [
    f"{WORKER};thread (7): Thread-15;run (d.py:3);perform (adapters/outbox/performer.py:8);dump (x.py:9) 3",
    f"{WORKER};thread (8): Thread-16;run (d.py:3);perform (adapters/outbox/performer.py:9) 2",
    f"{WORKER};thread (9): MainThread;main (runtime/cli.py:1);_find_and_load (<frozen importlib._bootstrap>:1) 90",
    f"{BENCHMARK};thread (1): MainThread;<module> (benchmarks/__main__.py:1);run (benchmarks/live.py:4) 1",
]


def test_samples_are_told_by_program_thread_and_function_without_the_start() -> None:
    programs = programs_in(SAMPLES)
    assert {name: program.samples for name, program in programs.items()} == {"worker": 5, "benchmark": 1}
    worker = programs["worker"]
    assert worker.threads == {"Thread": 5}
    assert worker.running == {"dump (x.py)": 3, "perform (adapters/outbox/performer.py)": 2}
    assert worker.within == {"perform (adapters/outbox/performer.py)": 5}
    assert programs["benchmark"].within == {"run (benchmarks/live.py)": 1}

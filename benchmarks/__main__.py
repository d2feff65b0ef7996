"""``./palabre bench``: what Palabre exists for, beside what one would use instead, in one run."""

import argparse
from importlib import import_module

from benchmarks import profiles
from benchmarks.report import Options, Report, table

ALL = ("append", "webhook", "replay", "live", "queries", "search", "share", "imports", "memory")


def main() -> None:
    parser = argparse.ArgumentParser(prog="palabre bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which ones: {', '.join(ALL)} (all of them)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each contestant is measured")
    parser.add_argument("--scale", type=float, default=1.0, help="below 1: smaller, to try them; nothing is kept")
    parser.add_argument("--keep-nothing", action="store_true", help="print the figures, and leave those of before")
    parser.add_argument("--profile", action="store_true", help="show where Python's time goes instead (py-spy)")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(ALL):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    for name in asked.names or ALL:
        if asked.profile:
            print(profiles.profile(name, asked.rounds, asked.scale).read_text(), flush=True)
            continue
        report: Report = import_module(f"benchmarks.{name}").run(Options(asked.rounds, asked.scale))
        print(table([report.as_json()]), flush=True)
        if asked.scale == 1.0 and not asked.keep_nothing:
            report.keep()


if __name__ == "__main__":
    main()

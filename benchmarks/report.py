"""Where the figures go: one file of JSON for each benchmark, and one table of all of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.figures import Comparison

RESULTS = Path(__file__).parent / "results"
TABLE = RESULTS / "table.md"


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured. `scale` divides the sizes, to try the benchmarks themselves: its figures are not kept."""

    rounds: int = 5
    scale: float = 1.0

    def size(self, full: int) -> int:
        return max(1, int(full * self.scale))


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark found. `cpu` is in seconds, by program: who was loaded, and who loaded."""

    name: str
    title: str
    machine: Mapping[str, Any]
    comparisons: Sequence[Comparison]
    cpu: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "machine": self.machine,
            "comparisons": [one.as_json() for one in self.comparisons],
            "cpu_seconds": self.cpu,
            "notes": self.notes,
        }

    def keep(self) -> None:
        """In its own file, and in the table of all."""
        RESULTS.mkdir(exist_ok=True)
        text = json.dumps(self.as_json(), indent=1, ensure_ascii=False, default=str)
        (RESULTS / f"{self.name}.json").write_text(text + "\n")
        TABLE.write_text(table(kept()))


def kept() -> list[dict[str, Any]]:
    """The reports of earlier runs, by name."""
    read = [json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))]
    return [one for one in read if "comparisons" in one]


def table(reports: Sequence[Mapping[str, Any]]) -> str:
    """Markdown: a section for each benchmark, a line for each comparison."""
    return "\n".join(["# Side by side", "", *(line for one in reports for line in _section(one))])


def _section(report: Mapping[str, Any]) -> list[str]:
    machine = report["machine"]
    head = f"{machine['at']}, {machine['processors']} × {machine['processor']}, load {machine['load']}"
    if yardstick := machine.get("yardstick_ms"):
        head += f", yardstick {yardstick} ms"
    server = machine.get("postgresql")
    if server:
        head += f", PostgreSQL {server['server_version']} (fsync {server['fsync']})"
    lines = [f"## {report['title']}", "", head, ""]
    lines += ["| what | ours | beside | theirs | ratio | aim | |", "|---|---|---|---|---|---|---|"]
    lines += [_line(one) for one in report["comparisons"]]
    if cpu := report["cpu_seconds"]:
        lines += ["", "CPU seconds: " + ", ".join(f"{name} {seconds:g}" for name, seconds in cpu.items())]
    return [*lines, ""]


def _line(one: Mapping[str, Any]) -> str:
    verdict = {True: "held", False: "**missed**", None: ""}[one["held"]]
    ratio = "" if one["ratio"] is None else f"{one['ratio']:.2f} ×"
    theirs = _shown(one["theirs"]["rounds"], one["unit"]) if one["theirs"] else ""
    cells = [one["what"], _shown(one["ours"]["rounds"], one["unit"]), one["peer"], theirs, ratio, one["aim"] or ""]
    return f"| {' | '.join([*cells, verdict])} |"


def _shown(rounds: Sequence[float], unit: str) -> str:
    middle = sorted(rounds)[len(rounds) // 2]
    spread = f" ({_figure(min(rounds))} to {_figure(max(rounds))})" if len(rounds) > 1 else ""
    return f"{_figure(middle)} {unit}{spread}"


def _figure(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.3g}"

"""A skipped test fails the run, but for want of what cannot be had everywhere; and the last lines say that loudly."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests import summary
from tests.summary import NGINX, REFERENCE


@dataclass(frozen=True)
class Report:
    """What pytest reports of a skipped test."""

    nodeid: str
    longrepr: tuple[str, int, str]
    duration: float = 0.0


@dataclass
class Reporter:
    """What a run ends with, and the lines that are written then."""

    stats: dict[str, list[Report]]
    lines: list[str] = field(default_factory=list)

    def section(self, title: str) -> None:
        """Begin the last lines."""
        self.lines.append(title)

    def line(self, text: str, **_colours: bool) -> None:
        """Write one."""
        self.lines.append(text)


@pytest.mark.parametrize("installed", [True, False])
def test_nginx_excuses_a_skip_only_where_it_is_not_there(
    monkeypatch: pytest.MonkeyPatch, *, installed: bool
) -> None:
    monkeypatch.setattr(summary, "nginx_program", lambda: "nginx" if installed else None)
    reasons = {"a": f"{REFERENCE} is not there", "b": f"{NGINX} is not there", "c": "no browser"}
    reporter = Reporter(
        {"skipped": [Report(test, ("", 1, f"Skipped: {why}")) for test, why in reasons.items()]}
    )
    failing = summary.unexcused(reporter)  # type: ignore[arg-type]  # as much of it as is read
    assert set(failing) == ({"b", "c"} if installed else {"c"})
    summary.write(reporter, 0)  # type: ignore[arg-type]
    loud = [line for line in reporter.lines if line.startswith(f"{NGINX} IS NOT THERE")]
    assert [": 1 tests" in line for line in loud] == ([] if installed else [True])
    assert any(line.startswith("SKIPPED, which counts as failed: c") for line in reporter.lines)

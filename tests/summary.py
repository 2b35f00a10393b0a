"""The last lines of a run: what was tested, on which engines and in which browser, and where the seconds went.

Nothing is left out silently.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.architecture.test_sizes import figures

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

REFERENCE = "REFERENCE_DATA"
NGINX = "NGINX"
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
_ENGINE = re.compile(r"\[(?:.*-)?(sqlite|postgresql)(?:-.*)?\]$")


def reference_folder() -> Path | None:
    """Return the folder of the reference data, beside the checkout by default; None where there is none."""
    folder = Path(os.environ.get(REFERENCE, DEFAULT))
    return folder if folder.is_dir() else None


def nginx_program() -> str | None:
    """Return the path of nginx; None where it is not installed, or no openssl to make its certificate."""
    # Only root has the second folder in its path.
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
    return found if shutil.which("openssl") else None


def place(test: str) -> str:
    """Return what the test of this node id ran on: an engine, the browser, or neither."""
    if "tests/e2e/" in test:
        return "browser"
    found = _ENGINE.search(test)
    return found.group(1) if found else "neither"


def folder(test: str) -> str:
    """Return the folder of this node id's module."""
    return test.partition("::")[0].rpartition("/")[0]


def seconds(reporter: TerminalReporter) -> list[tuple[str, float, int]]:
    """Return each folder with the seconds its tests took, fixtures and all, and how many tests; the dearest first."""
    took: Counter[str] = Counter()
    tests: dict[str, set[str]] = {}
    for report in [each for reports in reporter.stats.values() for each in reports]:
        # What pytest notes beside tests, warnings say, took no time.
        if hasattr(report, "duration"):
            where = folder(report.nodeid)
            took[where] += report.duration
            tests.setdefault(where, set()).add(report.nodeid)
    return [(where, spent, len(tests[where])) for where, spent in took.most_common()]


def skips(reporter: TerminalReporter) -> dict[str, str]:
    """Return the node ids of skipped tests and why."""
    return {report.nodeid: _reason(report.longrepr) for report in reporter.stats.get("skipped", [])}


def unexcused(reporter: TerminalReporter) -> dict[str, str]:
    """Return the skips that fail a run: all but those for want of the reference data or of nginx."""
    excuses = [REFERENCE, *([NGINX] if nginx_program() is None else [])]
    return {
        test: reason
        for test, reason in skips(reporter).items()
        if not any(excuse in reason for excuse in excuses)
    }


def write(reporter: TerminalReporter, wall: float) -> None:
    """Write the summary of a run that took ``wall`` seconds so far."""
    reporter.section("what was tested")
    excused = [skips(reporter)[test] for test in skips(reporter).keys() - unexcused(reporter).keys()]
    if reference_folder() is None:
        reporter.line(
            f"{REFERENCE} IS NOT THERE: {sum(REFERENCE in each for each in excused)} comparisons with the reference "
            "data did not run.",
            yellow=True,
        )
    if nginx_program() is None:
        reporter.line(
            f"{NGINX} IS NOT THERE (nginx and openssl): {sum(NGINX in each for each in excused)} tests of "
            "docs/nginx.conf did not run.",
            yellow=True,
        )
    for test, reason in unexcused(reporter).items():
        reporter.line(f"SKIPPED, which counts as failed: {test}: {reason}", red=True)
    reporter.line(figures())
    spent = seconds(reporter)
    reporter.line(
        f"seconds of tests by folder: {sum(each[1] for each in spent):.0f}, in {wall:.0f} of the clock"
    )
    for where, took, tests in spent:
        reporter.line(f"{took:8.1f}  {where}: {tests}")
    for report in reporter.stats.get("passed", []):
        for said in (text for name, text in report.user_properties if name == "measured"):
            reporter.line(said)
    passed = Counter(place(report.nodeid) for report in reporter.stats.get("passed", []))
    reporter.line(
        f"SQLite {sqlite3.sqlite_version}: {passed['sqlite']} passed; "
        f"PostgreSQL {os.environ.get('TEST_POSTGRES_VERSION', '?')}: {passed['postgresql']} passed; "
        f"{os.environ.get('CONSULT_BROWSER_VERSION', '?')}: {passed['browser']} passed; "
        f"on no engine: {passed['neither']} passed."
    )


def _reason(longrepr: Any) -> str:  # noqa: ANN401 - pytest gives a tuple or an object
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)


class SkipsFail:
    """A plugin of the process that reports: a run in which a test was skipped did not pass."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn success into failure when a test was skipped without an excuse."""
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None and session.exitstatus == pytest.ExitCode.OK and unexcused(reporter):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Write the last lines."""
        write(terminalreporter, time.monotonic() - self._began)

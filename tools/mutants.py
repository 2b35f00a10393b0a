"""Mutation testing: does a test fail for each small mistake in the modules that decide about voices and votes?

A tool of our own because mutmut 3 changes only what stands inside functions, and the table of permissions does not;
because it works on a copy of the tree that our rules about the tree would test; and because it starts every test's
services anew. Here the libraries are loaded once, each mutant is a fork that runs, on SQLite, the domain tests that
reach the changed function, the quick ones first, and stops at the first that fails.

    python -m tools.mutants [--every N] [--jobs N] [module ...]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pickle
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
MODULES = (
    "consult/contributions/services/voting.py", "consult/contributions/services/posting.py",
    "consult/contributions/services/placing.py", "consult/contributions/services/counting.py",
    "consult/contributions/services/kept_votes.py", "consult/contributions/services/erasing.py",
    "consult/consultations/policies", "consult/consultations/services", "consult/accounts/policies",
    "consult/moderation/services", "consult/moderation/policies.py", "consult/outcomes/policies.py",
    "consult/outcomes/services", "consult/outcomes/queries", "consult/votes", "consult/tallies", "consult/texts",
    "consult/plans/services", "consult/plans/queries/known.py", "consult/shared/fingerprint.py",
)  # fmt: skip
TESTS = ("tests/domain", "tests/unit/test_fingerprint.py")
OPTIONS = ("-q", "-x", "-n0", "-p", "no:cacheprovider", "-k", "not postgresql", "--no-header")
ENOUGH = 0.8
# Of what decides about each voice and vote nearly all have to be noticed, in each module by itself.
SURELY = (
    "consult/votes/", "consult/tallies/", "consult/texts/", "consult/shared/fingerprint.py",
    "consult/contributions/services/",
)  # fmt: skip
NEARLY_ALL = 0.9
# A mutant that loops is noticed when this many times the usual seconds have gone, and a minute.
PATIENCE = 4


@dataclass
class Reached:
    """Which tests reach which function of a module (its first line), and how long each takes."""

    tests: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    libraries: list[str] = field(default_factory=list)

    def by(self, module: str, mutant: Mutant) -> list[str]:
        """Return the tests that could notice a mutant, quick ones first; any could where it is in no function.

        A function that runs while its module is loaded is reached by no test: what it made is used by the others there.
        """
        found = self.tests.get((module, mutant.first_line), set()) if mutant.function else set(self.seconds)
        if not found:
            beside = (tests for (of, _line), tests in self.tests.items() if of == module)
            found = set().union(*beside)
        return sorted(found, key=lambda test: self.seconds.get(test, 0))


def files(names: list[str]) -> list[str]:
    """Return the modules below these paths, as they are written in the repository."""
    found = []
    for name in names:
        place = ROOT / name
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [path.relative_to(ROOT).as_posix() for path in found]


def in_fork(folder: Path, arguments: list[str], environment: dict[str, str], patience: int = 0) -> int:
    """Start a fork that runs pytest with these arguments for ``patience`` seconds (0: for ever); return its number."""
    process = os.fork()
    if process:
        return process
    os.setsid()
    os.environ.update(environment)
    output = os.open(folder / f"{os.getpid()}.txt", os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    signal.alarm(patience)
    code = 3
    try:
        import pytest  # noqa: PLC0415 - in the fork, so that each has one of its own

        code = int(pytest.main([*OPTIONS, *arguments, "-p", "tools.mutating"]))
    finally:
        os._exit(code)


def look_around(folder: Path, modules: list[str]) -> Reached:
    """Run the tests once as they are, and return what reaches what; exit where one fails."""
    notes = folder / "reached"
    environment = {"MUTANT_TEMPLATE": str(folder / "template.db"), "MUTANT_REACH": str(notes),
                   "MUTANT_LOOK_AT": json.dumps(modules)}  # fmt: skip
    process = in_fork(folder, ["-p", "tools.reaching", *TESTS], environment)
    if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != 0:
        sys.exit((folder / f"{process}.txt").read_text()[-3000:] + "\nThe tests fail without any mutant.")
    found: Reached = pickle.loads(notes.read_bytes())  # noqa: S301 - written by our own fork
    return found


def preload(names: list[str]) -> None:
    """Load the libraries that the tests use, so that no fork has to; nothing of ours is among them."""
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001, S112 - one that needs another first is loaded by it, or by the fork
            continue


@dataclass
class Score:
    """What became of the mutants, by module, and those that nobody noticed."""

    noticed: Counter[str] = field(default_factory=Counter)
    every: Counter[str] = field(default_factory=Counter)
    survivors: list[str] = field(default_factory=list)

    def add(self, module: str, mutant: Mutant, *, noticed: bool) -> None:
        """Count one."""
        self.every[module] += 1
        self.noticed[module] += noticed
        if not noticed:
            self.survivors.append(f"{module}:{mutant.line} {mutant.function or 'module'}: {mutant.what}")
            print(f"survives: {self.survivors[-1]}", flush=True)

    def table(self) -> str:
        """Return the figures, a line for each module."""
        lines = [
            f"{name:<50}{self.noticed[name]:>5} of {number:>5}  {self.noticed[name] / number:>6.1%}"
            for name, number in sorted(self.every.items())
        ]
        every = f"{'all':<50}{self.noticed.total():>5} of {self.every.total():>5}  {self.share:>6.1%}"
        return "\n".join([*lines, every])

    @property
    def is_enough(self) -> bool:
        """Whether tests noticed as many as they have to."""
        sure = (name for name in self.every if name.startswith(SURELY))
        return self.share >= ENOUGH and all(
            self.noticed[name] >= NEARLY_ALL * self.every[name] for name in sure
        )

    @property
    def share(self) -> float:
        """The share of mutants that a test noticed."""
        return self.noticed.total() / (self.every.total() or 1)


def chosen(modules: list[str], every: int) -> Iterator[tuple[str, Mutant]]:
    """Yield each ``every``-th mutant of the modules."""
    number = 0
    for module in modules:
        for mutant in mutants((ROOT / module).read_text(encoding="utf-8")):
            number += 1
            if number % every == 0:
                yield module, mutant


def run(folder: Path, modules: list[str], jobs: int, every: int, reached: Reached) -> Score:
    """Try each mutant, ``jobs`` at a time."""
    score, running = Score(), dict[int, tuple[str, Mutant]]()
    for number, (module, mutant) in enumerate(chosen(modules, every)):
        tests = reached.by(module, mutant)
        if not tests:
            score.add(module, mutant, noticed=False)
            continue
        words = folder / f"mutant-{number}.py"
        words.write_text(mutant.source, encoding="utf-8")
        environment = {
            "MUTANT_MODULE": module,
            "MUTANT_SOURCE": str(words),
            "MUTANT_TEMPLATE": str(folder / "template.db"),
        }
        if len(running) >= jobs:
            collect(running, score)
        patience = 60 + PATIENCE * int(sum(reached.seconds.get(test, 0) for test in tests))
        running[in_fork(folder, tests, environment, patience)] = (module, mutant)
    while running:
        collect(running, score)
    return score


def collect(running: dict[int, tuple[str, Mutant]], score: Score) -> None:
    """Wait for one fork to end: whatever is not a run without a failure noticed the mutant."""
    process, status = os.wait()
    module, mutant = running.pop(process)
    score.add(module, mutant, noticed=status != 0)


def main() -> None:
    """Print the score by module and every survivor; fail where too many do."""
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*", default=list(MODULES))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    os.chdir(ROOT)
    modules, began = files(given.modules), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reached = look_around(folder, modules)
        preload(reached.libraries)
        score = run(folder, modules, given.jobs, given.every, reached)
    print(score.table())
    print(f"{len(score.survivors)} survive; {time.monotonic() - began:.0f} seconds")
    sys.exit(not score.is_enough)


if __name__ == "__main__":
    main()

"""What could not be fetched leaves no stamp and is tried again; what only builds is no part of what runs."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import sources
from tools import build_assets

ROOT = sources.ROOT
STAMPS = ("venv", "run", "dev", "build", "typeface", "assets", "checkers", "words")
# Each stands for one of our scripts: it notes that it was called, and fails while a file of its name lies there.
STAND_IN = "#!/usr/bin/env bash\necho {name} >> calls\n[ ! -e fails-{name} ]\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with our Makefile and scripts that only note that they were called."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    for path in ROOT.glob("requirements*.txt"):
        (tmp_path / path.name).touch()
    (tmp_path / "tools").mkdir()
    for name in ("make_venv", "install", "install_build", "fetch_typeface", "fetch_checkers"):
        (tmp_path / "tools" / f"{name}.sh").write_text(STAND_IN.format(name=name))
    (tmp_path / "tools" / "build_assets.py").touch()
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    # Builds in system fonts while what it needs has no stamp, and stamps only a whole build, as ours does.
    (binaries / "python").write_text(
        "#!/usr/bin/env bash\necho build >> calls\n"
        "[ ! -e .venv/stamp-typeface ] || [ ! -e .venv/stamp-build ] || touch $2\n"
    )
    (binaries / "python").chmod(0o755)
    return tmp_path


def make(place: Path, *targets: str) -> list[str]:
    """Make some stamps; return what was called for it, in order."""
    (place / "calls").unlink(missing_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", *(f".venv/stamp-{name}" for name in targets)]
    done = subprocess.run(  # noqa: S603 - our own Makefile
        command, cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return (place / "calls").read_text().split() if (place / "calls").exists() else []


def stamped(place: Path) -> set[str]:
    return {name for name in STAMPS if (place / ".venv" / f"stamp-{name}").exists()}


@pytest.mark.parametrize(("fails", "stamp"), [("fetch_typeface", "typeface"), ("install_build", "build")])
def test_what_could_not_be_fetched_is_tried_again(place: Path, fails: str, stamp: str) -> None:
    (place / f"fails-{fails}").touch()
    first = make(place, "assets")
    assert "build" in first, "the site is built all the same"
    assert not stamped(place) & {stamp, "assets"}
    assert make(place, "assets") == [fails, "build"], "and only that is tried again"
    (place / f"fails-{fails}").unlink()
    assert make(place, "assets") == [fails, "build"], "the assets are built anew with it"
    assert stamped(place) >= {stamp, "assets"}
    assert make(place, "assets") == [], "then all is done"


def test_the_checkers_are_tried_again_too(place: Path) -> None:
    (place / "fails-fetch_checkers").touch()
    make(place, "checkers")
    assert "checkers" not in stamped(place)
    (place / "fails-fetch_checkers").unlink()
    assert make(place, "checkers") == ["fetch_checkers"]
    assert make(place, "checkers") == []


def test_a_typeface_that_comes_later_is_built_in(place: Path) -> None:
    make(place, "assets")
    os.utime(place / "package.json")
    assert make(place, "assets")[-2:] == ["fetch_typeface", "build"]


@pytest.mark.parametrize("script", ["fetch_typeface.sh", "install_build.sh"])
def test_a_failed_fetch_says_so_and_what_to_do(tmp_path: Path, script: str) -> None:
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / script, tmp_path / "tools")
    for name in ("npm.sh", "install.sh"):
        (tmp_path / "tools" / name).write_text("exit 7\n")
    done = subprocess.run(  # noqa: S603 - our own script
        ["bash", f"tools/{script}"],  # noqa: S607 - wherever it is
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "system fonts" in done.stderr
    assert "tries again" in done.stderr


def test_without_what_cuts_the_typeface_the_site_is_built_and_not_stamped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    static = tmp_path / "static"
    for folder in ("css", "icons", "js"):
        shutil.copytree(ROOT / "consult" / "static" / folder, static / folder)
    stamp = tmp_path / "stamp"
    monkeypatch.setattr(build_assets, "STATIC", static)
    monkeypatch.setattr(build_assets.build, "__defaults__", (static,))
    monkeypatch.setattr(sys, "argv", ["build_assets.py", str(stamp)])
    monkeypatch.setattr(build_assets, "CUTTING", False)
    build_assets.main()
    assert "system fonts" in capsys.readouterr().out
    assert list((static / "dist").glob("site.*.css"))
    assert not list((static / "dist").glob("*.woff2"))
    assert not stamp.exists()


def imported(path: Path) -> set[str]:
    """Return the packages that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return {name.partition(".")[0] for name in found}


def test_what_runs_imports_nothing_that_only_builds() -> None:
    running = [path for path in sources.code() if not sources.relative(path).startswith("tools/")]
    assert running
    assert [sources.relative(path) for path in running if imported(path) & {"fontTools", "tools"}] == []
    code = "import wsgi, sys; print([name for name in sys.modules if name.partition('.')[0] == 'fontTools'])"
    done = subprocess.run(  # noqa: S603 - our own application
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def pinned(name: str) -> dict[str, str]:
    """Return the packages of a lock with their versions."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE))


def test_the_locks_hold_it_where_it_is_needed_and_agree() -> None:
    runs, builds, develops = (pinned(f"requirements{part}.txt") for part in ("", "-build", "-dev"))
    assert "flask" in runs
    assert not {"fonttools", "zopfli"} & set(runs)
    assert "fonttools" in builds
    for name, version in builds.items():
        assert develops[name] == version
        assert runs.get(name, version) == version

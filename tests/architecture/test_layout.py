"""Everything is where the design says, and what must not be written is not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import sources

SUBJECT_FILES = {"models", "queries", "policies", "services", "errors"}
DOMAIN = {"orm", "shared", *sources.SUBJECTS}
FACES = {"web", "wording", "presenters", "public", "desk", "jobs", "commands"}
TOP_LEVEL = {
    ".ci", ".gitignore", ".npmrc", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "SECURITY.md",
    "config.py", "consult", "docs", "migrations", "package-lock.json", "package.json", "pyproject.toml",
    "requirements-build.in", "requirements-build.txt",
    "requirements-dev.in", "requirements-dev.txt", "requirements-install.in", "requirements-install.txt",
    "requirements-java.in", "requirements-java.txt", "requirements-node.in", "requirements-node.txt", "requirements.in",
    "requirements.txt", "templates", "tests", "tools", "serve.py", "translations", "wsgi.py",
}  # fmt: skip
# Made by tools and ignored by git.
MADE = {".git", ".venv", "node_modules", "var", "__pycache__", ".env"}
TESTED = {
    "accessible", "unit", "domain", "public", "desk", "jobs", "commands", "web", "architecture", "e2e", "factories",
    "access", "attack", "races", "faults", "machine", "soak", "speed", "upgrade",
}  # fmt: skip
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "data", "misc", "common"}

# Written in two halves, so that the rule does not find itself.
UNFINISHED = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|NotImplemented" r"Error|raise NotImplemented"
)
UNSAFE = re.compile(r"\|\s*safe\b|\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\bsrc=)|autoescape\s+false")
PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|"
    r"(?:text-align|float|clear)\s*:\s*(?:left|right)\b|"
    r"(?:^|[{;\s])(?:left|right)\s*:|border-(?:top|bottom)-(?:left|right)-radius"
)
# Flask's own session has `get` and `pop`; a database session in a face is called `session`, `database` or `reading()`.
QUERYING = re.compile(
    r"\b(?:session|database|reading\(\))\.(?:execute|scalars?|query|add|delete|flush|commit)\(|\bselect\("
)


def names(folder: str) -> set[str]:
    """Return the names in a folder, of modules without their ending."""
    return {
        path.name.removesuffix(".py")
        for path in (sources.ROOT / folder).iterdir()
        if path.name not in {"__pycache__", "__init__.py"}
    }


def found_in(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """Return where the pattern stands, as path:line: text."""
    return [
        f"{sources.relative(path)}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def scanned_tests() -> list[Path]:
    """Return the tests, this file left aside, which names what it looks for."""
    return [path for path in sources.tests() if path.name != "test_layout.py"]


def test_the_top_level_is_the_owners() -> None:
    present = {path.name for path in sources.ROOT.iterdir()}
    caches = {name for name in present if re.fullmatch(r"\..+_cache|\.hypothesis|\.coverage", name)}
    assert present - MADE - caches - TOP_LEVEL == set()


def test_consult_holds_the_domain_and_the_faces() -> None:
    assert names("consult") - {"static"} == DOMAIN | FACES


@pytest.mark.parametrize("subject", sources.SUBJECTS)
def test_every_subject_has_the_same_files(subject: str) -> None:
    assert names(f"consult/{subject}") - SUBJECT_FILES == set()


@pytest.mark.parametrize("subject", sources.SUBJECTS)
def test_each_subject_has_its_place_among_the_layers_and_in_the_migrations(subject: str) -> None:
    for path in ("pyproject.toml", "migrations/env.py"):
        assert f'"{subject}"' in (sources.ROOT / path).read_text("utf-8"), path


def test_tests_lie_where_the_design_says() -> None:
    folders = {path.name for path in (sources.ROOT / "tests").iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders - TESTED == set()
    domain = sources.ROOT / "tests" / "domain"
    subjects = {path.name for path in domain.iterdir() if path.is_dir()} if domain.exists() else set()
    assert subjects - {"__pycache__"} - set(sources.SUBJECTS) == set()


def test_names_say_something() -> None:
    every = [path.relative_to(sources.ROOT) for path in (*sources.code(), *sources.tests())]
    assert [str(path) for path in every if EMPTY_NAMES & {*path.parts[:-1], path.stem}] == []


def test_bleach_is_imported_in_one_module() -> None:
    found = [sources.relative(path) for path in sources.code() if "bleach" in sources.imported(path)]
    assert found == ["consult/shared/html.py"]


def test_settings_know_nothing_of_the_product() -> None:
    found = sources.imported(sources.ROOT / "config.py")
    assert [name for name in found if name.split(".")[0] == "consult"] == []


def test_shared_imports_nothing_of_ours() -> None:
    found = {name for path in sources.files("consult/shared", "*.py") for name in sources.imported(path)}
    ours = {name for name in found if name.split(".")[0] in {"consult", "config"}}
    assert {name for name in ours if not name.startswith("consult.shared")} == set()


def test_one_module_asks_the_machine_for_the_time() -> None:
    asking = re.compile(r"\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|\btime\.time\(")
    assert {line.split(":")[0] for line in found_in(sources.files("consult", "*.py"), asking)} == {
        "consult/shared/clock.py"
    }


def test_the_clock_can_be_held() -> None:
    """A module that takes `now` itself, rather than `clock`, would go on with the machine's time in a test."""
    found = [
        sources.relative(path)
        for path in sources.code()
        if "consult.shared.clock.now" in sources.imported(path)
    ]
    assert found == []


def test_services_flush_and_never_commit() -> None:
    domain = [path for name in DOMAIN for path in sources.files(f"consult/{name}", "*.py")]
    assert found_in(domain, re.compile(r"\.(?:commit|rollback)\(\)")) == []


def test_no_query_in_a_view() -> None:
    faces = [path for name in sources.AUDIENCES for path in sources.files(f"consult/{name}", "*.py")]
    assert found_in(faces, QUERYING) == []
    assert [sources.relative(path) for path in faces if "sqlalchemy.select" in sources.imported(path)] == []


def test_what_a_page_shows_is_a_view_model() -> None:
    """A view hands ``render_template`` a form and nothing else; what is shown comes typed, by ``render_page``."""
    loose = [
        (sources.relative(path), node.lineno)
        for path in sources.code()
        if path.name.endswith("views.py")
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "render_template"
        and {each.arg for each in node.keywords} - {"form"}
    ]
    assert loose == []


def test_nothing_is_left_for_later() -> None:
    texts = [
        *sources.code(),
        *scanned_tests(),
        *sources.files("templates", "*.html"),
        *sources.files("consult/static/css", "*.css"),
    ]
    assert found_in(texts, UNFINISHED) == []


def test_no_test_is_switched_off() -> None:
    off = re.compile(r"pytest\.mark\.(?:skip|xfail)|assert True\b")
    assert found_in(scanned_tests(), off) == []


def test_templates_escape_everything_and_hold_nothing_inline() -> None:
    pages = [path for path in sources.files("templates", "*.html") if "emails" not in path.parts]
    assert found_in(pages, UNSAFE) == []
    assert found_in(sources.files("templates", "*.html"), re.compile(r"\|\s*safe\b")) == []


def test_no_markup_is_declared_safe_outside_one_module() -> None:
    taking = [
        sources.relative(path) for path in sources.code() if "markupsafe.Markup" in sources.imported(path)
    ]
    assert len(taking) <= 1, taking


def test_stylesheets_know_no_left_or_right() -> None:
    assert found_in(sources.files("consult/static/css", "*.css"), PHYSICAL) == []


def test_a_component_is_one_macro_file_and_one_stylesheet() -> None:
    places = ("templates/components", "templates/layouts")
    macros = {path.stem for place in places for path in sources.files(place, "*.html")}
    sheets = {path.stem for path in sources.files("consult/static/css/components", "*.css")}
    assert sheets - macros == set(), "stylesheets without a macro file"


def test_nothing_names_a_registry_or_this_machine() -> None:
    places = re.compile(r"registry\.npmjs|pypi\.org|pythonhosted|/work/|/tmp/")
    texts = [
        *sources.code(),
        *scanned_tests(),
        *(sources.ROOT.glob("requirements*.*")),
        sources.ROOT / "package-lock.json",
    ]
    assert found_in(texts, places) == []

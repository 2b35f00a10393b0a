"""What the papers say is there: paths, links, commands, the words of buttons, the form of right-to-left Markdown."""

from __future__ import annotations

import ast
import re
import subprocess
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.messages.pofile import read_po

from config import Settings
from consult import create_app

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted(
    [
        *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md")),
        *ROOT.glob("docs/*/*.md"),
    ]
)
GUIDES = [paper for paper in PAPERS if paper.parent.name in {"ar", "en"}]
# Where a path may begin: papers leave out what everybody knows.
_PLACES = (".", "consult", "consult/*", "consult/*/*", "tests")
_IS_PATH = re.compile(r"[\w.*/<>-]+(?:/|\.(?:py|md|html|css|json|toml|sh|po|txt))(?:#[\w-]+)?")
_IS_NAME = re.compile(r"\w[\w/]*(?:\.\w+)+|(?:[A-Z][a-z]+)+Error|(?:[A-Z][a-z]+){2,}")
CLASSES = {
    node.name: {
        *(part.name for part in node.body if isinstance(part, ast.FunctionDef)),
        *(ast.unparse(part.target) for part in node.body if isinstance(part, ast.AnnAssign)),
    }
    for path in (ROOT / "consult").rglob("*.py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.ClassDef)
}
PICTURE_MAX = 150_000
_MADE = ("var", "dist")  # what only running makes


def named(paper: Path) -> str:
    """Return a paper's path for a test's name."""
    return str(paper.relative_to(ROOT))


def read(paper: Path) -> str:
    """Return the words of a paper."""
    return paper.read_text(encoding="utf-8")


def paths_in(text: str) -> set[str]:
    """Return what stands in backticks and looks like a path of this project."""
    quoted = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    return {word for word in quoted if _IS_PATH.fullmatch(word) and not word.startswith("/")}


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_each_path_in_backticks_is_there(paper: Path) -> None:
    missing = {path for path in paths_in(read(paper)) if not _is_there(path)}
    assert missing == set()


def _is_there(path: str) -> bool:
    if path.split("/", maxsplit=1)[0] in _MADE:
        return True
    pattern = re.sub(r"<[^>]*>", "*", path).rstrip("/")
    return any(next(ROOT.glob(f"{place}/{pattern}"), None) is not None for place in _PLACES)


def names_in(text: str) -> set[str]:
    """Return what stands in backticks and looks like a name in our code: dotted, or a class."""
    quoted = re.findall(r"(?<!`)`@?([^`\n(]+)[^`\n]*`(?!`)", text)
    return {
        word
        for word in quoted
        if _IS_NAME.fullmatch(word) and not _IS_PATH.fullmatch(word) and not word.startswith("/")
    }


def _is_defined(name: str) -> bool:
    *modules, last = re.split(r"[./]", name)
    if last in {"py", "md"} or not modules:
        return last in CLASSES
    if modules[0] in CLASSES:
        return last in CLASSES[modules[0]]
    return any(_has(".".join(("consult", *room, *modules)), last) for room in ((), ("web",)))


def _has(module: str, name: str) -> bool:
    try:
        return hasattr(import_module(module), name)
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_each_name_in_backticks_is_in_the_code(paper: Path) -> None:
    assert {name for name in names_in(read(paper)) if not _is_defined(name)} == set()


def test_a_name_that_has_gone_is_found() -> None:
    told = names_in(
        "`csrf.EXEMPT` `csrf.GONE` `Contribution.gone` `NotFoundError` `web/again.shown_again` `web/csrf.py`"
    )
    assert {name for name in told if not _is_defined(name)} == {"csrf.GONE", "Contribution.gone"}


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_each_link_leads_to_a_file(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)]+)\)", read(paper))
    assert [link for link in links if not (paper.parent / unquote(link.split("#")[0])).exists()] == []


def test_the_readme_opens_with_a_picture_in_both_languages_that_loads_quickly() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", read(ROOT / "README.md").partition("\n## ")[0])
    assert {re.sub(r".*-(ar|en)\.png$", r"\1", picture) for picture in shown} == {"ar", "en"}
    assert [picture for picture in shown if (ROOT / picture).stat().st_size > PICTURE_MAX] == []


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_each_target_of_make_is_one(paper: Path) -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", read(ROOT / "Makefile"), flags=re.MULTILINE))
    told = re.findall(r"^make ([a-z0-9-]+)|`make ([a-z0-9-]+)", read(paper), flags=re.MULTILINE)
    assert {one or other for one, other in told} <= targets


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_each_command_of_ours_is_one(paper: Path) -> None:
    app = create_app(Settings(environment="test", secret_key="test-" * 8))
    known = {
        f"{group} {name}"
        for group, made in app.cli.commands.items()
        for name in getattr(made, "commands", ())
    }
    told = re.findall(r"flask --app wsgi ([a-z]+ [a-z]+)", read(paper))
    assert set(told) <= known


def test_the_two_commands_of_the_readme_are_ready_to_run() -> None:
    for target in ("run", "test"):
        assert f"\nmake {target} " in read(ROOT / "README.md")
        command = ["make", "--dry-run", target]
        dry = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        assert dry.returncode == 0, dry.stderr


@pytest.mark.parametrize("paper", GUIDES, ids=named)
def test_guides_say_buttons_and_links_as_the_pages_do(paper: Path) -> None:
    with (ROOT / "translations" / "ar" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    words: set[str] = set()
    for message in messages:
        said = message.id if paper.parent.name == "en" else message.string
        words |= {said} if isinstance(said, str) else set(said or ())
    bold = {" ".join(found.split()) for found in re.findall(r"\*\*(.+?)\*\*", read(paper), flags=re.DOTALL)}
    assert bold
    assert bold - words == set()


@pytest.mark.parametrize("paper", GUIDES, ids=named)
def test_each_guide_leads_to_the_same_one_in_the_other_language(paper: Path) -> None:
    other = "en" if paper.parent.name == "ar" else "ar"
    assert f"](../{other}/{paper.name})" in read(paper)


@pytest.mark.parametrize("paper", [guide for guide in GUIDES if guide.parent.name == "ar"], ids=named)
def test_arabic_guides_run_from_right_to_left_and_their_commands_do_not(paper: Path) -> None:
    text = read(paper)
    assert text.startswith('<div dir="rtl" lang="ar">\n\n# ')
    assert text.endswith("\n\n</div>\n")
    assert text.count("<div") == text.count("</div>")
    # A block of commands stands in a box of its own, with blank lines, without which Markdown sees no block.
    assert text.count("```") == 2 * text.count('<div dir="ltr">\n\n```\n')

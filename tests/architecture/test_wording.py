"""Every code that can be raised has its sentence, in the module of one subject."""

from __future__ import annotations

import ast
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest

from consult import wording
from consult.commands.accounts import _UNFIT
from consult.shared.errors import DomainError
from tests.architecture import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

# Codes that no reader meets.
UNSAID = {
    "problems": "holds several, each said at its field",
    "not-found": "is answered with the missing page",
    "address-taken": "is said at the command line alone",
}


def kinds_of(error: type[DomainError]) -> Iterator[type[DomainError]]:
    """Yield every kind of ``error``, and the kinds of those."""
    for kind in error.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def of_name(value: ast.expr) -> bool:
    """Whether a value is the code of what is wrong with a name, which is given back and raised elsewhere."""
    return isinstance(value, ast.Constant) and str(value.value).startswith("name-")


def raised() -> Iterator[str]:
    """Yield the codes that stand in the code where an error of a rule is made or defined."""
    errors = {"DomainError", *(kind.__name__ for kind in kinds_of(DomainError))}
    for path in sources.files("consult", "*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and path.match("shared/names.py") and of_name(node.value):
                yield ast.literal_eval(node.value)
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            made = isinstance(node.func, ast.Name) and node.func.id in errors
            defined = (
                path.name == "errors.py"
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "__init__"
            )
            if made or defined:
                yield str(node.args[0].value)


def subjects() -> list[str]:
    """Return the names of the modules of words."""
    return [module.name for module in iter_modules(wording.__path__)]


def test_every_code_has_its_sentence() -> None:
    codes = set(raised())
    assert len(codes) > 70
    assert {"name-official", "vote-not-now", "state-refuses"} <= codes
    assert codes - set(wording.SENTENCES) == set(UNSAID)
    assert "address-taken" in _UNFIT


def test_every_sentence_has_a_code_that_is_raised() -> None:
    written = {
        node.value
        for path in sources.files("consult", "*.py")
        if "wording" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {code.partition(":")[0] for code in wording.SENTENCES} - written == set()


def test_the_modules_of_words_have_the_names_of_subjects() -> None:
    assert set(subjects()) - {*sources.SUBJECTS, "shared"} == set()


def test_all_words_are_taken_in_once() -> None:
    modules = [import_module(f"consult.wording.{name}") for name in subjects()]
    for name in ("SENTENCES", "LABELS"):
        words = [key for module in modules for key in getattr(module, name, {})]
        assert sorted(words) == sorted(getattr(wording, name))


def test_a_code_that_is_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="write-this"):
        wording._register({"write-this": "Write it."}, {})
    with pytest.raises(ValueError, match="stance"):
        wording._register({}, {"stance": {}})

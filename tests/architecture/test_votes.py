"""Votes are read as numbers. One query alone knows whose they are: a person's own choices, for that person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture import sources

# The whole of what touches the table, by module and function.
READING = {
    ("consult/contributions/queries/__init__.py", "vote_counts"),
    ("consult/contributions/queries/__init__.py", "own_votes"),
    ("consult/contributions/services/voting.py", "_first"),
    ("consult/contributions/services/voting.py", "_standing"),
    ("consult/contributions/services/voting.py", "_changed"),
    ("consult/contributions/services/counting.py", "_counted"),
    ("tools/bench/growth.py", "vote"),  # Made up, in a database of the bench's own.
}


def functions_naming(name: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield path and function of whatever uses ``name``, types left aside."""
    for path in sources.code():
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.FunctionDef) and _names(node, name):
                yield sources.relative(path), node


def _names(function: ast.FunctionDef, name: str) -> bool:
    body = [each for statement in function.body for each in ast.walk(statement)]
    return any(
        (isinstance(each, ast.Name) and each.id == name) or (isinstance(each, ast.Attribute) and each.attr == name)
        for each in body
    )  # fmt: skip


def attributes(function: ast.FunctionDef) -> set[str]:
    """Return the columns of votes that a function names."""
    return {
        each.attr
        for each in ast.walk(function)
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "Vote"
    }


def test_these_functions_alone_touch_the_votes() -> None:
    assert {(path, function.name) for path, function in functions_naming("Vote")} == READING
    written = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+votes\b", re.IGNORECASE)
    assert [
        sources.relative(path) for path in sources.code() if written.search(path.read_text("utf-8"))
    ] == []


def test_one_query_knows_whose_a_vote_is() -> None:
    # Beside it, ``voting`` finds the vote that its own voter casts again, by their number, to change it.
    knowing = {
        function.name for _path, function in functions_naming("Vote") if "user_id" in attributes(function)
    }
    assert knowing == {"own_votes"}


def test_a_persons_own_votes_are_asked_for_by_that_person_alone() -> None:
    asked = [
        keyword.value
        for path in sources.code()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "own_votes"
        for keyword in node.keywords
        if keyword.arg == "user_id"
    ]
    assert {ast.unparse(value) for value in asked} == {"actor.user_id"}


def test_no_relation_leads_from_a_vote_to_a_person() -> None:
    models = sources.tree(sources.ROOT / "consult/contributions/models.py")
    (vote,) = [node for node in models.body if isinstance(node, ast.ClassDef) and node.name == "Vote"]
    assert "relationship" not in ast.unparse(vote)
    people = (sources.ROOT / "consult/accounts/models.py").read_text("utf-8")
    assert "relationship(" not in people

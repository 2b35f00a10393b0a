"""Votes are read as numbers. Two queries alone know whose they are: a person's own choices, for that person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from tests.architecture import sources

# The whole of what touches the table, by module and function.
READING = {
    ("consult/votes/queries.py", "_COUNTS"),
    ("consult/votes/queries.py", "_PERSONS"),
    ("consult/votes/queries.py", "_OWN_VOTES"),
    ("consult/votes/queries.py", "_NEWEST_OWN"),
    ("consult/votes/queries.py", "_ON_IT"),
    ("consult/votes/queries.py", "_VOTED"),
    ("consult/votes/queries.py", "_BEFORE"),
    ("consult/votes/services.py", "_first"),
    ("consult/votes/services.py", "_standing"),
    ("consult/votes/services.py", "_voters"),
    ("consult/votes/services.py", "_changed"),
    ("consult/votes/services.py", "counted"),
    ("tools/bench/growth.py", "vote"),  # Made up, in a database of the bench's own.
}
# Who reads how many voted how, for everyone to see.
SHOWING = (
    "consult/contributions/queries/asked.py", "consult/contributions/queries/threads.py",
    "consult/contributions/queries/revised.py", "consult/public/contributions/export.py",
)  # fmt: skip
# A policy, and the same for the database.
ASKING = ("shows_results", "shown_voting_on")


def naming(name: str) -> Iterator[tuple[str, str, ast.stmt]]:
    """Yield path, name and statement of each function and each constant of a module that uses ``name``, types aside."""
    for path in sources.code():
        tree = sources.tree(path)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and _names(node.body, name):
                yield sources.relative(path), node.name, node
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _names([node.value], name):
                of = node.targets[0] if isinstance(node, ast.Assign) else node.target
                yield sources.relative(path), ast.unparse(of), node


def _names(parts: Sequence[ast.AST], name: str) -> bool:
    within = [each for part in parts for each in ast.walk(part)]
    return any(
        (isinstance(each, ast.Name) and each.id == name) or (isinstance(each, ast.Attribute) and each.attr == name)
        for each in within
    )  # fmt: skip


def attributes(statement: ast.stmt) -> set[str]:
    """Return the columns of votes that a function or a constant names."""
    return {
        each.attr
        for each in ast.walk(statement)
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "Vote"
    }


def test_these_functions_alone_touch_the_votes() -> None:
    assert {(path, name) for path, name, _statement in naming("Vote")} == READING
    written = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+votes\b", re.IGNORECASE)
    assert [
        sources.relative(path) for path in sources.code() if written.search(path.read_text("utf-8"))
    ] == []


def test_one_query_knows_whose_a_vote_is() -> None:
    # Beside it, ``voting`` finds the vote that its own voter casts again, by their number, to change it.
    knowing = {name for _path, name, statement in naming("Vote") if "user_id" in attributes(statement)}
    assert knowing == {"_OWN_VOTES", "_NEWEST_OWN"}
    assert [name for _path, name, _statement in naming("_OWN_VOTES")] == ["own_votes"]
    assert [name for _path, name, _statement in naming("_NEWEST_OWN")] == ["newest_own_votes"]


def test_a_persons_own_votes_are_asked_for_by_that_person_alone() -> None:
    asked = [
        keyword.value
        for path in sources.code()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"own_votes", "newest_own_votes"}
        for keyword in node.keywords
        if keyword.arg == "user_id"
    ]
    assert {ast.unparse(value) for value in asked} == {"actor.user_id"}


def test_whoever_shows_results_asks_whether_they_are_sealed() -> None:
    asking = {path for name in ASKING for path, _name, _statement in naming(name)}
    assert [path for path in SHOWING if not (sources.ROOT / path).is_file()] == []
    assert [path for path in SHOWING if path not in asking] == []
    # Which activity's numbers pages show is asked without the moment only where a person's own are read.
    blind = {(path, name) for path, name, _statement in naming("voting_on")}
    assert blind == {("consult/votes/queries.py", "_PERSONS"), ("consult/votes/queries.py", "_COUNTS")}


def test_no_relation_leads_from_a_vote_to_a_person() -> None:
    models = sources.tree(sources.ROOT / "consult/votes/models.py")
    (vote,) = [node for node in models.body if isinstance(node, ast.ClassDef) and node.name == "Vote"]
    assert "relationship" not in ast.unparse(vote)
    people = (sources.ROOT / "consult/accounts/models.py").read_text("utf-8")
    assert "relationship(" not in people

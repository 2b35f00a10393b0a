"""Each kind of message that a service puts in the outbox has its composer, and one alone."""

from __future__ import annotations

import ast
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from flask import Flask, g
from flask_babel import force_locale

from consult.accounts.models import ActKind
from consult.jobs.composing import composer_of, composes
from consult.jobs.emails import compose
from consult.moderation.models import DecisionKind
from consult.organisations.models import OrganisationActKind
from consult.outbox.models import OutboxMessage
from consult.plans.models import CommitmentActKind
from consult.web.database import reading
from consult.web.locale import LANGUAGES
from tests.architecture.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Kinds that are made of an act: the acts of which a mail tells. Joining and leaving are told by the grant.
OF_ACTS: dict[str, set[StrEnum]] = {
    "account-": {*ActKind},
    "moderation-": {*DecisionKind},
    "commitment-": {
        CommitmentActKind.SUBMITTED,
        CommitmentActKind.RETURNED,
        CommitmentActKind.ADOPTED,
        CommitmentActKind.WITHDRAWN,
    },
    "organisation-": {
        OrganisationActKind.VERIFIED,
        OrganisationActKind.REFUSED,
        OrganisationActKind.ENDED,
        OrganisationActKind.ENDING_ASKED,
        OrganisationActKind.ENDING_TAKEN_BACK,
        OrganisationActKind.RESTORED,
    },
}
# Kinds that whoever calls names: of one thing told to those who are in a meeting.
NAMED = {"forum-meeting-changed", "forum-meeting-cancelled"}
# What any message may hold, naming what is not there.
GONE = {
    "reference": "V-2026-9999", "decision": 0, "outcome": 0, "user_id": 0, "act": 0, "invitation": 0, "request": 0,
    "report": 0, "attendance": 0,
}  # fmt: skip


def kinds_in(path: Path) -> Iterator[str]:
    """Yield the kinds of the messages that a module makes; of one that is made of an act, how it begins and a star."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    local: dict[str, ast.expr] = {
        target.id: value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Tuple)
        and isinstance(node.value, ast.Tuple)
        for target, value in zip(node.targets[0].elts, node.value.elts, strict=True)
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
            kind = node.args[1]
            if isinstance(kind, ast.Name):
                kind = local.get(kind.id, kind)
            if isinstance(kind, ast.Name):
                # One that is given to the function that makes the message stands in NAMED.
                yield from filter(None, [str(getattr(import_module(module), kind.id, ""))])
            elif isinstance(kind, ast.JoinedStr):
                yield f"{ast.literal_eval(kind.values[0])}*"
            else:
                yield str(ast.literal_eval(kind))


MAKERS = [
    path for path in sorted((ROOT / "consult").rglob("*.py")) if "import Message" in path.read_text("utf-8")
]
MADE = {kind for path in MAKERS for kind in kinds_in(path)}
KINDS = sorted(
    {kind for kind in MADE if not kind.endswith("*")}
    | NAMED
    | {f"{prefix}{act.value}" for prefix, acts in OF_ACTS.items() for act in acts}
)


def test_the_kinds_of_every_service_are_found() -> None:
    assert {kind.removesuffix("*") for kind in MADE if kind.endswith("*")} == set(OF_ACTS)
    assert {"receipt", "clarified", "answered", "erasure-refused", "registered", "reset", "digest"} <= MADE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_composer_which_says_nothing_of_what_is_gone(
    app: Flask, kind: str, language: str
) -> None:
    message = OutboxMessage(
        key="a", kind=kind, recipient="nobody@example.org", language=language, content=GONE
    )
    with app.test_request_context(f"/{language}/"), force_locale(LANGUAGES[language]):
        g.language = language
        assert compose(reading(), message) is None


def test_a_kind_that_nobody_writes_fails_loudly() -> None:
    with pytest.raises(KeyError, match="no-such-kind"):
        composer_of("no-such-kind")


def test_a_kind_has_one_composer() -> None:
    writer = composer_of("receipt")
    with pytest.raises(ValueError, match="receipt"):
        composes("receipt")(writer)
    assert composer_of("receipt") is writer

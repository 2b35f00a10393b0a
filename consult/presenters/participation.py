"""The ladder of participation: its rungs, which one is promised and which was reached, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from consult.consultations.models import Level
from consult.participation.queries import SaidLevel
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Rung:
    """A level by its name and what it means; whether it is the promised one, the reached one, or both."""

    title: str
    meaning: str
    promised: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """Where it can be seen; ``url`` None: the document is public no more."""

    title: str
    lang: str
    url: str | None
    outside: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was said before, on which day: the levels in words, None where nothing was said of one, and the words."""

    day: str
    iso: str
    promised: str | None
    reached: str | None
    promise: str
    promise_lang: str
    evidence: str
    evidence_lang: str
    proofs: list[Proof]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs, lowest first; the promise in the process's own words, and what shows what was reached.

    ``day`` is that on which it was last said, None where nothing was beside a consultation's own promise.
    """

    rungs: list[Rung]
    promise: str
    promise_lang: str
    evidence: str
    evidence_lang: str
    proofs: list[Proof]
    day: str | None
    earlier: list[Earlier]


def ladder_of(said: Sequence[SaidLevel]) -> Ladder:
    """Return the ladder of a plan or of its making, of which something was said, the newest first."""
    return _ladder(said[0].level, localized(said[0], "promise"), lang_of(said[0], "promise"), said)


def ladder_of_asked(level: str, promise: str, promise_lang: str, said: Sequence[SaidLevel]) -> Ladder:
    """Return the ladder of a consultation: what it promised, and what was said of it since, the newest first."""
    return _ladder(level, promise, promise_lang, said)


def _ladder(promised: str | None, promise: str, promise_lang: str, said: Sequence[SaidLevel]) -> Ladder:
    newest = said[0] if said else None
    reached = newest.reached if newest else None
    return Ladder(
        rungs=[
            Rung(label("level", each), label("level-meaning", each), each == promised, each == reached)
            for each in Level
        ],
        promise=promise,
        promise_lang=promise_lang,
        evidence=localized(newest, "evidence") if newest else "",
        evidence_lang=lang_of(newest, "evidence") if newest else language(),
        proofs=_proofs(newest) if newest else [],
        day=dates.day(newest.recorded_at) if newest else None,
        earlier=[_earlier(row) for row in said[1:]],
    )


def _earlier(row: SaidLevel) -> Earlier:
    return Earlier(
        day=dates.day(row.recorded_at),
        iso=dates.iso(row.recorded_at),
        promised=label("level", Level(row.level)) if row.level else None,
        reached=label("level", Level(row.reached)) if row.reached else None,
        promise=localized(row, "promise"),
        promise_lang=lang_of(row, "promise"),
        evidence=localized(row, "evidence"),
        evidence_lang=lang_of(row, "evidence"),
        proofs=_proofs(row),
    )


def _proofs(row: SaidLevel) -> list[Proof]:
    found = [Proof(row.evidence_url, "en", row.evidence_url, outside=True)] if row.evidence_url else []
    if row.document_id is None:
        return found
    if row.shown is None:
        gone = str(_("The document that showed it is no longer public."))
        return [*found, Proof(gone, language(), None, outside=False)]
    title, url = localized(row.shown, "title"), url_for("public.document", slug=row.shown.slug)
    return [*found, Proof(title, lang_of(row.shown, "title"), url, outside=False)]

"""What is looked for in a long list of voices: which part of it, which clause, which words, and from where on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from consult.consultations.models import Consultation
from consult.consultations.queries.owners import ClauseWords
from consult.contributions.models import Status
from consult.moderation.queries import Wanted
from consult.presenters.clauses import clause_named
from consult.search.queries import MOST_TYPED
from consult.shared.text import clean_line
from consult.web.pagination import before

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices of a filter; ``here`` where it is the one that holds."""

    value: str
    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What is asked for: ``show`` is the part of the list, called ``part`` in the address.

    ``clause`` is a clause's id or ``whole``, ``words`` what is searched.
    """

    part: str
    show: str
    clause: str
    words: str
    oldest: bool
    before: int | None

    @property
    def narrows(self) -> bool:
        """Whether it leaves out voices of the part that is shown."""
        return bool(self.clause or self.words)

    def url(self, endpoint: str, slug: str, *, before: int | None = None) -> str:
        """Return the address of the same list, from ``before`` on; what asks for nothing is left out."""
        return url_for(endpoint, slug=slug, **self.asked(before=before))  # type: ignore[arg-type]  # names of parameters

    def asked(self, *, before: int | None = None) -> dict[str, str | int | None]:
        """Return it as parameters of an address; what asks for nothing is None."""
        return {
            "status": self.show if self.part == "status" else None,
            "show": self.show if self.part == "show" else None,
            "clause": self.clause or None,
            "q": self.words or None,
            "order": "oldest" if self.oldest else None,
            "before": before,
        }

    def wanted(
        self, *, readable: frozenset[Status] = frozenset({Status.PUBLISHED}), status: str | None = None,
        organisations: bool = False,
    ) -> Wanted:  # fmt: skip
        """Return it as the queries take it."""
        clause = None if not self.clause else 0 if self.clause == WHOLE else int(self.clause)
        return Wanted(
            status=status, clause_id=clause, organisations=organisations, words=self.words, readable=readable,
            oldest=self.oldest, beyond_id=self.before,
        )  # fmt: skip


def finding(parts: Collection[str], clauses: Collection[int], *, first: str, part: str = "show") -> Finding:
    """Return what the address, or the form that was sent, asks for; of parts and clauses only those there are."""
    asked = request.values
    show, clause = asked.get(part, ""), asked.get("clause", "")
    return Finding(
        part=part,
        show=show if show in parts else first,
        clause=clause if clause in {WHOLE, *(str(number) for number in clauses)} else "",
        words=clean_line(asked.get("q", "")[:MOST_TYPED]),
        oldest=asked.get("order") == "oldest",
        before=before(asked),
    )


def clauses_of(
    consultation: Consultation, words: Mapping[tuple[int, int], ClauseWords]
) -> dict[int, ClauseWords]:
    """Return the clauses that a consultation asks about, by id, text after text."""
    versions = [row.version_id for row in consultation.texts]
    return {clause: text for version in versions for (of, clause), text in words.items() if of == version}


def clause_options(clauses: Mapping[int, ClauseWords], asked_for: Finding) -> list[Option]:
    """Return the clauses to choose from, each by its number and heading."""
    named = [(str(number), clause_named(text)) for number, text in clauses.items()]
    every = [("", _("All clauses")), *named, (WHOLE, _("The whole text"))]
    return [Option(value, text, asked_for.clause == value) for value, text in every]


def order_options(asked_for: Finding) -> list[Option]:
    """Return the orders to choose from."""
    return [
        Option("", _("Newest first"), not asked_for.oldest),
        Option("oldest", _("Oldest first"), asked_for.oldest),
    ]

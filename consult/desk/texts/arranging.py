"""What the buttons of the clauses' form do: everything typed is saved, and then the clauses are arranged."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from consult.desk.scope import to_draft
from consult.desk.texts.forms import TextForm
from consult.texts import services
from consult.texts.services import moved
from consult.web.identity import signed_in_actor


def carry_out(session: Session, version_id: int, form: TextForm) -> str:
    """Save the clauses that were typed, do what the pressed button says, and return where that leads.

    Raises what the services do; nothing is saved then.
    """
    version, drafter = to_draft(session, version_id)
    verb, number = form.pressed()
    clauses, seen = form.wordings, form.seen.data or ""
    # As they were typed: the services number them as they are arranged.
    services.check_words(clauses)
    place = None if verb == "back" else form.place_of(number)
    if verb == "back":
        place = services.bring_clause_back(
            session, actor=signed_in_actor(), version=version, drafter=drafter, clauses=clauses, clause_id=number,
            seen=seen,
        )  # fmt: skip
    elif verb == "join" and place is not None:
        services.join_with_next(
            session, actor=signed_in_actor(), version=version, drafter=drafter, clauses=clauses, index=place,
            seen=seen,
        )  # fmt: skip
    else:
        if verb in _STEPS and place is not None:
            clauses = moved(clauses, place, _STEPS[verb])
            place = min(max(place + _STEPS[verb], 0), len(clauses) - 1)
        elif verb == "drop" and place is not None:
            del clauses[place]
        services.save_clauses(
            session, actor=signed_in_actor(), version=version, drafter=drafter, clauses=clauses, seen=seen
        )
    if verb == "split" and place is not None:
        return url_for("desk.split_clause", version_id=version_id, clause_id=version.clauses[place].clause_id)
    return _page_at(version_id, verb, place)


_STEPS = {"up": -1, "down": 1}


def _page_at(version_id: int, verb: str, place: int | None) -> str:
    """Return the address of the form, at the clause that was worked on; with a blank one after it to ``add``."""
    if verb == "save" or place is None:
        return url_for("desk.text", version_id=version_id)
    if verb == "add":
        after = place + 2
        return url_for("desk.text", version_id=version_id, add=after, _anchor=f"clause-{after}")
    return url_for("desk.text", version_id=version_id, _anchor=f"clause-{place + 1}")

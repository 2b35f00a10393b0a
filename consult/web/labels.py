"""The interface's words for the domain's values: one list, so that a thing has one name everywhere."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

LABELS: dict[str, dict[str, object]] = {
    "state": {
        "draft": _l("Draft"),
        "announced": _l("Opens soon"),
        "open": _l("Open now"),
        "closed": _l("Closed, being answered"),
        "answered": _l("Answered"),
        "cancelled": _l("Cancelled"),
    },
    "stance": {
        "support": _l("in favour"),
        "reservations": _l("with reservations"),
        "oppose": _l("against"),
        "neutral": _l("neutral"),
    },
    "kind": {"comment": _l("comment"), "reply": _l("reply"), "proposal": _l("proposal")},
    "status": {
        "held": _l("Held for review"),
        "published": _l("Published"),
        "hidden": _l("Hidden by rule"),
        "withdrawn": _l("Withdrawn by its author"),
        "erased": _l("Erased"),
    },
    "outcome": {
        "accepted": _l("Accepted"),
        "accepted_in_part": _l("Accepted in part"),
        "noted_for_later": _l("Noted for later"),
        "not_accepted": _l("Not accepted"),
        "out_of_scope": _l("Out of scope"),
    },
    "level": {
        "inform": _l("Inform"),
        "consult": _l("Consult the public"),
        "involve": _l("Involve"),
        "collaborate": _l("Collaborate"),
        "empower": _l("Empower"),
    },
    "choice": {"agree": _l("Agree"), "disagree": _l("Disagree"), "pass": _l("Pass")},
    "milestone": {
        "not_started": _l("not started"),
        "in_progress": _l("in progress"),
        "completed": _l("completed"),
    },
    "act": {
        "drafted": _l("Drafted"),
        "announced": _l("Announced"),
        "extended": _l("Extended"),
        "corrected": _l("Corrected"),
        "cancelled": _l("Cancelled"),
        "answered": _l("Answer published"),
    },
    "decision": {"hide": _l("Hidden"), "restore": _l("Restored")},
    "rule": {
        "1": _l("obscene language"),
        "2": _l("threats or defamation"),
        "3": _l("hate speech"),
        "4": _l("personal data about somebody else"),
        "5": _l("unlawful content"),
        "6": _l("advertising"),
        "7": _l("off topic"),
        "8": _l("repeated text"),
    },
    "role": {
        "participant": _l("participant"),
        "representative": _l("organisation representative"),
        "officer": _l("agency officer"),
        "moderator": _l("moderator"),
        "publisher": _l("publisher"),
        "coordinator": _l("plan coordinator"),
        "auditor": _l("auditor"),
        "administrator": _l("administrator"),
    },
    "organisation": {
        "agency": _l("government body"),
        "municipality": _l("municipality"),
        "independent": _l("independent body"),
        "civil_society": _l("civil society organisation"),
        "women": _l("women's organisation"),
        "youth": _l("youth body"),
        "union": _l("union"),
        "chamber": _l("chamber"),
        "private": _l("private sector"),
        "academia": _l("academic body"),
    },
}


def label(kind: str, value: object) -> str:
    """Return the word for ``value`` of this kind, in the page's language. Raises KeyError for what has none."""
    return str(LABELS[kind][str(value)])

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
    "kind": {
        "comment": _l("comment"),
        "reply": _l("reply"),
        "proposal": _l("proposal"),
        "clarification": _l("official clarification"),
    },
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
    "family": {
        "challenge": _l("Challenges that it answers"),
        "principle": _l("Principles that it serves"),
        "area": _l("Areas that it cuts across"),
    },
    "challenge": {
        "services": _l("Improving public services"),
        "integrity": _l("Increasing public integrity"),
        "resources": _l("Managing public resources more effectively"),
        "safety": _l("Creating safer communities"),
        "corporate": _l("Increasing corporate accountability"),
    },
    "principle": {
        "information": _l("Access to information"),
        "accountability": _l("Accountability"),
        "participation": _l("Public participation"),
        "technology": _l("Openness to technology and innovation"),
    },
    "area": {
        "education": _l("Education"),
        "anti_corruption": _l("Fighting corruption"),
        "civic_space": _l("Civic space and enabling environment"),
        "gender": _l("Gender"),
        "health": _l("Health"),
        "less_advantaged": _l("Less advantaged communities"),
        "natural_resources": _l("Natural resources"),
    },
    "act": {
        "drafted": _l("Drafted"),
        "announced": _l("Announced"),
        "extended": _l("Extended"),
        "corrected": _l("Corrected"),
        "cancelled": _l("Cancelled"),
        "answered": _l("Answer published"),
    },
    "decision": {"hide": _l("Hidden"), "restore": _l("Restored"), "erase": _l("Erased")},
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
    "account_act": {
        "granted": _l("Role granted"),
        "grant-ended": _l("Role ended"),
        "suspended": _l("Account suspended"),
        "readmitted": _l("Account readmitted"),
        "identity-seen": _l("Identity looked up"),
        "password-changed": _l("Password changed"),
        "address-changed": _l("Address changed"),
    },
    "standing": {
        "applied": _l("Waits to be verified"),
        "verified": _l("Verified"),
        "refused": _l("Refused"),
        "ended": _l("Its standing has ended"),
    },
    "organisations": {
        "agency": _l("Government bodies"),
        "municipality": _l("Municipalities"),
        "independent": _l("Independent bodies"),
        "civil_society": _l("Civil society organisations"),
        "women": _l("Women’s organisations"),
        "youth": _l("Youth bodies"),
        "union": _l("Unions"),
        "chamber": _l("Chambers"),
        "private": _l("Private sector"),
        "academia": _l("Academic bodies"),
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

"""Words for plans: texts, milestones, what a commitment belongs to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "text-without-clauses": _l("Write at least one clause."),
    "text-is-published": _l("This text is published and does not change. Begin a new version."),
    "text-moved-on": _l(
        "A later version of this text was published after this one was begun. "
        "Begin a new version, which starts from it."
    ),
    "clause-gone": _l(
        "An answer changes a clause that the newest version of the text no longer has. "
        "Take that change out of the answer."
    ),
    "day-to-come": _l("Choose today or an earlier day."),
}
LABELS = {
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
}

"""Words for participation: its processes, and what the levels mean."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "promise-without-level": _l("Choose the level that these words promise."),
    "level-says-nothing": _l("Say which level is promised or was reached, or what shows it."),
    "reached-not-yet": _l(
        "People still take part. Say which level was reached once the consultation has closed."
    ),
}
LABELS = {
    "process": {
        "co-creation": _l("Making the plan"),
        "plan": _l("The plan as a whole"),
        "consultation": _l("Consultation"),
    },
    "level-meaning": {
        "inform": _l("We publish what was decided."),
        "consult": _l("We hear your view on a written text, and answer."),
        "involve": _l("We work with your concerns all the way."),
        "collaborate": _l(
            "We write it with you, take in your proposals as far as we can, and give reasons for whatever we leave out."
        ),
        "empower": _l("The decision is yours, and we are bound by it."),
    },
}

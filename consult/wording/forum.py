"""Words for the forum."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "before-it-began": _l("The seat began later. Write a day from then on."),
    "seat-ended-otherwise": _l(
        "Somebody ended this seat meanwhile, otherwise than you wrote. How it ended stands here."
    ),
}
LABELS = {
    "sector": {
        "government": _l("Government bodies"),
        "independent": _l("Independent bodies"),
        "municipality": _l("Municipalities"),
        "civil-society": _l("Civil society"),
        "private": _l("Private sector"),
        "academia": _l("Universities and research"),
    },
}

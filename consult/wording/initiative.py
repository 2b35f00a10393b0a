"""Words for the page on the initiative."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "edited-meanwhile:own": _l(
        "You saved this yourself since this page was opened: %(at)s. Both texts stand below."
    ),
    "edited-meanwhile:others": _l(
        "Somebody else saved this while you were writing: %(at)s. Both texts stand below."
    ),
    "edited-meanwhile:withdrawn": _l(
        "This was taken away while you were writing: %(at)s. Your words stand below, and saving adds it again."
    ),
    "place-unfit": _l("Write a number from 1 to %(most)s."),
    "source-url-unfit": _l("Write an address of the web, such as https://example.org/page."),
    "initiative-empty": _l("No section says anything yet. Write one first."),
    "initiative-moved": _l(
        "Somebody changed the draft meanwhile. Look at it as it stands now, then publish it."
    ),
}
LABELS = {
    "shape": {
        "facts": _l("Facts, each with its source beside it"),
        "steps": _l("Steps, numbered in their order"),
        "terms": _l("Terms and what they mean"),
    },
}

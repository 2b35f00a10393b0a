"""Words for moderation: decisions and their rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

LABELS = {
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
}

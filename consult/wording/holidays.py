"""Words for holidays."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "holiday-there": _l("A holiday stands on this day already. Edit that one, or choose another day."),
}

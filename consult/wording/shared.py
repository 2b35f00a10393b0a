"""What any form may have to be told, whatever it is about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "write-this": _l("Write this: it cannot be left empty."),
    "refused-marks": _l(
        "Hidden marks stand in these words, which turn the direction of what is around them or steer a device. They "
        "often come with what is copied from a chat. Remove them with the button here, look at the result and send it."
    ),
    "too-long": _l("This is too long: at most %(most)s characters."),
    "marks-piled": _l("More than %(most)s marks stand on one letter here. Take some of them away."),
    "choose-one": _l("Choose one of these."),
    "reason-short": _l("Say a little more: at least %(least)s characters."),
    "write-either": _l("Write this in one language at least."),
    "edited-meanwhile": _l("Somebody else saved this while you were writing. Both texts stand below."),
    "already-decided": _l("This was decided already. The log shows how."),
    "already-done": _l("This was done already. The log shows when."),
    "try-again": _l("Somebody did the same at this very moment. Send it again."),
}

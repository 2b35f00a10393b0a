"""The name that a file came with, as it may stand in a header and on somebody's disk."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from consult.shared.text import clean_line, without_refused_marks

# In bytes of UTF-8: with its number and its ending there is room for it on every disk (255).
MOST = 180
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*%\x00-\x1f\x7f]+')


def stem_of(typed: str) -> str:
    """Return the name of a file without folders, ending, and marks that steer what shows it; it may be empty."""
    last = re.split(r"[/\\]", typed[-2000:])[-1]
    words = clean_line(without_refused_marks(_NOT_IN_A_NAME.sub(" ", last)))
    stem, dot, ending = words.rpartition(".")
    if not dot or len(ending) > 8 or " " in ending:  # noqa: PLR2004 - no ending of a file is longer
        stem = words
    return shortened(unicodedata.normalize("NFC", stem.strip(". ")))


def shortened(name: str, most: int = MOST) -> str:
    """Return what there is room for of a name, no letter cut from its marks."""
    if len(name.encode()) <= most:
        return name
    cut = name.encode()[:most].decode(errors="ignore")
    rest = name[len(cut) :]
    while cut and rest and unicodedata.combining(rest[0]):
        rest, cut = cut[-1] + rest, cut[:-1]
    return cut.rstrip(" .-_")


def disposition(how: str, *, plain: str, name: str) -> str:
    """Return the header by which a file is shown or kept: ``name`` in UTF-8, ``plain`` for what reads only ASCII."""
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

"""The size of a file as people write it: ``19.26 KB``, in digits of either kind, with the unit in Arabic or English."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from consult.shared.text import clean_line, western_digits

# No file that a source names is larger.
MOST_SIZE: Final = 1024**4
_LONGEST: Final = 40
# The Arabic decimal and thousands separators.
_SEPARATORS: Final = {0x66B: ".", 0x66C: ","}
_UNITS: Final = {
    **dict.fromkeys(("b", "byte", "bytes", "بايت"), 1),
    **dict.fromkeys(("k", "kb", "kib", "kilobyte", "kilobytes", "كيلوبايت", "كيلو بايت", "ك.ب", "كب"), 1024),
    **dict.fromkeys(
        ("m", "mb", "mib", "megabyte", "megabytes", "ميغابايت", "ميجابايت", "ميغا بايت", "ميجا بايت", "م.ب", "مب"),
        1024**2,
    ),
    **dict.fromkeys(
        ("g", "gb", "gib", "gigabyte", "gigabytes", "غيغابايت", "جيجابايت", "غيغا بايت", "جيجا بايت", "غ.ب"), 1024**3
    ),
}  # fmt: skip
_SIZE: Final = re.compile(r"(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,6}))? ?(\D{1,12})")


def read_size(typed: str) -> int | None:
    """Return the bytes that ``typed`` means, 19722 for ``19.26 KB`` in either digits; None where it means none.

    A number without its unit means none: it could be of bytes or of kilobytes.
    """
    line = western_digits(clean_line(typed)).translate(_SEPARATORS)
    found = _SIZE.fullmatch(line) if len(line) <= _LONGEST else None
    unit = _UNITS.get(found[3].strip().rstrip(".").casefold()) if found else None
    if found is None or unit is None:
        return None
    size = round(Decimal(f"{found[1].replace(',', '')}.{found[2] or 0}") * unit)
    return size if 0 < size <= MOST_SIZE else None

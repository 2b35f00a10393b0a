"""Verify what was said on a consultation from its open file alone. Needs Python 3.9 or newer, and nothing else.

    python3 verify_receipts.py FILE.csv          or FILE.jsonl
    python3 verify_receipts.py FILE.csv V-2026-0418 V-2026-0419

Of each row it computes the fingerprint anew, from the salt and the words in the row, and says whether it is the one
that stands there: compare that one with your receipt. Rows whose words are not shown any more cannot be computed; they
say so. The exit status is 0 where every row fits, 1 where one does not, 2 where the file cannot be read.

In the CSV an apostrophe stands before what a spreadsheet would take for a formula. It is taken away here: the one at
the beginning of a cell, where after any apostrophes a sign (= + - @, or their full-width forms) follows, blanks set
aside, or a tab or line end; and the one after a semicolon, tab or line end and blanks, where after any further
apostrophes such a sign follows and then neither a blank nor a bracket. What was typed there itself has one more.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

VERSION = "1"
# What the fingerprint covers, in this order, and the column that it stands in.
FIELDS = {
    "reference": "reference", "received": "received_at", "consultation": "consultation", "kind": "kind",
    "about": "about", "language": "language", "stance": "stance", "title": "title", "problem": "problem",
    "body": "text",
}  # fmt: skip
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_UNSEEN = "\\s\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069"
_FIRST = re.compile(f"\\A'(?='*(?:[{_UNSEEN}]*[{_SIGNS}]|[\\t\\r\\n]))")
_INNER = re.compile(f"([;\\t\\r\\n][^\\S;\\t\\r\\n]*)'(?='*[{_SIGNS}][^\\s)(])")


def typed(cell: str) -> str:
    """Return what was typed, from a cell of the CSV."""
    return _INNER.sub(r"\1", _FIRST.sub("", cell))


def fingerprint(row: dict[str, str]) -> str:
    """Return the fingerprint of a row: SHA-256 over the version, the salt, and each field with its length in bytes."""
    text = b""
    for name, column in FIELDS.items():
        value = unicodedata.normalize("NFC", row[column].replace("\r\n", "\n").replace("\r", "\n")).encode()
        text += f"{name} {len(value)}\n".encode() + value + b"\n"
    return hashlib.sha256(bytes([int(VERSION)]) + bytes.fromhex(row["salt"]) + text).hexdigest()


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of an open file, each value as text, as it was typed."""
    csv.field_size_limit(2**24)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        if path.suffix == ".csv":
            for row in csv.DictReader(lines, strict=True):
                yield {name: typed(value) for name, value in row.items()}
        else:
            for line in lines:
                yield {name: "" if value is None else str(value) for name, value in json.loads(line).items()}


def verdict(row: dict[str, str]) -> str:
    """Return what is to be said of a row: fits, does not fit, withheld, or of an unknown version."""
    if not row["salt"]:
        return "withheld"
    if row["fingerprint_version"] != VERSION:
        return "unknown version"
    return "fits" if fingerprint(row) == row["fingerprint"] else "DOES NOT FIT"


def main(arguments: Sequence[str]) -> int:
    """Say of each row, or of those that are named, whether it fits; return the exit status."""
    if not arguments:
        sys.stderr.write(__doc__ or "")
        return 2
    wanted, failed, missing = set(arguments[1:]), 0, set(arguments[1:])
    try:
        for row in rows(Path(arguments[0])):
            missing.discard(row["reference"])
            if wanted and row["reference"] not in wanted:
                continue
            said = verdict(row)
            failed += said not in {"fits", "withheld"}
            sys.stdout.write(f"{row['reference']} {said} {row['fingerprint']}\n")
    except (OSError, ValueError, KeyError, AttributeError, csv.Error) as unreadable:
        sys.stderr.write(f"This file cannot be read: {unreadable!r}\n")
        return 2
    for reference in sorted(missing):
        sys.stdout.write(f"{reference} is not in this file\n")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

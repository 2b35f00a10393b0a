"""Verify what was said on a consultation from its open file alone. Needs Python 3.9 or newer, and nothing else.

    python3 verify_receipts.py FILE.csv          or FILE.jsonl
    python3 verify_receipts.py FILE.csv V-2026-0418 V-2026-0419

Of each row it computes the fingerprint anew, from the salt and the words in the row, and says whether it is the one
that stands there: compare that one with your receipt. Rows whose words are not shown any more cannot be computed; they
say so. The last line counts. The exit status is 0 where every row fits or is withheld, 1 where one does not fit, 2
where the file cannot be read or holds no row. A fingerprint of version 1 covers the words, where the author stands and
what they are about; one of version 2 also the activity and the subject, the number of the revision, the name shown,
the organisation, the channel on which it came and details that an activity adds. The clause and what is replied to are
compared with what it covers of them. None covers votes, translations or answers, what clauses and organisations are
called, or whether something came late.

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
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

# What the fingerprint covers, by its version: the fields in their order, and the column that each stands in.
FIRST = {
    "reference": "reference", "received": "received_at", "consultation": "consultation", "kind": "kind",
    "about": "about", "language": "language", "stance": "stance", "title": "title", "problem": "problem",
    "body": "text",
}  # fmt: skip
FIELDS = {
    "1": FIRST,
    "2": {
        **FIRST, "activity": "activity", "subject": "subject", "revision": "revision", "name": "shown_name",
        "organisation": "organisation", "channel": "channel", "details": "details",
    },
}  # fmt: skip
# What a row that is not shown has lost.
WORDS = ("title", "problem", "text", "shown_name", "organisation", "details")
SHOWN = "published"
SALT = "[0-9a-f]{32}"
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_UNSEEN = "\\s\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069"
_FIRST = re.compile(f"\\A'(?='*(?:[{_UNSEEN}]*[{_SIGNS}]|[\\t\\r\\n]))")
_INNER = re.compile(f"([;\\t\\r\\n][^\\S;\\t\\r\\n]*)'(?='*[{_SIGNS}][^\\s)(])")


def typed(cell: str) -> str:
    """Return what was typed, from a cell of the CSV."""
    return _INNER.sub(r"\1", _FIRST.sub("", cell))


def fingerprint(row: dict[str, str]) -> str:
    """Return the fingerprint of a row: SHA-256 over the version, the salt, and each field with its length in bytes."""
    text, version = b"", row["fingerprint_version"]
    for name, column in FIELDS[version].items():
        value = unicodedata.normalize("NFC", row[column].replace("\r\n", "\n").replace("\r", "\n")).encode()
        text += f"{name} {len(value)}\n".encode() + value + b"\n"
    return hashlib.sha256(bytes([int(version)]) + bytes.fromhex(row["salt"]) + text).hexdigest()


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of an open file, each value as text, as it was typed."""
    csv.field_size_limit(2**24)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        if path.suffix.lower() == ".csv":
            reader = csv.DictReader(lines, strict=True)
            once([(name, "") for name in reader.fieldnames or ()])
            for row in reader:
                if None in row or None in row.values():
                    raise ValueError(f"line {reader.line_num} has more or fewer cells than the first")
                yield {name: typed(value) for name, value in row.items()}
        else:
            for line in filter(str.strip, lines):
                row = json.loads(line, object_pairs_hook=once)
                yield {name: "" if value is None else str(value) for name, value in row.items()}


def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs as a dictionary; ValueError for a name that stands twice: which of the two would be checked?"""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def placed(row: dict[str, str]) -> bool:
    """Whether the columns that say where something was said are what the fingerprint covers of it."""
    reply, clause = row["in_reply_to"], row["clause_id"]
    if reply and reply != row["about"]:
        return False
    if row["fingerprint_version"] == "1" and reply:
        # It covers what is answered, and not again what that is about.
        return True
    where = " " + row["about" if row["fingerprint_version"] == "1" else "subject"]
    return where.endswith(f" clause {clause}") if clause else " clause " not in where


def verdict(row: dict[str, str]) -> str:
    """Return what is to be said of a row: fits, does not fit, withheld, or of an unknown version."""
    if row["status"] != SHOWN and not row["salt"] and not any(row.get(name) for name in WORDS):
        return "withheld"
    if not re.fullmatch(SALT, row["salt"]):
        return "DOES NOT FIT"
    if row["fingerprint_version"] not in FIELDS:
        return "unknown version"
    return "fits" if placed(row) and fingerprint(row) == row["fingerprint"] else "DOES NOT FIT"


def main(arguments: Sequence[str]) -> int:
    """Say of each row, or of those that are named, whether it fits; return the exit status."""
    if not arguments:
        sys.stderr.write(__doc__ or "")
        return 2
    wanted, missing = set(arguments[1:]), set(arguments[1:])
    verdicts: Counter[str] = Counter()
    try:
        for row in rows(Path(arguments[0])):
            missing.discard(row["reference"])
            if wanted and row["reference"] not in wanted:
                continue
            said = verdict(row)
            verdicts[said] += 1
            # In one line, whatever somebody wrote into these cells.
            reference, stands = ascii(row["reference"])[1:-1], ascii(row["fingerprint"])[1:-1]
            sys.stdout.write(f"{reference} {said} {stands}\n")
    except (
        OSError,
        ValueError,
        KeyError,
        AttributeError,
        TypeError,
        RecursionError,
        csv.Error,
    ) as unreadable:
        sys.stderr.write(f"This file cannot be read: {unreadable!r}\n")
        return 2
    for reference in sorted(missing):
        sys.stdout.write(f"{reference} is not in this file\n")
    counts = ", ".join(f"{said}: {number}" for said, number in sorted(verdicts.items()))
    sys.stdout.write(f"{counts or 'No row was checked.'}\n")
    if not verdicts and not missing:
        return 2
    return 1 if missing or set(verdicts) - {"fits", "withheld"} else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

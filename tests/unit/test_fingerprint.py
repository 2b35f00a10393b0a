"""Both versions of the fingerprint agree with vectors that other code computed, and no field changes unnoticed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from consult.public.contributions import verify_receipts
from consult.shared.fingerprint import (
    FIELDS,
    SALT_BYTES,
    VERSION,
    canonical,
    canonical_details,
    facts_of,
    fingerprint,
    new_salt,
    sealed,
)

DOCS = Path(__file__).resolve().parents[2] / "docs"
FILES = {1: "fingerprint-vectors.json", 2: "fingerprint-vectors-2.json"}
# Whoever changes a byte of these, or what they say, changes what receipts that were given out mean.
FIRST_FILE = "ff69f98f4c1d34194dc9129f4d3b2de193edc6fbeb38bb2691b29bd34ec07b6a"
FIRST = (
    "reference", "received", "consultation", "kind", "about", "language", "stance", "title", "problem", "body",
)  # fmt: skip
SECOND = ("activity", "subject", "revision", "name", "organisation", "channel", "details")


def vectors(version: int) -> list[dict[str, Any]]:
    whole = json.loads((DOCS / FILES[version]).read_text(encoding="utf-8"))
    assert whole["version"] == version
    found: list[dict[str, Any]] = whole["vectors"]
    return found


EVERY = [(version, vector) for version in FILES for vector in vectors(version)]
EACH_FIELD = [(version, name) for version, names in FIELDS.items() for name in names]


def print_of(version: int, vector: dict[str, Any], **changed: str) -> str:
    return fingerprint(bytes.fromhex(vector["salt"]), {**vector["fields"], **changed}, version=version)


def test_what_each_version_covers_is_what_it_always_covered() -> None:
    assert {1: FIRST, 2: (*FIRST, *SECOND)} == FIELDS
    assert (VERSION, SALT_BYTES) == (2, 16)
    assert hashlib.sha256((DOCS / FILES[1]).read_bytes()).hexdigest() == FIRST_FILE


@pytest.mark.parametrize(("version", "vector"), EVERY, ids=[f"{v} {each['name']}" for v, each in EVERY])
def test_the_published_vectors_hold(version: int, vector: dict[str, Any]) -> None:
    salt, fields = bytes.fromhex(vector["salt"]), vector["fields"]
    assert canonical(fields, version=version).hex() == vector["canonical"]
    whole = bytes([version]) + salt + bytes.fromhex(vector["canonical"])
    assert sealed(salt, fields, version=version) == whole
    assert fingerprint(salt, fields, version=version) == vector["fingerprint"]
    assert hashlib.sha256(whole).hexdigest() == vector["fingerprint"]


@pytest.mark.parametrize(("version", "name"), EACH_FIELD)
def test_each_field_counts(version: int, name: str) -> None:
    vector = vectors(version)[0]
    assert print_of(version, vector, **{name: vector["fields"][name] + "x"}) != vector["fingerprint"]


@pytest.mark.parametrize(("version", "name"), EACH_FIELD)
def test_no_byte_can_move_from_a_field_to_any_other(version: int, name: str) -> None:
    vector = vectors(version)[0]
    before = FIELDS[version][FIELDS[version].index(name) - 1]
    together = {name: "ab", before: "c"}
    parted = {name: "b", before: "ca"}
    assert print_of(version, vector, **together) != print_of(version, vector, **parted)


@pytest.mark.parametrize("version", FIELDS)
def test_the_same_in_another_field_is_another_print(version: int) -> None:
    vector = vectors(version)[0]
    prints = {print_of(version, vector, **{each: vector["fields"][each] + "1"}) for each in FIELDS[version]}
    assert len(prints) == len(FIELDS[version])


@pytest.mark.parametrize("name", SECOND)
def test_the_first_version_knows_nothing_of_what_the_second_adds(name: str) -> None:
    vector = vectors(1)[0]
    assert print_of(1, vector, **{name: "x"}) == vector["fingerprint"]


def test_a_field_that_is_missing_is_not_taken_for_empty() -> None:
    for version, vector in EVERY:
        for name in FIELDS[version]:
            less = {key: value for key, value in vector["fields"].items() if key != name}
            with pytest.raises(KeyError):
                canonical(less, version=version)


def test_the_same_words_have_another_print_under_another_version() -> None:
    vector = vectors(2)[0]
    assert print_of(1, vector) != print_of(2, vector)


@pytest.mark.parametrize("version", [0, 3])
def test_there_is_no_other_version(version: int) -> None:
    with pytest.raises(KeyError):
        print_of(version, vectors(2)[0])


def test_line_ends_and_forms_of_letters_are_one() -> None:
    vector = vectors(2)[0]
    same = {print_of(2, vector, body=body) for body in ("a\nb\nc", "a\r\nb\r\nc", "a\rb\rc")}
    assert len(same) == 1
    assert print_of(2, vector, name="e\u0301") == print_of(2, vector, name="\u00e9")


def test_the_salt_counts_and_has_sixteen_bytes() -> None:
    fields = vectors(1)[0]["fields"]
    assert len(new_salt()) == 16
    assert fingerprint(new_salt(), fields, version=1) != fingerprint(new_salt(), fields, version=1)
    for wrong in (b"short", bytes(15), bytes(17)):
        with pytest.raises(ValueError, match=r"^a salt has 16 bytes$"):
            sealed(wrong, fields, version=1)


def row_of(version: int, vector: dict[str, Any]) -> dict[str, str]:
    """Return a vector as a row of an open file."""
    columns = verify_receipts.FIELDS[str(version)]
    row = {columns[name]: vector["fields"][name] for name in FIELDS[version]}
    where = row["about"] if version == 1 else row["subject"]
    return {
        **row,
        "status": "published",
        "clause_id": where.rpartition("clause ")[2] if "clause " in where else "",
        "in_reply_to": "" if row["about"].startswith("version ") else row["about"],
        "salt": vector["salt"],
        "fingerprint_version": str(version),
        "fingerprint": vector["fingerprint"],
    }


@pytest.mark.parametrize(("version", "vector"), EVERY, ids=[f"{v} {each['name']}" for v, each in EVERY])
def test_the_program_for_readers_computes_the_same(version: int, vector: dict[str, Any]) -> None:
    row = row_of(version, vector)
    assert verify_receipts.fingerprint(row) == vector["fingerprint"]
    assert verify_receipts.verdict(row) == "fits"
    assert verify_receipts.verdict({**row, "fingerprint_version": "3"}) == "unknown version"
    assert verify_receipts.verdict({**row, "salt": row["salt"][:-1]}) == "DOES NOT FIT"
    for column in verify_receipts.FIELDS[str(version)].values():
        assert verify_receipts.verdict({**row, column: row[column] + "x"}) == "DOES NOT FIT"


def test_the_program_says_what_is_withheld() -> None:
    row = row_of(2, vectors(2)[0])
    said = dict.fromkeys(("title", "problem", "text", "shown_name", "organisation", "details"), "")
    gone = {**row, **said, "salt": "", "status": "hidden"}
    assert verify_receipts.verdict(gone) == "withheld"
    assert verify_receipts.verdict({**gone, "status": "published"}) == "DOES NOT FIT"
    for column in said:
        assert verify_receipts.verdict({**gone, column: "x"}) == "DOES NOT FIT"


def test_the_program_compares_where_something_was_said() -> None:
    for version, vector in EVERY:
        row = row_of(version, vector)
        for column in ("clause_id", "in_reply_to"):
            other = {**row, column: row[column] + "9"}
            replied = version == 1 and column == "clause_id" and row["in_reply_to"]
            assert verify_receipts.verdict(other) == ("fits" if replied else "DOES NOT FIT")


def test_the_program_takes_no_salt_of_another_form() -> None:
    row = row_of(2, vectors(2)[0])
    for salt in (" " * 28 + "0123", "\N{ARABIC-INDIC DIGIT ONE}" * 32, row["salt"].upper() + "0"):
        assert verify_receipts.verdict({**row, "salt": salt}) == "DOES NOT FIT"


def test_facts_are_read_back_as_they_were_sealed() -> None:
    facts = {"place": "الكرك\nnote 3\nabc", "channel-note": "x", "stands-for": "40", "empty": ""}
    written = canonical_details(facts)
    assert written.startswith("channel-note 1\nx\nplace ")
    assert facts_of(written) == {name: value for name, value in facts.items() if value}
    assert canonical_details(dict(reversed(facts.items()))) == written


def test_no_facts_are_sealed_as_nothing() -> None:
    assert canonical_details({}) == ""
    assert facts_of("") == facts_of(None) == {}

"""The fingerprint agrees with vectors that other code computed, and no field can change unnoticed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consult.shared.fingerprint import FIELDS, canonical, fingerprint, new_salt, sealed

VECTORS = Path(__file__).resolve().parents[2] / "docs" / "fingerprint-vectors.json"


def vectors() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    return found


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: str(vector["name"]))
def test_the_published_vectors_hold(vector: dict[str, Any]) -> None:
    assert canonical(vector["fields"]).hex() == vector["canonical"]
    assert fingerprint(bytes.fromhex(vector["salt"]), vector["fields"]) == vector["fingerprint"]


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_counts(name: str) -> None:
    vector = vectors()[0]
    salt = bytes.fromhex(vector["salt"])
    changed = {**vector["fields"], name: vector["fields"][name] + "x"}
    assert fingerprint(salt, changed) != vector["fingerprint"]


def test_words_cannot_move_from_one_field_to_the_next() -> None:
    fields = {**vectors()[0]["fields"], "title": "a", "problem": "bc"}
    moved = {**fields, "title": "ab", "problem": "c"}
    assert canonical(fields) != canonical(moved)


def test_the_salt_counts_and_has_sixteen_bytes() -> None:
    fields = vectors()[0]["fields"]
    assert len(new_salt()) == 16
    assert fingerprint(new_salt(), fields) != fingerprint(new_salt(), fields)
    with pytest.raises(ValueError, match="16 bytes"):
        sealed(b"short", fields)

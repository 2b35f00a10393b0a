"""A reference in a sentence is marked as one, and is copied as it is."""

from __future__ import annotations

import pytest

from consult.web.rendering import bidi_isolate, with_references

MARKED = '<bdi class="code" dir="ltr">V-2026-0001</bdi>'


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (f"رقمها {bidi_isolate('V-2026-0001')}، وصلت الآن.", f"رقمها {MARKED}، وصلت الآن."),
        ("See V-2026-0001 & <b>", f"See {MARKED} &amp; &lt;b&gt;"),
        ("V-2026-0001", MARKED),
        ("V-2026-0001 V-2026-0001.", f"{MARKED} {MARKED}."),
        ("XV-2026-0001, V-2026-0001-2 and V-2026", "XV-2026-0001, V-2026-0001-2 and V-2026"),
        ("", ""),
    ],
)
def test_a_reference_is_marked_and_keeps_its_hyphens(sentence: str, shown: str) -> None:
    assert with_references(sentence) == shown

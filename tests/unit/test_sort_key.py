"""A10: lists for readers are in the order of an Arabic or English index, not of code points."""
# ruff: noqa: RUF001 - digits of the other row are meant.

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared.text import sort_key


@pytest.mark.parametrize(
    "names",
    [
        # Alefs and hamzas at their seats; by code points those with a mark would come before all without.
        ["اتحاد", "أحلام", "إدارة", "آفاق", "ألفة", "أمانة", "بلدية"],
        ["رواد", "رؤوف", "رؤى"],
        # ة at ت, before ث; ى at ي.
        ["بلدة", "بلدة مادبا", "بلدتنا", "بلدي", "بلدى معان", "بلدية"],
        # The article does not count, a word that begins with the same letters does.
        ["ألمانيا", "البلدية", "جمعية", "الصحة", "المياه", "نقابة", "الهيئة"],
        # Harakat, tatweel, signs and digits of either row.
        ["بَلَديّة أ", "بلدية ب", "بلـــدية ج", "«بلدية» د"],
        ["قسم ١", "قسم 2", "قسم ٣"],
        # A shorter name before a longer one that it begins.
        ["دار", "دار معان", "دارنا"],
        # In English, capitals and accents do not count.
        ["a body", "Academy", "Éducation", "elders", "The youth", "Water"],
    ],
)
def test_a10_names_stand_as_in_an_index(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=sort_key) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [("إدارة", "ادارة"), ("مَعَان", "معان"), ("کرمی", "كرمي"), ("الهيئة", "هيئة"), ("Café", "CAFE")],
)
def test_a10_what_an_index_does_not_tell_apart_has_one_key(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other) != ""


@given(st.text())
def test_any_name_has_a_key(name: str) -> None:
    assert isinstance(sort_key(name), str)
    assert sort_key(name) == sort_key(name.strip())

"""A7: every counted message of the Arabic catalogue in its six forms."""

from __future__ import annotations

import gettext
from io import BytesIO

import pytest
from babel import Locale
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo

from tools.catalogues import placeholders, read, sources, strings

# What Unicode's CLDR says of these numbers in Arabic; the millions go with the hundreds.
CATEGORIES = {
    0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 102: "other", 103: "few",
    111: "many", 1000000: "other",
}  # fmt: skip
ORDER = ("zero", "one", "two", "few", "many", "other")
# Counted, but the number stands beside the words, or is not said at all.
WITHOUT_A_NUMBER = {
    "These are published when you confirm", "What you wrote is published. The references are %(references)s.",
    "clauses changed", "contributions", "milestones", "reasoned answers", "themes",
}  # fmt: skip


def compiled(catalogue: object) -> gettext.GNUTranslations:
    """Return a catalogue as the running product reads it."""
    file = BytesIO()
    write_mo(file, catalogue)  # type: ignore[arg-type]  # a catalogue
    file.seek(0)
    return gettext.GNUTranslations(file)


CATALOGUE = read("ar")
ARABIC = compiled(CATALOGUE)
COUNTED = [message for message in CATALOGUE if message.pluralizable and message.id]


def test_a7_the_numbers_have_their_categories() -> None:
    assert {number: Locale("ar").plural_form(number) for number in CATEGORIES} == CATEGORIES


def test_a7_there_are_counted_messages() -> None:
    assert len(COUNTED) > 40


@pytest.mark.parametrize("message", COUNTED, ids=lambda message: sources(message)[1])
def test_a7_every_number_takes_its_form(message: Message) -> None:
    one, many = sources(message)
    for number, category in CATEGORIES.items():
        said = ARABIC.ngettext(one, many, number)
        assert said == strings(message)[ORDER.index(category)]
        values = {name: f"[{name}]" for name in placeholders((one, many))} | {"num": str(number)}
        filled = said % values
        assert "%(" not in filled
        others = placeholders((many,)) - {"num"}
        assert all(f"[{name}]" in filled for name in others), "what else the sentence says is lost"


@pytest.mark.parametrize("message", COUNTED, ids=lambda message: sources(message)[1])
def test_a7_one_and_two_are_words_and_more_are_figures(message: Message) -> None:
    zero, one, two, few, many, other = strings(message)
    counted = "num" in placeholders(sources(message))
    assert counted is (sources(message)[1] not in WITHOUT_A_NUMBER)
    for form in (zero, one, two):
        assert "%(num)s" not in form, "nothing, one and two are said in words"
    for form in (few, many, other):
        assert ("%(num)s" in form) is counted
    assert one != two or not counted, "two has a form of its own"
    assert "" not in (zero, one, two, few, many, other)

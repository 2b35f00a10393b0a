"""The demonstration's content: whole in both languages, every reference resolved, nobody's real name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consult.commands.demonstration import content
from consult.commands.demonstration.content import Content
from consult.contributions.models import Kind, Stance
from consult.moderation.policies import RULES
from consult.outcomes.models import Answer
from consult.plans.models import CODES, Family
from consult.shared.language import language_of
from consult.shared.names import problem_of_name

FILES = sorted((Path(content.__file__).parent / "content").rglob("*.json"))
CONSULTATIONS = content.consultations()
BOTH = {"ar", "en"}
# Words that stand in both languages' texts as they are.
LATIN_IN_ARABIC = ("ogunit@mop.gov.jo",)
each_consultation = pytest.mark.parametrize("given", CONSULTATIONS, ids=lambda given: str(given["slug"]))


def pairs(value: Any) -> Iterator[dict[str, str]]:  # noqa: ANN401 - whatever a file holds
    """Yield every text that is given in both languages."""
    if isinstance(value, dict):
        if set(value) & BOTH:
            yield value
        else:
            for each in value.values():
                yield from pairs(each)
    elif isinstance(value, list):
        for each in value:
            yield from pairs(each)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_word_is_there_in_both_languages_and_in_the_right_one(path: Path) -> None:
    for pair in pairs(json.loads(path.read_text(encoding="utf-8"))):
        assert set(pair) == BOTH
        assert language_of(pair["ar"].replace(*LATIN_IN_ARABIC, "")) == "ar", pair
        assert language_of(pair["en"]) == "en", pair
        assert pair["ar"].strip() == pair["ar"] != ""
        assert "  " not in pair["ar"] + pair["en"]


@each_consultation
def test_every_reference_resolves(given: Content) -> None:
    clauses = {each["key"] for each in given["clauses"]}
    voices = {each["key"]: each for each in given["contributions"]}
    themes = {each["key"] for each in given["themes"]}
    milestones = {each["key"] for each in commitment(given)["milestones"]}
    assert len(voices) == len(given["contributions"])
    for voice in voices.values():
        assert voice["clause"] is None or voice["clause"] in clauses
        assert voice["parent"] is None or voice["parent"] in voices
        assert set(voice.get("themes", ())) <= themes
    assert set(given["votes"]["clauses"]) <= clauses
    assert set(given["votes"]["contributions"]) <= set(voices)
    for theme in given["themes"]:
        cited = {key for point in theme["points"] for key in point["cites"]}
        assert cited <= set(voices)
        if theme["response"]:
            assert {change["clause"] for change in theme["response"]["clause_changes"]} <= clauses
            assert set(theme["response"]["milestones"]) <= milestones


def test_no_two_voices_have_one_key() -> None:
    keys = Counter(voice["key"] for given in CONSULTATIONS for voice in given["contributions"])
    assert keys.most_common(1)[0][1] == 1
    assert all(len(key) < 40 for key in keys)


@each_consultation
def test_every_value_is_one_of_the_domain(given: Content) -> None:
    organisations = {each["slug"] for each in content.read("organisations")}
    assert given["organisation"] in organisations
    assert given["illustrative"] is True
    for voice in given["contributions"]:
        assert voice["kind"] in set(Kind)
        assert voice.get("stance") in {None, *Stance}
        assert voice["lang"] in BOTH
        assert voice["speaker"].get("organisation") in {None, *organisations}
        if "hidden" in voice:
            assert voice["hidden"]["rule"] in RULES
    for theme in given["themes"]:
        assert theme["response"] is None or theme["response"]["outcome"] in set(Answer)


@each_consultation
def test_who_speaks_is_described_and_never_named(given: Content) -> None:
    for voice in given["contributions"]:
        name = voice["speaker"].get("name")
        if name is None:
            continue
        assert problem_of_name(name) is None
        # A role and a place, at least: "a teacher from Ma'an".
        assert len(name.split()) > 1
        assert language_of(name) == voice["lang"]


def test_translations_are_into_the_other_language() -> None:
    translated = [
        voice for given in CONSULTATIONS for voice in given["contributions"] if "translation" in voice
    ]
    assert {voice["lang"] for voice in translated} == BOTH
    for voice in translated:
        words = voice["translation"]
        assert language_of(words["body"]) != voice["lang"]
        assert all(("title" in voice) is ("title" in words) for _ in words)


def test_the_open_question_is_a_conversation() -> None:
    given = next(each for each in CONSULTATIONS if each["slug"] == "large-projects")
    voices = {each["key"]: each for each in given["contributions"]}
    kinds = Counter(each["kind"] for each in voices.values())
    assert len(voices) > 45
    assert kinds[Kind.PROPOSAL] >= 3
    assert kinds[Kind.CLARIFICATION] >= 2
    replies = [each for each in voices.values() if each["kind"] == Kind.REPLY]
    second = [each for each in replies if voices[each["parent"]]["parent"] is not None]
    assert len(replies) >= 12
    assert len(second) >= 4
    assert sum(each["lang"] == "en" for each in voices.values()) >= 8
    assert [each["key"] for each in voices.values() if "hidden" in each] == ["hidden-advertisement"]
    assert [each["key"] for each in voices.values() if "withdrawn" in each] == ["withdrawn-shops"]
    places = " ".join(each["speaker"].get("name", "") for each in voices.values())
    assert all(
        place in places for place in ("معان", "الزرقاء", "المفرق", "إربد", "جرش", "عجلون", "الطفيلة", "السلط")
    )
    stances = {each.get("stance") for each in voices.values()}
    assert set(Stance) <= stances


def test_the_answered_question_has_every_kind_of_answer() -> None:
    given = next(each for each in CONSULTATIONS if "answered" in each["dates"])
    assert {theme["response"]["outcome"] for theme in given["themes"]} == set(Answer)


@pytest.mark.parametrize("plan", ["plan-5", "plan-6"])
def test_each_commitment_is_sorted_by_the_words_of_the_paper(plan: str) -> None:
    rows = content.read(f"commitments-{plan}")
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5, 6]
    for row in rows:
        assert row["labels"]["challenge"]
        for family, codes in row["labels"].items():
            assert set(codes) <= {code.value for code in CODES[Family(family)]}
        assert {milestone["as_of"] for milestone in row["milestones"]} <= {"2023-11-30"}
        assert all(milestone["illustrative"] is True for milestone in row["milestones"])


def test_the_draft_plan_carries_the_titles_over() -> None:
    five, six = (content.read(f"commitments-plan-{number}") for number in (5, 6))
    assert [row["title"] for row in five] == [row["title"] for row in six]
    assert all(row["milestones"] == [] for row in six)
    assert {given["plan"] for given in CONSULTATIONS if "answered" not in given["dates"]} == {"plan-6"}


def commitment(given: Content) -> Content:
    """Return the commitment that a consultation is about."""
    rows = content.read(f"commitments-{given['plan']}")
    return next(dict(row) for row in rows if row["number"] == given["commitment"])

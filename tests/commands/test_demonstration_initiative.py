"""The demonstration's page on the initiative says what the owner's documents say, in their own terms."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.commands.demonstration.content import read
from consult.commands.demonstration.initiative import load_initiative
from consult.desk.initiative.outline import outline
from consult.initiative.queries import content, newest_edition
from consult.initiative.services import FactWords
from consult.initiative.services.facts import MOST_LABEL, MOST_VALUE
from consult.shared.errors import problems_of_words
from consult.web.locale import in_both
from consult.wording import LABELS
from tests.factories.moments import DRAFTED

GIVEN = read("initiative")
SECTIONS = {each["slug"]: each for each in GIVEN["sections"]}
SAID = "\n".join(
    f"{fact['label']['ar']}\n{fact['value']['ar']}" for each in GIVEN["sections"] for fact in each["facts"]
)
# What the documents name of the initiative and of joining it, as they write it.
TERMS = (
    "متعددة الأطراف", "بشكل طوعي", "لجنة توجيهية", "20 سبتمبر / أيلول 2011", "الحكومات التأسيسية الثمانية", "البرازيل",
    "وإندونيسيا", "والمكسيك", "والنرويج", "والفلبين", "وجنوب أفريقيا", "والمملكة المتحدة", "والولايات المتحدة",
    "إعلان الحكومة الشفافة", "الدول المشاركة", "من 8 دول", "78 دولة", "أكثر من 2500 التزام", "معايير الأهلية",
    "مؤشرات موضوعية", "خبراء مستقلين", "الشفافية المالية", "حق الحصول على المعلومات", "الإفصاح عن المعلومات المالية",
    "تمكين المواطنين", "خطاب نية الانضمام", "وزارة مسؤولة", "خطة عمل وطنية", "الإطار الزمني", "عامين اثنين",
    "آلية إعداد التقارير المستقلة", "آلية التقييم المستقلة", "تقارير ذاتية", "المساءلة العامة", "العرائض",
    "محاور تتقاطع",
    "التعليم", "مكافحة الفساد", "الفضاء المدني والبيئة الممكنة", "النوع الاجتماعي", "الصحة", "المجتمعات الأقل حظاً",
    "الموارد الطبيعية", "طموحة", "ذات أولوية للحكومة والمواطن", "منسجمة", "ذكية", "محددة", "قابلة للقياس",
    "واضحة بمسؤولية التطبيق", "ذات علاقة", "محددة الإطار الزمني", "أيلول 2011", "مجلس الوزراء", "رئيس الوزراء",
    "56/10/6/20881", "25/8/2011", "وزارة التخطيط والتعاون الدولي", "ضابط اتصال", "وحدة الحكومة الشفافة", "2018",
    "إدارة المبادرة", "فريق العمل الوطني", "الكرك", "السلط", "تعاون Collaborate", "ogunit@mop.gov.jo", "ogp.gov.jo",
    "مواقع التواصل الاجتماعي", "https://www.opengovpartnership.org/",
)  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_initiative_of_the_demonstration_says_each_term(term: str) -> None:
    assert term in SAID


@pytest.mark.parametrize(
    ("slug", "number"),
    [("joining", 6), ("eligibility", 4), ("challenges", 5), ("principles", 4), ("tests", 8)],
)
def test_initiative_of_the_demonstration_has_every_one_of_what_is_counted(slug: str, number: int) -> None:
    assert len(SECTIONS[slug]["facts"]) == number


def test_initiative_calls_a_thing_by_the_name_that_it_has_everywhere(app: Flask) -> None:
    def names(kind: str) -> list[tuple[str, str]]:
        return [in_both(lambda label=label: str(label)) for label in LABELS[kind].values()]  # type: ignore[misc]

    with app.test_request_context("/ar/"):
        outlined = {each.slug: each for each in outline()}
        families = {
            slug: names(kind) for slug, kind in (("challenges", "challenge"), ("principles", "principle"))
        }
        smart, areas = names("smart"), names("area")
    for slug, expected in families.items():
        told = [(fact["label"]["ar"], fact["label"]["en"]) for fact in SECTIONS[slug]["facts"]]
        assert told == expected == list(outlined[slug].labels)
    told = [(fact["label"]["ar"], fact["label"]["en"]) for fact in SECTIONS["tests"]["facts"]]
    assert told[3:] == smart
    assert told == list(outlined["tests"].labels)
    (all_areas,) = SECTIONS["areas"]["facts"]
    for arabic, english in areas:
        assert f"- {arabic}" in all_areas["value"]["ar"]
        assert f"- {english}" in all_areas["value"]["en"]
    # Whoever begins with the outline finds the headings and fields of the demonstration, and no other names for them.
    assert list(SECTIONS) == list(outlined)
    for slug, each in outlined.items():
        labels = {(fact["label"]["ar"], fact["label"]["en"]) for fact in SECTIONS[slug]["facts"]}
        if slug not in {"our-joining", "contacts"}:
            assert set(each.labels) <= labels, slug


def test_initiative_of_the_demonstration_is_published_whole(session: Session) -> None:
    load_initiative(session, now=DRAFTED)
    edition = newest_edition(session)
    assert edition is not None
    shown = content(session, edition)
    assert [each.section.slug for each in shown] == list(SECTIONS)
    facts = [fact for each in shown for fact in each.facts]
    assert len(facts) == sum(len(each["facts"]) for each in GIVEN["sections"])
    for fact in facts:
        assert fact.source_ar
        assert fact.source_en
        said = {
            name: getattr(fact, name)
            for name in FactWords.__dataclass_fields__
            if name[-3:] in {"_ar", "_en"}
        }
        labels = {name: value for name, value in said.items() if name.startswith("label")}
        assert problems_of_words(labels, most=MOST_LABEL) == []
        assert problems_of_words(said, most=MOST_VALUE) == []
    dated = {fact.source_en: fact.as_of for fact in facts if fact.as_of}
    assert {str(day) for day in dated.values()} == {"2023-10-15"}

"""A name that people have is taken; a claim to an office is not, and neither is a name of a body."""

from __future__ import annotations

import pytest

from consult.shared.names import problem_of_name
from consult.shared.skeletons import skeleton

# ruff: noqa: RUF001 - letters that look alike are what this is about

NAMES = (
    "Saʿd", "Muʼin", "OʼNeil", "Mª", "ʿAbd al-Raḥmān", "Muʾmin", "Maʻan", "O’Neil", "D'Angelo",
    "Mª José", "Nº 5 Reader", "خليل الوزير", "رسمي حمزة", "حمزة رسمي", "رسمية خليل", "رسمي", "رسمية",
    "هند الوزير", "سعاد المحافظ", "حسن المشرف", "مشرف الحربي", "علي مشرفة", "مشرف خليل", "عمر الناشر",
    "ناشر سعيد", "ليلى المدير", "يوسف النائب", "سامي الرئيس", "منى المدقق", "وزير خان", "وزير الدين",
    "وزير محمد", "أمين العلي", "أمينة خليل", "معالي حسن", "سعادة خليل", "دولة محمد", "مختار صالح",
    "أمير الكرك", "حاكم المطيري", "عبد الحكيم محافظة", "ضابط العلي", "نادية الرسمي", "موظفة متقاعدة",
    "ابن الناطق", "عماد الدين", "أم رسمي", "أبو الوزير", "بنت المشرف", "خليل الوزير ٢",
    "Khalil al-Wazir", "Wazir Khan", "Rasmi Hamza", "Thomas Mayor", "Ann Minister", "Luis Governor",
    "Sara Staff", "Peter Officer", "Tom Publisher", "Ministerial Reader", "Adminah Yusuf",
    "Conrad Consulter", "Nora Director", "مواطنة من معان", "قارئة الوزارات", "جارة البحر",
)  # fmt: skip
CLAIMS = (
    "وزير التخطيط", "وزيرة التخطيط", "الوزير", "الوزيرة", "وزير", "الوزير خليل", "معالي الوزير",
    "معالي وزير المياه", "خليل وزير التخطيط", "وزير الأشغال العامة", "الناطق الرسمي", "ناطق رسمي",
    "الناطقة باسم الحكومة", "متحدث رسمي", "المتحدث الرسمي", "الحساب الرسمي", "الصفحة الرسمية",
    "مشرف الموقع", "مشرفة المنصة", "مشرف عام", "المشرف العام", "المشرف خليل", "مشرفة",
    "أحمد مشرف الموقع", "م ش ر ف", "مدير النظام", "مدير عام", "مديرة الموقع", "رئيس الوزراء",
    "رئيس البلدية", "محافظ الكرك", "محافظ إربد", "محافظ العاصمة", "سعادة المحافظ", "نائب رئيس الوزراء",
    "النائب خليل", "ضابط الارتباط", "ضابطة ارتباط", "منسق الخطة", "مدقق", "ناشر", "أمين عام الوزارة",
    "الأمين العام", "وزارة المياه", "حكومة الأردن", "بلدية الكرك", "فريق الإشراف", "الدعم الفني",
    "مجلس النواب", "الديوان الملكي", "جلالة الملك", "إدارة الموقع", "موظف حكومي", "موظفة في الوزارة",
    "Ministry of Planning", "Minister of Planning", "Minister Khalil", "The Minister",
    "Planning Minister", "Prime Minister", "Admin", "Site Admin", "John Admin", "Administrator",
    "4dm1n", "m o d e r a t o r", "The Moderator 2", "Moderator2", "Official Spokesperson",
    "Spokesperson", "Press Officer", "Consult Staff", "Staff", "Mayor of Karak", "Governor of Irbid",
    "Director General", "Royal Court", "Government of Jordan", "Publisher", "Liaison Officer",
    "Support Team",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_people_have_is_taken(name: str) -> None:
    assert problem_of_name(name) is None


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_to_an_office_is_refused(name: str) -> None:
    assert problem_of_name(name) == "name-official"


def test_the_corpus_is_of_some_size() -> None:
    assert len(set(NAMES)) >= 60
    assert len(set(CLAIMS)) >= 60


@pytest.mark.parametrize(
    ("one", "other"), [("Saʿd", "Sad"), ("OʼNeil", "O'Neil"), ("O’Neil", "O'Neil"), ("Muʼin", "Mu'in")]
)  # fmt: skip
def test_signs_of_transcription_make_no_other_name(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("name", ["Wаter", "Sаʿd", "Мª", "aΩʼ", "خليلA"])
def test_letters_of_two_scripts_in_one_word_are_still_refused(name: str) -> None:
    assert problem_of_name(name) == "name-unreadable"

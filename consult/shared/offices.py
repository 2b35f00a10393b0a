"""Claims to an office: a name by which somebody seems to speak for a body or for this site.

A word is no claim by itself, for people are called الوزير, رسمي, Mayor. What counts is where it stands: a title alone
or before a name, an office with what it is over, a name of a body. Words are compared by their skeletons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from consult.shared.skeletons import plain_words, skeleton


def _all(words: str) -> frozenset[str]:
    return frozenset(skeleton(word) for word in words.split())


_THE = skeleton("ال")
# In no person's name.
_NEVER = _all(
    "admin administrator administration moderator moderators moderation webmaster official ministry government "
    "governorate municipality parliament consult استشارة استشارات الإشراف"
)
# Bodies. Without the article one may end a person's name, as محافظة does.
_BODIES = _all("وزارة حكومة بلدية محافظة إدارة")
# Offices. With the article one may end a person's name, without it begin one; a feminine and two plurals go with each.
_OFFICES = _all("وزير محافظ مشرف مدير مدقق ناشر منسق رئيس نائب ناطق متحدث موظف مسؤول مندوب ضابط")
_ENDINGS = ("", skeleton("ة"), skeleton("ون"), skeleton("ين"))
# What an office is over, or what makes it one.
_OVER = _all(
    "الموقع المنصة النظام الخطة الاستشارة الاستشارات الارتباط ارتباط التواصل المحتوى الحسابات الجهة عام عامة العام "
    "العامة رسمي رسمية الرسمي الرسمية حكومي حكومية الحكومة الوزارة البلدية المحافظة الوزراء النواب الأعيان المجلس مجلس "
    "الديوان الدولة الأردن وزير وزارة بلدية حكومة باسم التخطيط المياه الصحة الداخلية الخارجية المالية التربية التعليم "
    "العمل العدل الأوقاف الزراعة الصناعة التجارة النقل الطاقة البيئة السياحة الثقافة الشباب الدفاع الاتصالات الاقتصاد "
    "التنمية الإدارة الأشغال الاستثمار العاصمة عمان إربد الزرقاء البلقاء مادبا الكرك الطفيلة معان "
    "العقبة جرش عجلون المفرق"
)
_MINISTERS = _all("وزير وزيرة")
_HONOURS = _all("معالي سعادة دولة عطوفة سيادة حضرة السيد السيدة")
_OF_FAITH = skeleton("الدين")
_OFFICIAL = _all("الرسمي الرسمية")
_TITLES = _all(
    "officer publisher coordinator auditor minister ministers staff governor mayor spokesperson spokesman spokeswoman "
    "director president premier secretary"
)
_BEFORE_TITLES = _all(
    "the our site chief prime deputy general senior acting press liaison public planning plan finance health education "
    "water interior foreign justice energy transport environment labour labor municipal city"
)
_OF = skeleton("of")
_PHRASES = tuple(
    tuple(plain_words(phrase))
    for phrase in (
        "فريق الدعم", "الدعم الفني", "مجلس النواب", "مجلس الأعيان", "مجلس الوزراء", "الديوان الملكي", "رئاسة الوزراء",
        "الأمين العام", "أمين عام", "جلالة الملك", "جلالة الملكة", "ولي العهد", "support team", "prime ministry",
        "royal court", "independent commission",
    )
)  # fmt: skip


def _forms(roots: Iterable[str]) -> frozenset[str]:
    return frozenset(root + ending for root in roots for ending in _ENDINGS)


_PLAIN = _forms(_OFFICES)
_DEFINITE = frozenset(_THE + form for form in _PLAIN)
_DEFINITE_BODIES = frozenset(_THE + body for body in _BODIES)
# As one word, however it is spaced.
_WHOLE = frozenset({
    *_NEVER, *_BODIES, *_DEFINITE_BODIES, *_PLAIN, *_DEFINITE, *_OFFICIAL, *_TITLES,
    *("".join(phrase) for phrase in _PHRASES),
})  # fmt: skip


def claims_office(words: Sequence[str]) -> bool:
    """Whether a name, given as the skeletons of its words, says that an office speaks."""
    return (
        "".join(words) in _WHOLE
        or bool((_NEVER | _DEFINITE_BODIES).intersection(words))
        or bool(_BODIES.intersection(words[:-1]))
        or any(_holds(words, phrase) for phrase in _PHRASES)
        or _begins_with_office(words)
        or any(_is_claim(one, following) for one, following in pairwise(words))
    )


def _begins_with_office(words: Sequence[str]) -> bool:
    """Whether a title stands before whatever follows."""
    return bool(words) and words[0] in _DEFINITE | _TITLES


def _is_claim(one: str, following: str) -> bool:
    """Whether two words that follow each other make an office."""
    definite = following.startswith(_THE)
    if one in _MINISTERS and definite and following != _OF_FAITH:
        return True
    return (
        (one in _PLAIN | _DEFINITE and following in _OVER)
        or (one in _HONOURS and following in _DEFINITE)
        or (one.startswith(_THE) and following in _OFFICIAL)
        or (one in _BEFORE_TITLES and following in _TITLES)
        or (one in _TITLES and following == _OF)
    )


def _holds(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    length = len(phrase)
    return any(tuple(words[start : start + length]) == phrase for start in range(len(words) - length + 1))

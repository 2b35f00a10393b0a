"""Passwords that are tried first: common ones, repetitions, rows of keys, one's own address. All offline.

The long list is the one that ``zxcvbn`` ships (passwords seen in leaks, and English words by frequency); only its words
are used. The short list adds what it lacks: Arabic words and phrases, and words of this place.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise

from consult.shared.marks import normalised
from consult.shared.text import western_digits

# ruff: noqa: RUF001 - Arabic letters that look like Latin ones
# A part that long is a password of its own, and saying it twice makes it no worse.
_LONGEST_PART = 11
_ROWS = (
    "1234567890", "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلاىةوزظ", "شسيبلاتنمكط", "ضصثقفغعهخحجد", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ", "abcdefghijklmnopqrstuvwxyz",
)  # fmt: skip
_OURS = (
    "كلمة السر", "كلمة المرور", "كلمة مرور", "كلمة سر", "الرقم السري", "رقم سري", "كلمة السر كلمة السر", "سري جدا",
    "بسم الله", "بسم الله الرحمن الرحيم", "الحمد لله", "الحمد لله رب العالمين", "سبحان الله", "سبحان الله وبحمده",
    "الله أكبر", "لا إله إلا الله", "لا إله إلا الله محمد رسول الله", "محمد رسول الله", "صلى الله عليه وسلم",
    "أستغفر الله", "أستغفر الله العظيم", "ما شاء الله", "إن شاء الله", "لا حول ولا قوة إلا بالله", "توكلت على الله",
    "حسبي الله ونعم الوكيل", "اللهم صل على محمد", "اللهم صل على سيدنا محمد", "يا رب العالمين", "رب اغفر لي",
    "السلام عليكم", "السلام عليكم ورحمة الله", "وعليكم السلام", "صباح الخير", "مساء الخير", "أهلا وسهلا", "مرحبا بكم",
    "أنا أحبك", "بحبك يا حبيبتي", "حبيبتي", "حبيبي", "حبيبي يا نور العين", "أمي الحبيبة", "يا حبيبي", "عمري وحياتي",
    "فلسطين حرة", "القدس لنا", "الأردن", "أردني", "الأردن أولا", "الأردن بلدي", "عاش الأردن", "عاش المليك",
    "المملكة الأردنية الهاشمية", "المملكة الأردنية", "الهاشمية", "النشامى", "عمان الأردن", "محافظة العاصمة", "إربد",
    "الزرقاء", "العقبة", "الكرك", "معان", "البلقاء", "عجلون", "المفرق", "الطفيلة", "البترا", "استشارة", "استشارات",
    "استشارة عامة", "استشارات عامة", "منصة الاستشارات", "الحكومة المنفتحة", "الشراكة في الحكومة المنفتحة",
    "وزارة التخطيط", "وزارة التخطيط والتعاون الدولي", "خطة العمل", "خطة العمل الوطنية",
    "consult", "consultation", "public consultation", "public consultations", "jordan", "amman", "amman jordan",
    "hashemite", "hashemite kingdom", "hashemite kingdom of jordan", "open government", "open government partnership",
    "open government unit", "national action plan", "action plan", "ministry of planning", "planning ministry",
    "password", "my password", "this is my password", "passphrase", "let me in please", "change me", "change me please",
    "correct horse battery staple", "allahu akbar", "alhamdulillah", "bismillah", "bismillahirrahmanirrahim",
    "subhanallah", "mashallah", "inshallah", "la ilaha illa allah", "muhammad", "mohammad", "habibi", "habibti",
    "al salam alaikum", "assalamu alaikum", "salam alaikum", "i love you", "i love you so much", "i love my family",
)  # fmt: skip


def is_guessable(password: str, *, email: str = "") -> bool:
    """Whether ``password`` is among those that are tried first, whatever figures and blanks stand around it.

    ``email`` is the address that it is to guard; its part before the @ alone is no password either.
    """
    typed = _folded(password)
    core = _core(typed)
    joined = "".join(typed.split())
    forms = {typed, core, joined, "".join(core.split())}
    own = {
        form for part in (email, email.partition("@")[0]) for form in (_folded(part), _core(_folded(part)))
    }
    return (
        bool(forms & (own - {""}))
        or bool(forms & _common())
        or _letters(typed) in _phrases()
        or any(_repeats(form) or _runs(form) for form in forms if form)
    )  # fmt: skip


def _folded(text: str) -> str:
    """Return ``text`` as it is compared: NFKC, case and tashkeel and tatweel dropped, one alef, figures 0-9."""
    plain = normalised("NFKC", western_digits(text)).casefold()
    plain = "".join(mark for mark in plain if unicodedata.category(mark) not in {"Mn", "Cf"} and mark != "ـ")
    return plain.translate({ord(alef): "ا" for alef in "أإآٱ"}).strip()


def _core(text: str) -> str:
    """Return ``text`` from its first letter to its last one, without the figures and signs around them."""
    places = [place for place, mark in enumerate(text) if mark.isalnum() and not mark.isdecimal()]
    return text[places[0] : places[-1] + 1] if places else ""


def _letters(text: str) -> str:
    """Return its letters alone: a phrase stays the same with points or figures between its words."""
    return "".join(mark for mark in text if mark.isalpha())


@cache
def _phrases() -> frozenset[str]:
    return frozenset(_letters(_folded(phrase)) for phrase in _OURS)


@cache
def _common() -> frozenset[str]:
    # The package builds its guesser when it is imported; nobody pays for that before the first password is chosen.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]  # noqa: PLC0415

    return frozenset((*FREQUENCY_LISTS["passwords"], *FREQUENCY_LISTS["english_wikipedia"]))


def _repeats(text: str) -> bool:
    """Whether ``text`` is one short part said again and again, the last time perhaps cut off."""
    longest = min(len(text) // 2, _LONGEST_PART)
    return any(text[period:] == text[:-period] for period in range(1, longest + 1))


def _runs(text: str) -> bool:
    """Whether ``text`` goes along the alphabet, the figures or the keys, forwards or back."""
    steps = {(ord(after) - ord(before)) for before, after in pairwise(text)}
    figures = (
        {(int(after) - int(before)) % 10 for before, after in pairwise(text)} if text.isdecimal() else {0, 5}
    )
    return (
        (len(text) > 1 and (steps <= {1} or steps <= {-1} or figures in ({1}, {9})))
        or any(text in row + row or text[::-1] in row + row for row in _ROWS)
    )  # fmt: skip

"""Arabic letters in Latin ones, for the addresses of pages: near to how names are written in Jordan.

A table of our own, for no reader reads it back: short vowels are not written in either.
"""
# ruff: noqa: RUF001 - Arabic letters are what this is about

from __future__ import annotations

_LETTERS = (
    "ا:a أ:a إ:i آ:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q ك:k ل:l "
    "م:m ن:n ه:h ة:a و:w ؤ:u ي:y ى:a ئ:e پ:p چ:ch ڤ:v گ:g"
)
_IN_LATIN = {
    ord(arabic): latin for arabic, _colon, latin in (each.partition(":") for each in _LETTERS.split())
}


def in_latin(text: str) -> str:
    """Return ``text`` with each Arabic letter in Latin ones; every other character stays."""
    return text.translate(_IN_LATIN)

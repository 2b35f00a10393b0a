"""A text has the language of its sentence: an address, a name or a quotation in the other script does not turn it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared.language import direction_of, language_of


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("أوافق على هذا البند.", "ar"),
        ("I agree with this clause.", "en"),
        (
            "التفاصيل في https://www.example.org/en/consultations/a-very-long-address-with-many-latin-letters?page=2",
            "ar",
        ),
        ("https://www.example.org/a/b انظروا", "ar"),
        ("راسلوني على participation.officer@ministry-of-planning.example.org", "ar"),
        ("أوافق على Open Government Partnership", "ar"),
        ("Open Government Partnership تقول ذلك", "ar"),
        ("تطبيق WhatsApp وFacebook وTwitter لا يكفي", "ar"),
        ("نريد real time open data", "ar"),
        ("تطبيق mobile app جديد", "ar"),
        ("@OpenGovJordan @MoPIC_Jordan شكرًا", "ar"),
        ("#OpenData #Transparency مطلوبة", "ar"),
        ("بصمة إيصالي a3f9c0d4e5b60718293a4b5c6d7e8f90a3f9c0d4e5b60718293a4b5c6d7e8f90", "ar"),
        ("رقم صوتي V-2026-0418 ولم يصلني رد", "ar"),
        ("The Ministry of Planning (وزارة التخطيط والتعاون الدولي) should answer.", "en"),
        ("I agree with وزارة التخطيط.", "en"),
        ("زوروا The Jordan Times و Bank of Jordan", "ar"),
        ("ورد في المسودة: «The body shall answer every comment within 84 days» وهذا لا يكفي", "ar"),
        ("The draft says “تُنشر الردود خلال ثلاثين يومًا من إغلاق الاستشارة” and that is too late.", "en"),
        ("See https://استشارات.example/ar/نص-المسودة before you answer", "en"),
        ("", "ar"),
        ("2026", "ar"),
        ("👍", "ar"),
        ("؟", "ar"),
        ("ok", "en"),
        ("نعم", "ar"),
        ("Yes", "en"),
        ("Amman", "en"),
        ("https://example.org/page", "en"),
        ("info@example.org", "en"),
        ("خدمة e-government عبر portal واحد", "ar"),
        ("استخدام AI في الرد", "ar"),
        ("نحتاج إلى API موثق (REST, JSON, OAuth 2.0, OpenAPI specification)", "ar"),
        ("We need an API; see قانون ضمان حق الحصول على المعلومات for the details.", "en"),
        ("لَعَلَّ abcde", "ar"),
        ("e", "en"),
        ("COVID-19 أثّر على المدارس", "ar"),
        ("PDF", "en"),
        ("ملف PDF", "ar"),
        ("example.org أفضل", "ar"),
        ("Please publish the minutes of مجلس النواب", "en"),
        ("السيد John Smith من London School of Economics", "ar"),
        ("ana mwafeq 3ala hada", "en"),
        ("ط", "ar"),
        ('"هذا" is not clear to me', "en"),
        ("«هذا النص»", "ar"),
        ("(in brackets only)", "en"),
        ("١٢٣ abc", "en"),
        ("میں اس سے اتفاق کرتا ہوں", "ar"),
        ("ﺃﻭﺍﻓﻖ ﻋﻠﻰ ﺍﻟﻨﺺ", "ar"),
        ("نريد النشر", "ar"),
        ("We want it published", "en"),
        ("نريد OGP", "ar"),
        ("We want النشر", "en"),
        ("ab اب", "ar"),
        ("abc اب", "ar"),
        ("ﻧﺮﻳﺪ a", "ar"),
        ("123 ؟!", "ar"),
    ],
)
def test_the_words_of_the_sentence_decide(typed: str, language: str) -> None:
    assert language_of(typed) == language
    assert direction_of(typed) == {"ar": "rtl", "en": "ltr"}[language]


@pytest.mark.parametrize(
    "added",
    [
        " https://www.example.org/en/consultations/",
        " info@example.org",
        " Open Government Partnership",
        " @OpenGov #OpenData",
        " 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        " V-2026-0418",
        " (as the draft says in its second clause)",
    ],
)
@pytest.mark.parametrize("sentence", ["أوافق", "هل نُشر النص؟", "موافقة"])
def test_nothing_that_is_added_turns_an_arabic_sentence(sentence: str, added: str) -> None:
    assert language_of(sentence + added) == language_of(added.strip() + " " + sentence) == "ar"


@given(st.text())
def test_every_text_has_one_of_two_languages(typed: str) -> None:
    assert language_of(typed) in {"ar", "en"}

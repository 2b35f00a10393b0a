"""What the owner's two documents name: each fact, and the Arabic in which public pages say it.

``S1`` is the ministry's page on the Partnership, ``S2`` the minutes of the national working team of 15 October 2023.
Slips of spelling in them are mended here, a host's name is in Arabic letters, and nothing else is changed. All words of
a fact stand on one page, which is ``page`` where it has to be that one. What the ministry's page can do (rate it, view
and download) is no fact.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.commands import seed_meeting as meeting

MINUTES = f"{meeting.PAGE}minutes/"


class SeedFact(NamedTuple):
    """A fact by its name: the words that say it in Arabic, and the page where it has to be that one."""

    id: str
    words: tuple[str, ...]
    page: str | None = None


def _on(page: str, facts: dict[str, tuple[str, ...]]) -> list[SeedFact]:
    return [SeedFact(name, words, page) for name, words in facts.items()]


# What the initiative is (S1).
_INITIATIVE = {
    "initiative-name": ("مبادرة شراكة الحكومات الشفافة", "Open Government Partnership"),
    "initiative-many-parties": ("متعددة الأطراف",),
    "initiative-purpose": (
        "التزامات ملموسة", "تعزيز الشفافية", "تمكين المواطنين", "محاربة الفساد", "التكنولوجيات الجديدة",
        "الحكم الرشيد", "أصحاب المصلحة",
    ),
    "initiative-voluntary": ("بشكل طوعي",),
    "initiative-steering-committee": ("لجنة توجيهية", "ممثلين عن الحكومات ومنظمات المجتمع المدني"),
    "initiative-launch": ("20 سبتمبر / أيلول 2011",),
    "initiative-founders": (
        "الحكومات التأسيسية الثمانية", "البرازيل", "إندونيسيا", "المكسيك", "النرويج", "الفلبين", "جنوب أفريقيا",
        "المملكة المتحدة", "الولايات المتحدة",
    ),
    "initiative-declaration": ("إعلان الحكومة الشفافة",),
    "initiative-countries": ("الدول المشاركة", "من 8 دول إلى 78 دولة"),
    "initiative-commitments": ("أكثر من 2500 التزام",),
}  # fmt: skip

# How governments join, in six steps (S1), and how Jordan did.
_JOINING = {
    "joining-1-eligibility": ("أولاً", "معايير الأهلية", "أربعة مجالات", "مؤشرات موضوعية", "خبراء مستقلين"),
    "joining-1a-fiscal-transparency": ("الشفافية المالية", "الموازنة العامة في وقتها", "نظام موازنة مفتوح"),
    "joining-1b-access": ("حق الحصول على المعلومات", "قانون يسمح بحق العامة بالحصول على المعلومات"),
    "joining-1c-disclosure": ("الإفصاح عن المعلومات المالية", "كبار الموظفين", "المجالس المنتخبة"),
    "joining-1d-citizens": ("تمكين المواطنين", "صنع السياسات", "حماية الحريات العامة"),
    "joining-2-letter-of-intent": ("ثانياً", "خطاب نية الانضمام", "اللجنة التوجيهية"),
    "joining-3-ministry": ("ثالثاً", "وزارة مسؤولة"),
    "joining-4-plan": ("رابعاً", "خطة عمل وطنية", "عامين اثنين", "الإطار الزمني", "المجتمع المدني والمواطنين وممثليهم"),
    "joining-5-mechanism": ("خامساً", "آلية إعداد التقارير المستقلة", "هيئة مستقلة"),
    "joining-6-self-reports": ("سادساً", "تقارير ذاتية"),
    "jordan-joined": ("أيلول 2011", "مجلس الوزراء", "إدارة المبادرة"),
    "jordan-letter-of-intent": ("رئيس الوزراء", "56/10/6/20881", "25/8/2011"),
}  # fmt: skip

# What commitments answer, serve and have to be (S1).
_TAXONOMIES = {
    "challenge-services": (
        "تحسين الخدمات العامة", "التعليم", "الصحة", "العدالة الجنائية", "المياه", "الكهرباء", "الاتصالات",
        "القطاع الخاص",
    ),
    "challenge-integrity": (
        "زيادة النزاهة العامة", "معالجة الفساد", "الأداء الحكومي", "الحصول على المعلومات", "الإصلاح المالي",
        "حريات المجتمع المدني والإعلام",
    ),
    "challenge-resources": (
        "إدارة الموارد العامة بطريقة أكثر فاعلية", "الموازنة العامة", "العطاءات", "الموارد الطبيعية",
        "المساعدات الدولية",
    ),
    "challenge-safety": (
        "خلق مجتمعات أكثر أماناً", "الأمان العام", "القطاعات الأمنية", "الكوارث والأزمات", "التهديدات البيئية",
    ),
    "challenge-corporate": ("زيادة مساءلة الشركات", "البيئة", "مكافحة الفساد", "حماية المستهلك", "صنع القرار"),
    "principle-information": (
        "إتاحة الوصول إلى المعلومات", "حق الوصول إلى المعلومات", "امتيازاً خاصاً", "اتخاذ القرار الحكومي",
        "كلفة الحصول على المعلومات",
    ),
    "principle-accountability": ("المساءلة", "للتقييم والتدقيق", "مساءلة الحكومة"),
    "principle-participation": (
        "المشاركة الشعبية", "عملية صنع القرار", "مساهمة حقيقية", "حرية التجمع", "حرية التعبير", "العرائض",
        "حرية الصحافة", "تكوين الجمعيات", "قوانين النقابات", "المنظمات غير الحكومية",
    ),
    "principle-technology": (
        "الانفتاح على التكنولوجيا والابتكار", "التكنولوجيا الجديدة", "المشاركة العامة في صنع القرار",
    ),
    "area-education": ("محاور تتقاطع", "التعليم"),
    "area-anti-corruption": ("محاور تتقاطع", "مكافحة الفساد"),
    "area-civic-space": ("محاور تتقاطع", "الفضاء المدني والبيئة الممكنة"),
    "area-gender": ("محاور تتقاطع", "النوع الاجتماعي"),
    "area-health": ("محاور تتقاطع", "الصحة"),
    "area-less-advantaged": ("محاور تتقاطع", "المجتمعات الأقل حظاً"),
    "area-natural-resources": ("محاور تتقاطع", "الموارد الطبيعية"),
    "test-ambitious": ("طموحة",),
    "test-priority": ("ذات أولوية للحكومة والمواطن",),
    "test-consistent": ("منسجمة", "مبادئ الحكومة الشفافة"),
    "test-smart": ("ذكية", "محددة", "قابلة للقياس", "واضحة بمسؤولية التطبيق", "ذات علاقة", "محددة الإطار الزمني"),
}  # fmt: skip

# What the page of the ministry leads to (S1).
_LINKS = {
    "link-official-site": ("الموقع الرسمي لمبادرة شراكة الحكومات الشفافة",),
    "link-jordan-page": ("صفحة المملكة الأردنية الهاشمية على موقع مبادرة شراكة الحكومات الشفافة",),
    "link-social": ("مواقع التواصل الاجتماعي",),
}

_MINISTRY = "صفحة الوزارة عن مبادرة شراكة الحكومات الشفافة"
_MINUTES = "محضر فريق العمل الوطني، 15 تشرين الأول 2023"
_RESOURCES = "بتوفير الدعم والموارد اللازمة لتنفيذه"

# What each plan is: its period and number by each source, and its topics (S1, S2, and the independent mechanism).
_PLANS = [
    *_on("/ar/plans/plan-1/", {
        "plan-1": ("الخطة الوطنية الأولى",),
        "plan-1-period": (f"{_MINISTRY} من 2012 إلى 2013",),
        "plan-1-count": ("من 2012 إلى 2013 31 التزاماً",),
        "plan-1-topics": ("تحسين الخدمات العامة", "زيادة النزاهة العامة", "إدارة أكثر فعالية للموارد العامة"),
    }),
    *_on("/ar/plans/plan-2/", {
        "plan-2": ("الخطة الوطنية الثانية",),
        "plan-2-period": (f"{_MINISTRY} من 2014 إلى 2015",),
        "plan-2-count": ("من 2014 إلى 2015 14 التزاماً",),
        "plan-2-topics": (
            "تعزيز دور وحدات الرقابة الداخلية", "تطوير معايير تقديم الخدمات الحكومية وتطويرها",
            "تطوير الإدارة العامة",
            "تعزيز مبادئ وممارسات الحوكمة الرشيدة في القطاع العام والخاص ومؤسسات المجتمع المدني",
        ),
    }),
    *_on("/ar/plans/plan-3/", {
        "plan-3": ("الخطة الوطنية الثالثة",),
        "plan-3-period": (f"{_MINISTRY} من 2016 إلى 2018",),
        "plan-3-count-of-the-nation": ("10 التزامات (بحسب العدّ الوطني)",),
        "plan-3-count-of-the-mechanism": ("11 التزاماً (بحسب آلية التقييم المستقلة)",),
        "plan-3-topics": (
            "إتاحة الوصول إلى المعلومة", "وصول الأشخاص ذوي الإعاقة إلى النظام القضائي", "تعزيز المشاركة الشعبية",
            "المساءلة العامة", "حوسبة الرعاية الصحية", "تطوير الأطر الناظمة لحرية الإعلام", "الإدارة المحلية",
            "الشفافية المالية",
        ),
    }),
    *_on("/ar/plans/plan-4/", {
        "plan-4": ("الخطة الوطنية الرابعة",),
        "plan-4-period-of-the-ministry": (f"{_MINISTRY} من 2018 إلى 2020 (المدة الأصلية)",),
        "plan-4-period-of-the-minutes": (f"{_MINUTES} من 2018 إلى 2021 (المدة الحالية)",),
        "plan-4-count-of-the-mechanism": ("من 2018 إلى 2021 (المدة الحالية) 5 التزامات (بحسب آلية التقييم المستقلة)",),
        "plan-4-progress-report": (
            "تقرير سير العمل للخطة الوطنية الرابعة لمبادرة شراكة الحكومات الشفافة (غوغل درايف)",
        ),
        "plan-4-video": ("ملخص إعداد الخطة الوطنية الرابعة لمبادرة شراكة الحكومات الشفافة (فيديو قصير)",),
        "plan-4-survey": (
            "تقرير استطلاع أولويات أصحاب المصلحة للخطة الوطنية الرابعة لشراكة الحكومات الشفافة (فيديو)",
        ),
        "plan-4-complaints-platform": ("منصة شكاوى انتهاكات حقوق الإنسان",),
    }),
    *_on("/ar/plans/plan-5/", {
        "plan-5": ("الخطة الوطنية الخامسة",),
        "plan-5-period-of-the-ministry": (f"{_MINISTRY} من 2021 إلى 2023 (المدة الأصلية)",),
        "plan-5-period-of-the-minutes": (f"{_MINUTES} من 2021 إلى 2025 (المدة الحالية)",),
        "plan-5-count": ("من 2021 إلى 2025 (المدة الحالية) 6 التزامات",),
        "plan-5-status-completed": ("المحاور التي تم الانتهاء من تنفيذها بشكل كامل",),
        "plan-5-status-in-progress": ("المحاور قيد التنفيذ",),
        "plan-5-status-not-started": ("المحاور التي لم يبدأ تنفيذها بعد",),
        "plan-5-principles": (
            "المشاركة الشعبية", "إتاحة الوصول إلى المعلومات", "المساءلة العامة",
            "الانفتاح على التكنولوجيا والابتكار لزيادة المساءلة والشفافية",
        ),
        "plan-5-resources": ("قائمة بالموارد المطلوبة",),
        "plan-5-rights-centre-invited": ("دعوة المركز الوطني لحقوق الإنسان إلى مختلف أنشطة الالتزامات",),
        "plan-5-minutes": ("محضر اجتماع فريق العمل الوطني المكلف بإعداد ومتابعة خطط العمل الوطنية",),
    }),
]  # fmt: skip

# The six commitments of the fifth plan, by their exact titles, and what the minutes say of each (S2).
_FIFTH = "/ar/plans/plan-5/commitments"
_COMMITMENTS = [
    *_on(f"{_FIFTH}/1/", {
        "commitment-1": (
            (
                "تحسين الحوكمة بين منظمات المجتمع المدني وحمايتها من مخاطر التعرض للاستغلال في عمليات غسل الأموال "
                "وتمويل الإرهاب"
            ),
        ),
    }),
    *_on(f"{_FIFTH}/2/", {
        "commitment-2": ("تعزيز المشاركة المجتمعية في عملية صنع القرار من خلال الوسائل الإلكترونية",),
        "commitment-2-resources": ("وزارة التخطيط والتعاون الدولي", _RESOURCES, _MINUTES),
        "commitment-2-political-affairs": (
            "مخاطبة وزارة الشؤون السياسية والبرلمانية", "فريق العمل الخاص بتنفيذه", "يتقاطع بشكل رئيسي مع عملها",
        ),
    }),
    *_on(f"{_FIFTH}/3/", {
        "commitment-3": ("تبني سياسات لإدماج النوع الاجتماعي في القطاع العام",),
        "commitment-3-delay": ("التأخير الحاصل في تنفيذه", "تسريع وتيرة العمل"),
        "commitment-3-lead": (
            "مخاطبة اللجنة الوزارية لتمكين المرأة واللجنة الوطنية لشؤون المرأة", "جهته المنفذة الرئيسية",
            "لديها الكادر الكافي المختص",
        ),
        "commitment-3-commission": ("منسقة برامج إدماج النوع الاجتماعي", "التنسيق بشكل وثيق"),
        "commitment-3-not-stated": ("صاحب المهمة وموعدها: لم يذكرهما المحضر",),
    }),
    *_on(f"{_FIFTH}/4/", {
        "commitment-4": ("تعزيز دور الشباب في إعداد وتنفيذ الخطط والاستراتيجيات الحكومية المرتبطة بالشباب",),
    }),
    *_on(f"{_FIFTH}/5/", {"commitment-5": ("تعزيز النزاهة على المستوى الوطني",)}),
    *_on(f"{_FIFTH}/6/", {
        "commitment-6": (
            (
                "إشراك المجتمعات المحلية/أصحاب المصلحة خلال المراحل المختلفة للمشاريع الحكومية الرأسمالية/الاستثمارية "
                "لغايات دعم موائمة واستجابة هذه المشاريع لاحتياجات المجتمعات"
            ),
        ),
        "commitment-6-resources": ("وزارة التخطيط والتعاون الدولي", _RESOURCES, _MINUTES),
    }),
]  # fmt: skip

# The bodies that the two documents name, with what they say of each.
_BODIES = [
    fact
    for slug, words in {
        "mopic": (
            "وزارة التخطيط والتعاون الدولي",
            "ضابط اتصال المملكة الأردنية الهاشمية",
            "وحدة الحكومة الشفافة",
            "منذ العام 2018",
            "القطاع الحكومي بشكل عام",
        ),
        "mofa": ("وزارة الخارجية وشؤون المغتربين", "منصة شكاوى انتهاكات حقوق الإنسان"),
        "nchr": ("المركز الوطني لحقوق الإنسان", "المفوض العام لحقوق الإنسان", "التعاون المشترك خلال التنفيذ"),
        "moppa": ("وزارة الشؤون السياسية والبرلمانية",),
        "gbd": ("دائرة الموازنة العامة",),
        "jiacc": ("هيئة النزاهة ومكافحة الفساد",),
        "all-jordan-youth": ("هيئة شباب كلنا الأردن",),
        "jnfw": ("تجمع لجان المرأة الوطني الأردني", "المنهجية التشاركية"),
        "himam": ("هيئة تنسيق مؤسسات المجتمع المدني «همم»", "تحالف همم", "التعاون المشترك"),
        "jncw": ("اللجنة الوطنية لشؤون المرأة", "الكادر الكافي المختص"),
        "women-empowerment-committee": ("اللجنة الوزارية لتمكين المرأة",),
        "karak-municipality": ("بلدية الكرك", "على المستوى المحلي"),
        "salt-municipality": ("بلدية السلط", "على المستوى المحلي"),
    }.items()
    for fact in _on(f"/ar/organisations/{slug}/", {f"body-{slug}": words})
]

_DOCUMENTS = [
    SeedFact(
        "document-letter", ("كتاب دولة رئيس الوزراء", "56/10/6/20881", "25 آب 2011", "PDF", "19.26 كيلوبايت")
    ),
    SeedFact("document-leaflet", ("منشور وحدة الحكومة الشفافة", "PDF", "2189.91 كيلوبايت")),
    SeedFact("mechanism", ("آلية التقييم المستقلة",)),
    SeedFact("working-team", ("فريق العمل الوطني",)),
    SeedFact("unit-email", ("ogunit@mop.gov.jo",)),
    SeedFact("own-site", ("ogp.gov.jo",), "/ar/plans/plan-5/"),
]

# Whose seats the forum has, by post (S2).
_SEATS: dict[str, tuple[str, ...]] = {
    "post-mofa": ("مدير إدارة حقوق الإنسان",),
    "post-moppa": ("مدير شؤون مؤسسات المجتمع المدني",),
    "post-gbd": ("مدير الدراسات",),
    "post-jiacc": ("رئيس قسم الامتثال",),
    "post-jncw-budget": ("مديرة مشروع الموازنة المستجيبة للنوع الاجتماعي",),
}

# The meeting of 15 October 2023 (S2): on its page, on that of its minutes, where alone names stand, and where else a
# sentence of them stands, with the commitment or the body that it concerns.
_FORUM = [
    *_on(meeting.PAGE, meeting.FACTS),
    *_on(MINUTES, {**meeting.ATTENDEES, **meeting.SAID, **meeting.KINDS, **meeting.ITEMS}),
    *_on(f"{_FIFTH}/2/", {"sentence-commitment-2": meeting.ITEMS["agreed-2-political-affairs"]}),
    *_on(f"{_FIFTH}/3/", {
        "sentence-commitment-3": (meeting.LEADS,), "sentence-commitment-3-delay": meeting.SAID["delay"],
    }),
    *_on(f"{_FIFTH}/6/", {"sentence-commitment-6": meeting.SAID["resources-of-ministry"]}),
    *_on("/ar/organisations/jnfw/", {"sentence-jnfw": meeting.SAID["question"]}),
    *_on("/ar/organisations/karak-municipality/", {"sentence-karak": meeting.SAID["local-level"]}),
    *_on("/ar/organisations/salt-municipality/", {"sentence-salt": meeting.SAID["local-level"]}),
]  # fmt: skip

FACTS = [
    *_on("/ar/about/open-government/", {**_INITIATIVE, **_JOINING, **_TAXONOMIES, **_LINKS}),
    *_PLANS,
    *_COMMITMENTS,
    *_BODIES,
    *_DOCUMENTS,
    *_on("/ar/plans/plan-5/", {"participation-level": ("تعاون Collaborate", "قبل المستوى الأعلى مباشرة")}),
    *_on("/ar/forum/", _SEATS),
    *_FORUM,
]

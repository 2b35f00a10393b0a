"""The columns of a plan's file: a row a milestone, beside what is said of its commitment, as the template has them.

The Partnership's template is a form a commitment whose milestones are the rows of its table, so that a file has one
row a milestone and repeats, or leaves empty, what is said of the commitment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consult.plans.models.families import Family


class CellKind(StrEnum):
    """What stands in the cells of a column; what is ``TOLD`` follows from the record, and is left aside in reading."""

    NUMBER = "number"
    LINE = "line"
    WORDS = "words"
    DAY = "day"
    BODIES = "bodies"
    CODES = "codes"
    STATUS = "status"
    ID = "id"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in open files, its headings in both languages, and others that mean it, in whatever language.

    ``of_milestone``: it says something of a milestone, else of its commitment.
    """

    key: str
    kind: CellKind
    ar: str
    en: str
    also: tuple[str, ...] = ()
    of_milestone: bool = False

    @property
    def in_both(self) -> str:
        """The heading in both languages, on two lines, as it stands in a spreadsheet that people open."""
        return f"{self.ar}\n{self.en}"


def _words(
    key: str, ar: str, en: str, *also: str, kind: CellKind = CellKind.WORDS, of_milestone: bool = False
) -> tuple[Column, Column]:
    """Return the two columns of what is said in both languages; ``also`` are headings that name no language."""
    names = (ar, en, *also)
    return (
        Column(f"{key}_ar", kind, f"{ar} (بالعربية)", f"{en} (Arabic)", names, of_milestone),
        Column(f"{key}_en", kind, f"{ar} (بالإنجليزية)", f"{en} (English)", names, of_milestone),
    )


NUMBER = Column(
    "commitment_number", CellKind.NUMBER, "رقم الالتزام", "Commitment number",
    ("number", "no", "no.", "commitment no", "commitment no.", "commitment id", "id",
     "commitment number and code", "الرقم", "رقم", "م", "الالتزام رقم"),
)  # fmt: skip
COLUMNS: tuple[Column, ...] = (
    NUMBER,
    *_words(
        "title", "عنوان الالتزام", "Commitment title", "title", "commitment", "commitment name", "name of commitment",
        "commitment title and number", "عنوان الالتزام", "العنوان", "الالتزام", "اسم الالتزام", kind=CellKind.LINE,
    ),
    *_words(
        "lead_bodies", "الجهة المنفذة", "Lead bodies", "lead body", "lead implementing agency",
        "lead implementing agency/actor", "lead implementing agencies", "lead agency", "lead institution",
        "lead institutions", "lead organisation", "lead organization", "lead ministry", "responsible institution",
        "responsible institutions", "responsible agency", "implementing agency", "implementing institution",
        "implementing body", "implementing bodies", "lead", "الجهة المنفذة", "الجهات المنفذة", "الجهة المنفذة الرئيسية",
        "الجهات المنفذة الرئيسية", "الجهة المسؤولة", "الجهة القائدة", kind=CellKind.BODIES,
    ),
    *_words(
        "supporting_bodies", "الجهات المساندة", "Supporting bodies", "supporting body", "support institution",
        "support institutions", "support institution(s)", "supporting institution", "supporting institutions",
        "supporting institution(s)", "other actors involved", "supporting actors", "supporting agencies",
        "supporting stakeholders", "other involved actors",
        "الجهات المساندة", "الجهة المساندة", "الجهات الداعمة", "الجهات الشريكة", "الشركاء",
        kind=CellKind.BODIES,
    ),
    Column("starts_on", CellKind.DAY, "بداية الالتزام", "Commitment begins on",
           ("commitment start date", "commitment start", "commitment starts on", "start date of commitment",
            "تاريخ بداية الالتزام", "تاريخ بدء الالتزام")),
    Column("ends_on", CellKind.DAY, "نهاية الالتزام", "Commitment ends on",
           ("commitment end date", "commitment end", "end date of commitment", "تاريخ نهاية الالتزام",
            "تاريخ انتهاء الالتزام")),
    *_words(
        "problem", "المشكلة", "Public problem", "problem", "problem statement", "the problem", "problem definition",
        "what is the public problem that the commitment will address?",
        "what problem does the commitment aim to address?", "المشكلة", "وصف المشكلة", "المشكلة العامة",
    ),
    *_words(
        "what", "ما هو الالتزام", "What the commitment is", "description", "brief description",
        "commitment description", "what is the commitment", "brief description of the commitment",
        "description of commitment", "ما هو الالتزام", "ما هو الالتزام؟", "وصف الالتزام", "الوصف",
    ),
    *_words(
        "how", "كيف يحل الالتزام المشكلة", "How it solves the problem",
        "how will the commitment contribute to solving the public problem?",
        "how will the commitment contribute to solve the public problem?", "how will it solve the problem",
        "commitment theory", "كيف يحل الالتزام المشكلة", "كيف سيسهم الالتزام في حل المشكلة",
        "كيف سيسهم الالتزام في حل المشكلة؟",
    ),
    *_words("information", "صلته بإتاحة المعلومات", "Relevance to access to information", "transparency",
            "access to information", "relevance to transparency", "إتاحة الوصول إلى المعلومات", "الشفافية",
            "صلته بإتاحة المعلومات"),
    *_words("accountability", "صلته بالمساءلة", "Relevance to accountability", "public accountability",
            "accountability", "relevance to public accountability", "المساءلة", "المساءلة العامة", "صلته بالمساءلة"),
    *_words("participation", "صلته بالمشاركة", "Relevance to public participation", "civic participation",
            "public participation", "citizen participation", "relevance to civic participation", "المشاركة الشعبية",
            "المشاركة العامة", "صلته بالمشاركة"),
    *_words("technology", "صلته بالتكنولوجيا والابتكار", "Relevance to technology and innovation",
            "technology and innovation", "technology & innovation", "الانفتاح على التكنولوجيا والابتكار",
            "صلته بالتكنولوجيا والابتكار"),
    Column("challenges", CellKind.CODES, "التحديات", "Challenges", ("challenge", "grand challenge", "ogp challenge",
           "challenge area", "challenge areas", "التحدي")),
    Column("areas", CellKind.CODES, "المجالات المتقاطعة", "Cross-cutting areas",
           ("cross-cutting area", "cross-cutting themes", "cross cutting areas", "policy areas", "policy area",
            "المحاور المتقاطعة", "المجال المتقاطع")),
    Column("open_gov_challenge", CellKind.CODES, "مجالات تحدي الحكومة المنفتحة", "Open Gov Challenge areas",
           ("open gov challenge", "open gov challenge area")),
    *_words("resources", "الموارد", "Resources", "budget", "source of funding", "additional information", "الموارد",
            "الموازنة", "التمويل", "مصدر التمويل"),
    *_words("contact_name", "جهة الاتصال", "Office to ask", "contact", "contact person", "contact name",
            "name of responsible person from implementing agency", "جهة الاتصال", "ضابط الارتباط", "ضابط الاتصال",
            kind=CellKind.LINE),
    Column("contact_email", CellKind.LINE, "البريد الإلكتروني للاتصال", "Contact email",
           ("email", "e-mail", "contact e-mail", "البريد الإلكتروني")),
    Column("contact_phone", CellKind.LINE, "هاتف الاتصال", "Contact telephone",
           ("phone", "telephone", "contact phone", "الهاتف", "رقم الهاتف")),
    Column("milestone_id", CellKind.ID, "معرّف المرحلة", "Milestone id", (), of_milestone=True),
    *_words(
        "milestone_title", "المرحلة", "Milestone", "milestone title", "milestones", "milestone activity",
        "milestone activity with a verifiable deliverable", "verifiable milestone",
        "verifiable and measurable milestones", "verifiable and measurable milestones to fulfill the commitment",
        "activity", "milestone description", "المراحل",
        "عنوان المرحلة", "النشاط", "المحور", "الأنشطة", "المعلم", kind=CellKind.LINE, of_milestone=True,
    ),
    *_words(
        "deliverable", "المخرج الذي يمكن التحقق منه", "Verifiable deliverable", "deliverable", "deliverables",
        "expected output", "expected outputs", "expected deliverable", "output", "outputs", "المخرج", "المخرجات",
        "المخرجات المتوقعة", of_milestone=True,
    ),
    Column("milestone_starts_on", CellKind.DAY, "بداية المرحلة", "Milestone begins on",
           ("milestone start date", "milestone start", "start date", "start", "from", "تاريخ البدء", "تاريخ البداية",
            "تاريخ بداية المرحلة"), of_milestone=True),
    Column("milestone_due_on", CellKind.DAY, "موعد إنجاز المرحلة", "Milestone due on",
           ("milestone end date", "milestone end", "end date", "due date", "deadline", "completion date", "end", "to",
            "due on", "تاريخ الانتهاء", "تاريخ النهاية", "تاريخ الإنجاز", "موعد الإنجاز", "تاريخ نهاية المرحلة"),
           of_milestone=True),
    Column("status", CellKind.STATUS, "حالة المرحلة", "Milestone status",
           ("status", "milestone status", "completion level", "level of completion", "completion", "progress",
            "completion status", "implementation status", "الحالة", "حالة التنفيذ", "مستوى الإنجاز", "حالة الإنجاز"),
           of_milestone=True),
    Column("status_as_of", CellKind.DAY, "الحالة كما في", "Status as of",
           ("as of", "status date", "as of date", "date of status", "reporting date", "كما في", "تاريخ الحالة"),
           of_milestone=True),
    Column("reported_on", CellKind.TOLD, "الالتزام قيد المتابعة", "Commitment is reported on"),
    Column("milestone_state", CellKind.TOLD, "ما أُعلن عن المرحلة", "Declared of the milestone", of_milestone=True),
    Column("illustrative", CellKind.TOLD, "مرحلة توضيحية", "Illustrative milestone", of_milestone=True),
)  # fmt: skip
READ = tuple(column for column in COLUMNS if column.kind is not CellKind.TOLD)
BY_KEY = {column.key: column for column in COLUMNS}
# What a commitment is sorted by, in columns of codes.
LABELLED = {
    "challenges": Family.CHALLENGE,
    "areas": Family.AREA,
    "open_gov_challenge": Family.OPEN_GOV_CHALLENGE,
}

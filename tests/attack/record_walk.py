"""The nasty text through the forms in which the plan record, documents and holidays are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.attack import nasty

if TYPE_CHECKING:
    from tests.attack.test_mended_09_one_nasty_text import Walk

TITLE, TOPICS, REASON = ("title_ar", "title_en"), ("topics_ar", "topics_en"), ("reason_ar", "reason_en")
PROMISE = (
    "problem",
    "what",
    "how",
    "information",
    "accountability",
    "participation",
    "technology",
    "resources",
)
SINCE = {"happened_on": "05/01/2026"}
# What is typed in these and takes no words.
NO_WORDS = {
    "PlanWordsForm": "two forms are made of it, and it is never shown itself",
    "FileForm": nasty.ADDRESS,
    # Shown where a file passes a lead on, which needs a file: ``tests/desk/test_import.py`` sends it, and its words go
    # where those of ``BodyForm`` go, which are sent here.
    ("ConfirmImportForm", "reason_ar"): "as BodyForm", ("ConfirmImportForm", "reason_en"): "as BodyForm",
    ("NewPlanForm", "slug"): nasty.ADDRESS, ("NewPlanForm", "plan_number"): nasty.NUMBER,
    ("SincePlanForm", "happened_on"): nasty.NUMBER, ("ActForm", "happened_on"): nasty.NUMBER,
    ("TitleForm", "happened_on"): nasty.NUMBER, ("BodyForm", "happened_on"): nasty.NUMBER,
    ("StatementForm", "commitment_count"): nasty.NUMBER, ("StatementForm", "dated_on"): nasty.NUMBER,
    ("StatementForm", "start_year"): nasty.NUMBER, ("StatementForm", "end_year"): nasty.NUMBER,
    ("StepForm", "starts_on"): nasty.NUMBER, ("StepForm", "ends_on"): nasty.NUMBER,
    ("NewCommitmentForm", "commitment_number"): nasty.NUMBER,
    ("MilestoneForm", "starts_on"): nasty.NUMBER, ("MilestoneForm", "due_on"): nasty.NUMBER,
    ("TemplateForm", "starts_on"): nasty.NUMBER, ("TemplateForm", "ends_on"): nasty.NUMBER,
    ("TemplateForm", "contact_name_ar"): nasty.NAME, ("TemplateForm", "contact_name_en"): nasty.NAME,
    ("TemplateForm", "contact_email"): nasty.ADDRESS, ("TemplateForm", "contact_phone"): nasty.NUMBER,
    ("NewBodyForm", "name_ar"): nasty.NAME, ("NewBodyForm", "name_en"): nasty.NAME,
    ("NewBodyForm", "slug"): nasty.ADDRESS, ("NewBodyForm", "website"): nasty.ADDRESS,
    ("AboutForm", "website"): nasty.ADDRESS,
    ("NameForm", "name_ar"): nasty.NAME, ("NameForm", "name_en"): nasty.NAME,
    ("NameForm", "happened_on"): nasty.NUMBER,
    ("SiteForm", "name_ar"): nasty.NAME, ("SiteForm", "name_en"): nasty.NAME,
    ("SiteForm", "unit_ar"): nasty.NAME, ("SiteForm", "unit_en"): nasty.NAME,
    ("SiteForm", "email"): nasty.ADDRESS, ("SiteForm", "phone"): nasty.NUMBER, ("SiteForm", "links"): nasty.ADDRESS,
    ("HolidayForm", "day"): nasty.NUMBER,
    ("FactsForm", "reference"): nasty.NAME, ("FactsForm", "issued_on"): nasty.NUMBER,
    ("NewDocumentForm", "reference"): nasty.NAME, ("NewDocumentForm", "issued_on"): nasty.NUMBER,
    ("NewDocumentForm", "said_size"): nasty.NUMBER,
    ("NewDocumentForm", "address"): nasty.ADDRESS, ("NewDocumentForm", "dated_on"): nasty.NUMBER,
}  # fmt: skip


def keep_bodies(walk: Walk) -> None:
    """Enter a public body, and say anew what it is."""
    given = {"name_ar": "بلدية القراء", "name_en": "A town of readers", "slug": "readers", "website": ""}
    walk.put("NewBodyForm", "/en/desk/organisations/new", "coordinator", "desk.new_body", "about_ar", "about_en",
             given=given)  # fmt: skip
    walk.look("nobody", "/organisations/readers/")
    about = "/en/desk/organisations/readers/about"
    walk.put("AboutForm", about, "coordinator", "desk.describe_body", "about_ar", "about_en")
    walk.look("nobody", "/organisations/readers/")


def rename_bodies(walk: Walk) -> None:
    """Record that the body has another name, which is a name, for a reason, which is words."""
    given = {"name_ar": "بلدية القراء الكبرى", "name_en": "A greater town of readers", **SINCE}
    at = "/en/desk/organisations/readers/name"
    walk.put("NameForm", at, "coordinator", "desk.rename_body", *REASON, given=given)
    walk.look("nobody", "/organisations/readers/")
    walk.look("coordinator", "/desk/organisations/readers/name")


def keep_plans(walk: Walk) -> None:
    """Begin a plan; say anew what it is called, what a source says of it, what comes next, and that it is adopted."""
    who, at = "coordinator", "/en/desk/plans/nasty"
    given = {"slug": "nasty", "plan_number": "8"}
    walk.put("NewPlanForm", "/en/desk/plans/new", who, "desk.new_plan", *TITLE, *TOPICS, given=given)
    walk.look(who, "/desk/plans/nasty/")
    walk.put("SincePlanForm", f"{at}/edit", who, "desk.edit_plan", *TITLE, *TOPICS, given=SINCE)
    sources = ("source_ar", "source_en")
    walk.put("StatementForm", f"{at}/statements/new", who, "desk.new_plan_statement", *sources,
             given={"start_year": "2026", "end_year": "2028", "commitment_count": "4"})  # fmt: skip
    walk.put("StepForm", f"{at}/steps/new", who, "desk.new_plan_step", *TITLE, "how_ar", "how_en",
             given={"starts_on": "01/09/2026"})  # fmt: skip
    walk.put("ActForm", f"{at}/act/adopted", who, "desk.plan_act", *REASON, given=SINCE)
    walk.look("nobody", "/plans/nasty/", "/plans/")
    walk.look(who, "/desk/plans/nasty/")


def keep_commitments(walk: Walk) -> None:
    """Begin a commitment; write its template, a milestone, which body supports it, and what it is called since."""
    who, plan = "coordinator", "/en/desk/plans/nasty"
    at = f"{plan}/commitments/1"
    walk.put("NewCommitmentForm", f"{plan}/commitments/new", who, "desk.new_commitment", *TITLE,
             given={"commitment_number": "1"})  # fmt: skip
    walk.look(who, "/desk/plans/nasty/commitments/1/")
    prose = tuple(f"{name}_{lang}" for name in PROMISE for lang in ("ar", "en"))
    walk.put("TemplateForm", f"{at}/template", who, "desk.commitment_template", *prose,
             given={"contact_email": "unit@example.org", "starts_on": "", "ends_on": "", "contact_phone": ""},
             )  # fmt: skip
    deliverable = ("deliverable_ar", "deliverable_en")
    walk.put("MilestoneForm", f"{at}/milestones/new", who, "desk.new_milestone", *TITLE, *deliverable,
             given={"starts_on": "01/09/2026", "due_on": "01/11/2026"})  # fmt: skip
    walk.put(
        "BodyForm",
        f"{at}/body",
        who,
        "desk.commitment_body",
        *REASON,
        "meeting_ar",
        "meeting_en",
        given=SINCE,
    )
    walk.put(
        "TitleForm", f"{at}/title", who, "desk.commitment_title", *TITLE, "note_ar", "note_en", given=SINCE
    )
    walk.look(who, "/desk/plans/nasty/commitments/1/")


def keep_documents(walk: Walk) -> None:
    """Put a document on file, and say anew what it is; enter a holiday."""
    # Every box is ticked, that the file is not at hand as well.
    given = {"address": "", "said_size": "", "issued_on": "", "dated_on": "", "reference": "56/10/6"}
    made = walk.put(
        "NewDocumentForm", "/en/desk/documents/new", "coordinator", "desk.new_document", *TITLE, given=given
    )
    walk.look("coordinator", made.removeprefix("/en"))
    walk.put("FactsForm", f"{made.rstrip('/')}/edit", "coordinator", "desk.edit_document", *TITLE,
             given={"issued_on": ""})  # fmt: skip
    walk.look("nobody", made.removeprefix("/en/desk"))
    names = ("name_ar", "name_en", "source_ar", "source_en")
    walk.put("HolidayForm", "/en/desk/holidays/new", "coordinator", "desk.new_holiday", *names,
             given={"day": "24/12/2026"})  # fmt: skip
    walk.look("coordinator", "/desk/holidays/?year=2026")


def keep_record(walk: Walk) -> None:
    """Send the text through all of them, in the order in which they need one another."""
    keep_bodies(walk)
    rename_bodies(walk)
    keep_plans(walk)
    keep_commitments(walk)
    keep_documents(walk)

"""The nasty text through the forms in which the plan record, documents and holidays are kept, and voices reported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.attack import nasty
from tests.attack.forms import get, send

if TYPE_CHECKING:
    from tests.attack.test_mended_09_one_nasty_text import Walk

PROMISED, EVIDENCE = ("promise_ar", "promise_en"), ("evidence_ar", "evidence_en")
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
# What whoever reported is told by mail.
MAILED = {("AnswerReportsForm", "answer")}
# What is typed in these and takes no words.
NO_WORDS: dict[str | tuple[str, str], str] = {
    # A proposal's own form sends them.
    ("ChangeForm", "title"): "a proposal's", ("ChangeForm", "problem"): "a proposal's",
    "PlanWordsForm": "two forms are made of it, and it is never shown itself",
    "RewordedForm": "the forms of adopted words are made of it, and it is never shown itself",
    "MilestoneWordsForm": "a form of adopted words is made of it, and it is never shown itself",
    ("RewordedTitleForm", "happened_on"): nasty.NUMBER,
    "RewordedMilestoneForm": "of an adoption that was taken back: the fields of two forms that are sent",
    "SeenForm": "the forms of acts are made of it, and it is never shown itself",
    "FileForm": nasty.ADDRESS,
    # Shown where a file passes a lead on, which needs a file: ``tests/desk/test_import.py`` sends it, and its words go
    # where those of ``BodyForm`` go, which are sent here.
    ("ConfirmImportForm", "reason_ar"): "as BodyForm", ("ConfirmImportForm", "reason_en"): "as BodyForm",
    **{
        ("KeyInForm", name): why
        for name, why in {
            "received_on": nasty.NUMBER, "people": nasty.NUMBER, "receipt_to": nasty.ADDRESS, "from_place": nasty.NAME,
            "title": "a proposal's", "problem": "a proposal's",
        }.items()
    },
    **{
        # One line, which ``tests/public/test_declaration.py`` sends: only who speaks for an organisation is asked.
        (form, "interest"): "one line of an organisation"
        for form in (
            "NamedForm", "SpeakingForm", "CommentForm", "ReplyForm", "ProposalForm", "WaitingForm", "ChangeForm",
        )
    },
    ("ToldForm", "told_on"): nasty.NUMBER, ("ToldForm", "told_ar"): nasty.NAME, ("ToldForm", "told_en"): nasty.NAME,
    # Written beside a draft, and read once it is published: ``tests/desk/test_summaries.py`` sends them.
    "SummaryForm": "as ClauseForm",
    ("LevelForm", "evidence_url"): nasty.ADDRESS, ("ReachedForm", "evidence_url"): nasty.ADDRESS,
    ("ConsultationForm", "hold_after"): nasty.NUMBER, ("VoiceReportForm", "answer_to"): nasty.ADDRESS,
    # What is picked in the queue is shown by a press first: ``tests/desk/test_reports.py`` sends it, and its words go
    # where those of ``HideForm`` go.
    ("HideManyForm", "reason_ar"): "as HideForm", ("HideManyForm", "reason_en"): "as HideForm",
    ("NewPlanForm", "slug"): nasty.ADDRESS, ("NewPlanForm", "plan_number"): nasty.NUMBER,
    ("SincePlanForm", "happened_on"): nasty.NUMBER, ("ActForm", "happened_on"): nasty.NUMBER,
    ("TitleForm", "happened_on"): nasty.NUMBER, ("BodyForm", "happened_on"): nasty.NUMBER,
    ("StatementForm", "commitment_count"): nasty.NUMBER, ("StatementForm", "dated_on"): nasty.NUMBER,
    ("StatementForm", "start_year"): nasty.NUMBER, ("StatementForm", "end_year"): nasty.NUMBER,
    ("StepForm", "starts_on"): nasty.NUMBER, ("StepForm", "ends_on"): nasty.NUMBER,
    ("NewCommitmentForm", "commitment_number"): nasty.NUMBER,
    ("MilestoneForm", "starts_on"): nasty.NUMBER, ("MilestoneForm", "due_on"): nasty.NUMBER,
    ("AddedMilestoneForm", "starts_on"): nasty.NUMBER, ("AddedMilestoneForm", "due_on"): nasty.NUMBER,
    ("AddedMilestoneForm", "happened_on"): nasty.NUMBER,
    ("ProgressForm", "as_of"): nasty.NUMBER, ("ProgressForm", "evidence_url"): nasty.ADDRESS,
    ("CorrectionForm", "as_of"): nasty.NUMBER, ("CorrectionForm", "evidence_url"): nasty.ADDRESS,
    ("MoveForm", "starts_on"): nasty.NUMBER, ("MoveForm", "due_on"): nasty.NUMBER,
    ("MoveForm", "happened_on"): nasty.NUMBER, ("DelayForm", "happened_on"): nasty.NUMBER,
    ("EndDelayForm", "happened_on"): nasty.NUMBER,
    ("TakeBackForm", "happened_on"): nasty.NUMBER,
    **{
        (form, name): why
        for form in ("TemplateForm", "RewordedTemplateForm")
        for name, why in {
            "starts_on": nasty.NUMBER, "ends_on": nasty.NUMBER, "contact_name_ar": nasty.NAME,
            "contact_name_en": nasty.NAME, "contact_email": nasty.ADDRESS, "contact_phone": nasty.NUMBER,
        }.items()
    },
    ("NewBodyForm", "name_ar"): nasty.NAME, ("NewBodyForm", "name_en"): nasty.NAME,
    ("NewBodyForm", "slug"): nasty.ADDRESS, ("NewBodyForm", "website"): nasty.ADDRESS,
    ("AboutForm", "website"): nasty.ADDRESS,
    ("NameForm", "name_ar"): nasty.NAME, ("NameForm", "name_en"): nasty.NAME,
    ("NameForm", "happened_on"): nasty.NUMBER,
    ("SiteForm", "name_ar"): nasty.NAME, ("SiteForm", "name_en"): nasty.NAME,
    ("SiteForm", "unit_ar"): nasty.NAME, ("SiteForm", "unit_en"): nasty.NAME,
    ("SiteForm", "email"): nasty.ADDRESS, ("SiteForm", "phone"): nasty.NUMBER, ("SiteForm", "links"): nasty.ADDRESS,
    ("HolidayForm", "day"): nasty.NUMBER,
    ("SectionForm", "page_place"): nasty.NUMBER, ("NewSectionForm", "page_place"): nasty.NUMBER,
    ("InitiativeFactForm", "page_place"): nasty.NUMBER, ("InitiativeFactForm", "as_of"): nasty.NUMBER,
    ("InitiativeFactForm", "source_url"): nasty.ADDRESS,
    ("SeatForm", "since"): nasty.NUMBER, ("EndSeatForm", "ended_on"): nasty.NUMBER,
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
    level = {"level": "involve", "reached": "involve", "evidence_url": "", "document": ""}
    walk.put("LevelForm", f"{at}/level/plan", who, "desk.plan_level", *PROMISED, *EVIDENCE, given=level)
    walk.look("nobody", "/plans/nasty/", "/plans/")
    walk.look(who, "/desk/plans/nasty/", "/desk/plans/nasty/level/plan")


def keep_commitments(walk: Walk) -> None:
    """Begin a commitment; write its template, a milestone, which body supports it, and what it is called since."""
    who, plan = "coordinator", "/en/desk/plans/nasty"
    at = f"{plan}/commitments/1"
    walk.put("NewCommitmentForm", f"{plan}/commitments/new", who, "desk.new_commitment", *TITLE,
             given={"commitment_number": "1"})  # fmt: skip
    walk.look(who, "/desk/plans/nasty/commitments/1/")
    prose = tuple(f"{name}_{lang}" for name in PROMISE for lang in ("ar", "en"))
    walk.put("TemplateForm", f"{at}/template", who, "desk.commitment_template", *prose,
             given={"contact_email": "unit@example.org", "contact_name_en": "The unit", "starts_on": "", "ends_on": "",
                    "contact_phone": ""})  # fmt: skip
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


def keep_milestones(walk: Walk) -> None:
    """Adopt the commitment, refresh its plan, and say of its milestones all that is said once it is adopted."""
    who, plan, at = "coordinator", "/en/desk/plans/nasty", "/en/desk/plans/nasty/commitments/1"
    for kind in ("submitted", "adopted"):
        walk.put("ActForm", f"{at}/act/{kind}", who, "desk.commitment_act", *REASON, given=SINCE)
    for kind in ("brought-into-force", "refreshed"):
        walk.put("ActForm", f"{plan}/act/{kind}", who, "desk.plan_act", *REASON, given=SINCE)
    prose = tuple(f"{name}_{lang}" for name in PROMISE for lang in ("ar", "en"))
    deliverable, days = (
        ("deliverable_ar", "deliverable_en"),
        {"starts_on": "01/09/2026", "due_on": "01/12/2026"},
    )
    walk.put("AddedMilestoneForm", f"{at}/milestones/new", who, "desk.new_milestone", *TITLE, *deliverable, *REASON,
             given=SINCE | days)  # fmt: skip
    page = get(walk.client, at + "/", walk.cookie(who)).text
    number = max(int(found) for found in re.findall(r"/milestones/(\d+)/progress", page))
    of = f"{at}/milestones/{number}"
    walk.look(who, "/desk/plans/nasty/", "/desk/plans/nasty/commitments/1/",
              f"/desk/plans/nasty/commitments/1/milestones/{number}/progress")  # fmt: skip
    walk.put("RewordedMilestoneWordsForm", of, who, "desk.milestone", *TITLE, *deliverable, *REASON)
    walk.put(
        "RewordedTitleForm",
        f"{at}/title",
        who,
        "desk.commitment_title",
        *TITLE,
        "note_ar",
        "note_en",
        *REASON,
    )
    walk.put("RewordedTemplateForm", f"{at}/template", who, "desk.commitment_template", *prose, *REASON,
             given={"contact_email": "unit@example.org", "contact_name_en": "The unit", "starts_on": "", "ends_on": "",
                    "contact_phone": ""})  # fmt: skip
    walk.put("ProgressForm", f"{of}/report", who, "desk.report_progress", "done_ar", "done_en", "challenge_ar",
             "challenge_en", given={"as_of": "05/01/2026", "status": "in_progress", "evidence_url": "",
                                     "nothing_to_report": ""})  # fmt: skip
    page = get(walk.client, f"{of}/progress", walk.cookie(who)).text
    (wrong,) = re.findall(r"/updates/(\d+)/correct", page)
    walk.put("CorrectionForm", f"{of}/updates/{wrong}/correct", who, "desk.correct_progress", "done_ar", "done_en",
             "challenge_ar", "challenge_en", "correction_ar", "correction_en",
             given={"as_of": "04/01/2026", "status": "in_progress", "evidence_url": "",
                    "nothing_to_report": ""})  # fmt: skip
    walk.put("MoveForm", f"{of}/act/moved", who, "desk.milestone_act", *REASON,
             given=SINCE | {"starts_on": "01/09/2026", "due_on": "30/12/2026"})  # fmt: skip
    walk.put("TakeBackForm", f"{of}/act/taken-back", who, "desk.milestone_act", *REASON, given=SINCE)
    walk.put("DelayForm", f"{of}/act/delayed", who, "desk.milestone_act", *REASON, "recovery_ar", "recovery_en",
             given=SINCE)  # fmt: skip
    walk.put("DelayForm", f"{at}/delay", who, "desk.delay_commitment", *REASON, "recovery_ar", "recovery_en",
             given=SINCE)  # fmt: skip
    walk.look(
        who,
        f"/desk/plans/nasty/commitments/1/milestones/{number}/progress",
        "/desk/plans/nasty/commitments/1/",
    )
    walk.look("nobody", "/plans/nasty/commitments/1/")


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


def keep_initiative(walk: Walk) -> None:
    """Write a section of the page on the initiative and a fact, and publish them."""
    who, at = "coordinator", "/en/desk/initiative"
    section = ("heading_ar", "heading_en", "prose_ar", "prose_en")
    walk.put("NewSectionForm", f"{at}/sections/new", who, "desk.new_initiative_section", *section,
             given={"page_place": "10"})  # fmt: skip
    walk.put("SectionForm", f"{at}/sections/section-1/", who, "desk.initiative_section", *section,
             given={"page_place": "20"})  # fmt: skip
    said = tuple(f"{name}_{lang}" for name in ("label", "value", "source") for lang in ("ar", "en"))
    walk.put("InitiativeFactForm", f"{at}/sections/section-1/facts/new", who, "desk.new_initiative_fact", *said,
             given={"source_url": "", "as_of": "", "page_place": "10"})  # fmt: skip
    walk.look(who, "/desk/initiative/")
    walk.put("EditionForm", f"{at}/publish", who, "desk.publish_initiative", *REASON)
    walk.look("nobody", "/about/open-government/", "/about/open-government/editions/1/")


def keep_forum(walk: Walk) -> None:
    """Publish the rules of the forum, enter a seat of the body, and end it."""
    who, at = "secretary", "/en/desk/forum"
    walk.put("RulesForm", f"{at}/rules", who, "desk.publish_rules", "rules_ar", "rules_en", *REASON)
    edition = max(map(int, re.findall(r"/forum/rules/(\d+)/", get(walk.client, "/en/forum/", "").text)))
    walk.look("nobody", f"/forum/rules/{edition}/")
    given = {"seat_body": "readers", "sector": "municipality", "since": "05/01/2026"}
    walk.put("SeatForm", f"{at}/seats/new", who, "desk.new_seat", "post_ar", "post_en", given=given)
    page = get(walk.client, f"{at}/", walk.cookie(who)).text
    seat = max(map(int, re.findall(r"/forum/seats/(\d+)/end", page)))
    ended = {"ended_on": "06/01/2026", "mistaken": ""}
    walk.put("EndSeatForm", f"{at}/seats/{seat}/end", who, "desk.end_seat", *REASON, given=ended)
    walk.look(who, "/desk/forum/", f"/desk/forum/seats/{seat}/end")
    walk.look("nobody", "/forum/", "/organisations/readers/")


def keep_record(walk: Walk) -> None:
    """Send the text through all of them, in the order in which they need one another."""
    keep_bodies(walk)
    rename_bodies(walk)
    keep_plans(walk)
    keep_commitments(walk)
    keep_milestones(walk)
    keep_documents(walk)
    keep_initiative(walk)
    keep_forum(walk)


def report_voices(walk: Walk, said: list[str]) -> None:
    """Report a voice, answer that, and keep a reason ready."""
    place, where = said[2], {"reason": "1"}
    to = where | {"answer_to": "reader@example.org"}
    private = walk.put(
        "VoiceReportForm",
        f"/en/contributions/{place}/report",
        "other citizen",
        "public.report",
        "note",
        given=to,
    )
    at = f"/en/desk/contributions/{place}/reports"
    walk.look("moderator", at.removeprefix("/en"))
    walk.put("AnswerReportsForm", at, "moderator", "desk.reports", "answer_ar", "answer_en")
    key_in_letters(walk)
    walk.look("moderator", at.removeprefix("/en"))
    walk.look("nobody", private.removeprefix("/en"))
    show_level(walk)
    reasons = f"/en/desk/organisations/{walk.world.things['body']}/reasons/"
    walk.put("KeepReasonForm", reasons, "moderator", "desk.reasons", *REASON, given=where | {"rule": "1"})
    walk.look("moderator", reasons.removeprefix("/en"))


def show_level(walk: Walk) -> None:
    """Say what shows on which level people take part in a consultation."""
    slug, given = walk.world.things["slug"], {"reached": "", "evidence_url": "", "document": ""}
    at = f"/en/desk/consultations/{slug}/level"
    walk.put("ReachedForm", at, "officer", "desk.consultation_level", *EVIDENCE, given=given)


def key_in_letters(walk: Walk) -> None:
    """Key in what came by post, and look at it where it stands."""
    slug, known = walk.world.things["slug"], {"channel": "post", "received_on": "24/03/2026", "people": "2"}
    place = {"from_place": "Safi", "receipt_to": "", "title": "", "problem": ""}
    made = walk.put("KeyInForm", f"/en/desk/consultations/{slug}/letters/new", "moderator", "desk.key_in", "evidence",
                    "body", given=known | place)  # fmt: skip
    walk.look("moderator", made.removeprefix("/en"))
    walk.look("nobody", made.removeprefix("/en/desk").removesuffix("/letter"))


def placed_whole(walk: Walk, slug: str, theme: str) -> str:
    """Place what stands under no theme, so that nothing waits; return where the outcome is published."""
    placing = walk.form(f"/en/desk/consultations/{slug}/themes/?show=unthemed", "moderator", "desk.place", ())
    placed = {"theme": [theme], "do": ["place"], "every": ["y"]}
    assert send(walk.app, placing, placing.sent | placed).status_code == 303
    return f"/en/desk/consultations/{slug}/publication/"

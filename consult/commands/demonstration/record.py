"""Organisations, plans, commitments, their milestones, and the drafts of their texts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair, read
from consult.organisations import queries as organisations
from consult.organisations import services as organisation_services
from consult.organisations.models import OrganisationKind
from consult.plans.models import Commitment, CommitmentVersion, MilestoneStatus, Plan, PlanStatement
from consult.plans.services import Wording, add_milestone, draft_version, publish_version, save_clauses

_PLAN = "plan-5"


def load_organisations(session: Session, *, now: datetime) -> None:
    """Add the organisations."""
    for given in read("organisations"):
        organisation_services.add(
            session, now=now, slug=given["slug"], kind=OrganisationKind(given["kind"]), name=pair(given["name"]),
            illustrative=given["illustrative"],
        )  # fmt: skip


def load_plans(session: Session) -> dict[str, Plan]:
    """Add the plans with what each source says of them; return them by slug."""
    plans = {}
    for given in read("plans"):
        topics_ar, topics_en = pair(given["topics"])
        title_ar, title_en = pair(given["title"])
        plan = Plan(
            slug=given["slug"], number=given["number"], title_ar=title_ar, title_en=title_en,
            topics_ar=topics_ar or None, topics_en=topics_en or None,
        )  # fmt: skip
        plan.statements = _statements(given)
        session.add(plan)
        plans[plan.slug] = plan
    session.flush()
    return plans


def _statements(given: Content) -> list[PlanStatement]:
    """Return one statement for each source, with the period and the number that it gives."""
    found: dict[str, PlanStatement] = {}
    for said in (*given["period_statements"], *given["count_statements"]):
        source_ar, source_en = pair(said["source"])
        row = found.setdefault(
            source_en, PlanStatement(position=len(found) + 1, source_ar=source_ar, source_en=source_en)
        )
        row.start_year = said.get("start_year", row.start_year)
        row.end_year = said.get("end_year", row.end_year)
        row.commitment_count = said.get("count", row.commitment_count)
    return list(found.values())


class Text:
    """A draft of a commitment's words, with its clauses and milestones by the keys of the content."""

    def __init__(self, version: CommitmentVersion, given: Content, milestones: dict[str, int]) -> None:
        self.version = version
        keys = [clause["key"] for clause in given["clauses"]]
        self.clauses = {key: row.clause_id for key, row in zip(keys, version.clauses, strict=True)}
        self.milestones = milestones


def load_commitments(
    session: Session, *, officer: Actor, now: datetime, plans: dict[str, Plan]
) -> dict[int, Text]:
    """Add the commitments with milestones and a draft of their words; return the drafts by number."""
    found = {}
    for given in read("commitments"):
        commitment = _commitment(session, plans[_PLAN], given)
        milestones = {}
        for each in given["milestones"]:
            milestone = add_milestone(
                session, commitment=commitment, title=pair(each["title"]), due_on=date.fromisoformat(each["due_on"]),
                status=MilestoneStatus(each["status"]),
            )  # fmt: skip
            milestones[each["key"]] = milestone.id
        for version in given["versions"]:
            found[commitment.number] = _draft(session, officer, now, commitment, version, milestones)
    return found


def publish_texts_of_no_consultation(session: Session, texts: dict[int, Text], consulted: set[int]) -> None:
    """Publish the texts whose content gives a date and that no consultation will publish when it is announced."""
    for given in read("commitments"):
        moment = given["versions"][0]["published_at"]
        if moment and given["number"] not in consulted:
            version = texts[given["number"]].version
            publish_version(session, now=datetime.fromisoformat(moment), version=version, role="officer")


def _commitment(session: Session, plan: Plan, given: Content) -> Commitment:
    title_ar, title_en = pair(given["title"])
    notes = [pair(given[name]) for name in ("lead_note", "resources_note") if given[name]]
    delay_ar, delay_en = pair(given["delay_note"])
    lead = organisations.by_slug(session, given["lead"]) if given["lead"] else None
    commitment = Commitment(
        plan_id=plan.id, number=given["number"], title_ar=title_ar, title_en=title_en,
        lead_id=lead.id if lead else None,
        note_ar="\n".join(note[0] for note in notes) or None, note_en="\n".join(note[1] for note in notes) or None,
        delayed=given["delayed"], delay_note_ar=delay_ar or None, delay_note_en=delay_en or None,
    )  # fmt: skip
    session.add(commitment)
    session.flush()
    return commitment


def _draft(
    session: Session, officer: Actor, now: datetime, commitment: Commitment, given: Content, milestones: dict[str, int]
) -> Text:  # fmt: skip
    drafter = organisations.by_slug(session, "mopic")
    if drafter is None:
        raise RuntimeError("the drafting body is not among the organisations")
    version = draft_version(session, actor=officer, now=now, commitment=commitment, drafter=drafter)
    words = [Wording(None, *pair(each["heading"]), *pair(each["text"])) for each in given["clauses"]]
    save_clauses(session, actor=officer, version=version, drafter=drafter, clauses=words)
    return Text(version, given, milestones)

"""Organisations, plans, and their commitments with milestones and labels."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair, read
from consult.organisations import queries as organisations
from consult.organisations import services as organisation_services
from consult.organisations.models import OrganisationKind
from consult.plans.models import Commitment, Family, MilestoneStatus, Plan, PlanStatement
from consult.plans.services import add_milestone, sort_commitment
from consult.texts.models import Text

# A commitment by the slug of its plan and its number.
Numbered = tuple[str, int]


def load_organisations(session: Session, *, now: datetime) -> None:
    """Add the organisations."""
    for given in read("organisations"):
        organisation_services.add(
            session, now=now, slug=given["slug"], kind=OrganisationKind(given["kind"]), name=pair(given["name"]),
            illustrative=given["illustrative"],
        )  # fmt: skip


def load_application(session: Session, *, applicant: Actor, now: datetime) -> None:
    """Let somebody apply for an organisation, so that a coordinator finds one to verify."""
    given = read("application")
    (name_ar, name_en), (about_ar, about_en) = pair(given["name"]), pair(given["about"])
    made = organisation_services.apply(
        session, actor=applicant, now=now, application=organisation_services.Application(
            given["kind"], name_ar, name_en, about_ar, about_en,
        ),
    )  # fmt: skip
    made.illustrative = True


def load_plans(session: Session) -> tuple[dict[Numbered, Commitment], dict[Numbered, dict[str, int]]]:
    """Add the plans with what each source says of them; return commitments, and the ids of their milestones by key."""
    commitments: dict[Numbered, Commitment] = {}
    milestones: dict[Numbered, dict[str, int]] = {}
    for given in read("plans"):
        plan = _plan(session, given)
        for each in read(f"commitments-{plan.slug}") if given["has_commitments"] else ():
            place = plan.slug, each["number"]
            commitments[place] = _commitment(session, plan, each)
            milestones[place] = _milestones(session, commitments[place], each)
    return commitments, milestones


def _plan(session: Session, given: Content) -> Plan:
    topics_ar, topics_en = pair(given["topics"])
    title_ar, title_en = pair(given["title"])
    plan = Plan(
        slug=given["slug"], number=given["number"], title_ar=title_ar, title_en=title_en,
        topics_ar=topics_ar or None, topics_en=topics_en or None,
    )  # fmt: skip
    sources = read("sources")
    for position, said in enumerate(given["statements"], start=1):
        source_ar, source_en = pair(sources[said["source"]])
        start, end = said["years"] or (None, None)
        plan.statements.append(
            PlanStatement(
                position=position, source_ar=source_ar, source_en=source_en, start_year=start, end_year=end,
                commitment_count=said["count"],
            )
        )  # fmt: skip
    session.add(plan)
    session.flush()
    return plan


def _commitment(session: Session, plan: Plan, given: Content) -> Commitment:
    title_ar, title_en = pair(given["title"])
    note_ar, note_en = pair(given["note"])
    delay_ar, delay_en = pair(given["delay"])
    lead = organisations.by_slug(session, given["lead"]) if given["lead"] else None
    commitment = Commitment(
        plan_id=plan.id, plan=plan, text=Text(), number=str(given["number"]), position=given["number"],
        title_ar=title_ar, title_en=title_en,
        lead_id=lead.id if lead else None, note_ar=note_ar or None, note_en=note_en or None,
        delayed=given["delay"] is not None, delay_note_ar=delay_ar or None, delay_note_en=delay_en or None,
    )  # fmt: skip
    session.add(commitment)
    session.flush()
    labels = {Family(family): codes for family, codes in given["labels"].items()}
    sort_commitment(session, commitment=commitment, labels=labels)
    return commitment


def _milestones(session: Session, commitment: Commitment, given: Content) -> dict[str, int]:
    return {
        each["key"]: add_milestone(
            session, commitment=commitment, title=pair(each["title"]), due_on=date.fromisoformat(each["due_on"]),
            status=MilestoneStatus(each["status"]), as_of=date.fromisoformat(each["as_of"]),
        ).id
        for each in given["milestones"]
    }  # fmt: skip

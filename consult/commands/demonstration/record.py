"""Organisations, plans, and their commitments with milestones and labels."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair, read
from consult.organisations import queries as organisations
from consult.organisations import services as organisation_services
from consult.organisations.models import OrganisationKind
from consult.organisations.queries.names import names_of
from consult.plans.models import Commitment, CountedBy, Family, MilestoneStatus, PeriodOf, Plan, PlanLevel
from consult.plans.services import (
    CommitmentWords,
    MilestoneWords,
    PlanWords,
    Statement,
    add_commitment,
    add_milestone,
    add_plan,
    put_statement,
    sort_commitment,
)

# A commitment by the slug of its plan and its number.
Numbered = tuple[str, int]
# What a source says on a day is recorded at noon of it.
_NOON = time(12)


def load_organisations(session: Session, *, now: datetime) -> None:
    """Add the organisations, with what the sources say of those that are real."""
    for given in read("organisations"):
        name = given.get("former", given)["name"]
        made = organisation_services.add(
            session, now=now, slug=given["slug"], kind=OrganisationKind(given["kind"]), name=pair(name),
            illustrative=given["illustrative"],
        )  # fmt: skip
        made.about_ar, made.about_en = pair(given.get("about"))


def rename_organisations(session: Session, *, actor: Actor, now: datetime, zone: tzinfo) -> None:
    """Let the organisations that were called otherwise before take the names that they have now."""
    for given in read("organisations"):
        former = given.get("former")
        found = organisations.by_slug(session, given["slug"]) if former else None
        if found is not None:
            newest = names_of(session, organisation_id=found.id)[0].id
            said = organisation_services.Renaming(
                *pair(given["name"]), date.fromisoformat(former["until"]), *pair(former["reason"])
            )
            organisation_services.rename_body(
                session, actor=actor, now=now, zone=zone, slug=found.slug, said=said, seen_id=newest
            )


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


def load_plans(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo
) -> tuple[dict[Numbered, Commitment], dict[Numbered, dict[str, int]]]:
    """Add the plans with what each source says of them; return commitments, and the ids of their milestones by key.

    The record brings along the plans that were adopted; the drafts of others are ``actor``'s.
    """
    commitments: dict[Numbered, Commitment] = {}
    milestones: dict[Numbered, dict[str, int]] = {}
    for given in read("plans"):
        plan = _plan(session, given, now)
        for each in read(f"commitments-{plan.slug}") if given["has_commitments"] else ():
            place = plan.slug, each["number"]
            drafter = None if given["acts"] else actor
            commitments[place] = _commitment(session, plan, each, now, drafter)
            milestones[place] = _milestones(session, commitments[place], each, now, zone)
    return commitments, milestones


def _plan(session: Session, given: Content, now: datetime) -> Plan:
    topics_ar, topics_en = pair(given["topics"])
    said = PlanWords(*pair(given["title"]), topics_ar or None, topics_en or None)
    body = organisations.by_slug(session, given["body"]) if given["body"] else None
    plan = add_plan(
        session, actor=None, now=now, slug=given["slug"], number=given["number"], said=said,
        level=PlanLevel.MUNICIPAL if body else PlanLevel.NATIONAL, body_id=body.id if body else None,
    )  # fmt: skip
    for stated in given["statements"]:
        put_statement(session, actor=None, now=now, plan=plan, said=_statement(stated))
    return plan


def _statement(given: Content) -> Statement:
    source = read("sources")[given["source"]]
    start, end = given["years"] or (None, None)
    return Statement(
        *pair(source["name"]), date.fromisoformat(source["dated"]) if source["dated"] else None, start, end,
        PeriodOf(given["period_of"]) if given["period_of"] else None, given["count"],
        CountedBy(given["counted_by"]) if given["counted_by"] else None,
    )  # fmt: skip


def _commitment(
    session: Session, plan: Plan, given: Content, now: datetime, drafter: Actor | None
) -> Commitment:
    note_ar, note_en = pair(given["note"])
    delay_ar, delay_en = pair(given["delay"])
    recovery_ar, recovery_en = pair(_recovery(plan.slug, given["number"]))
    said = CommitmentWords(
        *pair(given["title"]), note_ar or None, note_en or None,
        delayed=given["delay"] is not None, delay_note_ar=delay_ar or None, delay_note_en=delay_en or None,
        recovery_ar=recovery_ar or None, recovery_en=recovery_en or None,
    )  # fmt: skip
    commitment = add_commitment(
        session, actor=drafter, now=now, plan=plan, number=str(given["number"]), position=given["number"], said=said,
        lead=organisations.by_slug(session, given["lead"]) if given["lead"] else None,
    )  # fmt: skip
    labels = {Family(family): codes for family, codes in given["labels"].items()}
    sort_commitment(session, commitment=commitment, labels=labels)
    return commitment


def _recovery(plan: str, number: int) -> Content | None:
    """Return what the minutes say is done about a delay, None where they say nothing."""
    told = read("progress")["recoveries"]
    return next((row["words"] for row in told if (row["plan"], row["commitment"]) == (plan, number)), None)


def _milestones(
    session: Session, commitment: Commitment, given: Content, now: datetime, zone: tzinfo
) -> dict[str, int]:
    """Add milestones, each recorded on the day on which its status was read, or at ``now`` where that was before."""
    found = {}
    for each in given["milestones"]:
        read_on = date.fromisoformat(each["as_of"])
        said = MilestoneWords(
            *pair(each["title"]), due_on=date.fromisoformat(each["due_on"]),
            status=MilestoneStatus(each["status"]), as_of=read_on,
        )  # fmt: skip
        recorded = max(now, datetime.combine(read_on, _NOON, zone))
        milestone = add_milestone(
            session, actor=None, now=recorded, zone=zone, commitment=commitment, said=said
        )
        milestone.illustrative = each["illustrative"]
        found[each["key"]] = milestone.id
    return found

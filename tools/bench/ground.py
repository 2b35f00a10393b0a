"""The few rows that a bench stands on: bodies, people with roles, a plan with texts, consultations in each state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.accounts.queries import actor_for
from consult.accounts.services import grant
from consult.consultations import services as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies.rules import Limits
from consult.consultations.services import Terms
from consult.organisations import services as organisations
from consult.organisations.models import Organisation, OrganisationKind
from consult.plans import services as plans
from consult.plans.models import Commitment, MilestoneStatus, Plan, PlanStatement
from consult.texts import services as text_services
from consult.texts.models import TextVersion
from consult.texts.services import Wording

CLAUSES, COMMITMENTS, MILESTONES = 8, 8, 4
LIMITS = Limits(holiday_days=366)
STATUSES = (MilestoneStatus.COMPLETED, MilestoneStatus.IN_PROGRESS, MilestoneStatus.NOT_STARTED)
# As long as a clause of a real commitment.
TEXT_AR = (
    "تنشر الجهة المسؤولة بيانات الموازنة والإنفاق كل ثلاثة أشهر في صيغة مفتوحة، وتبيّن ما تغيّر منذ النشرة السابقة. "
    * 2
)
TEXT_EN = (
    "The responsible body publishes budget and spending every three months in an open format that is easy to analyse. "
    * 2
)
# How long before the bench everything begins; and on how many days before it a consultation of each kind opened, which
# all run for 28 days.
BEGUN = timedelta(days=400)
OPENED = {"open": 10, "closed": 40, "answered": 120, "announced": -20}
FURTHER = ("closed", "open", "closed", "announced", *["closed"] * 16)


@dataclass(frozen=True)
class Ground:
    """What the growth needs to know. ``asked`` are consultations by the state they are seeded for."""

    officer: Actor
    moderator: Actor
    publisher: Actor
    citizen: Actor
    administrator: Actor
    coordinator: Actor
    plan: Plan
    asked: dict[str, Consultation]
    milestones: dict[str, list[int]]
    commitments: list[int]
    now: datetime

    @property
    def staff(self) -> dict[str, int]:
        """Who reads the desk, by role."""
        return {
            role: getattr(self, role).user_id
            for role in ("officer", "moderator", "publisher", "administrator", "coordinator")
        }


def lay(session: Session, now: datetime) -> Ground:
    """Make everything that does not grow."""
    begun = now - BEGUN
    body = organisations.add(
        session, now=begun, slug="bench-body", kind=OrganisationKind.AGENCY, name=("جهة القياس", "The bench body")
    )  # fmt: skip
    officer = person(session, begun, "officer", (Role.OFFICER, body.scope))
    plan, promised = _plan(session, body, begun)
    asked = {
        state: _asked(session, officer, body, commitment, state, now)
        for (state, commitment) in zip(OPENED, promised, strict=False)
    }
    return Ground(
        officer,
        moderator=person(session, begun, "moderator", (Role.MODERATOR, body.scope)),
        publisher=person(session, begun, "publisher", (Role.PUBLISHER, body.scope)),
        citizen=person(session, begun, "citizen"),
        administrator=person(session, begun, "administrator", (Role.ADMINISTRATOR, SITE)),
        coordinator=person(session, begun, "coordinator", (Role.COORDINATOR, SITE)),
        plan=plan, asked=asked, now=now, commitments=[commitment.id for commitment in promised],
        milestones={
            state: [row.id for row in commitment.milestones]
            for (state, commitment) in zip(OPENED, promised, strict=False)
        },
    )  # fmt: skip


def person(session: Session, now: datetime, name: str, *grants: tuple[Role, str]) -> Actor:
    """Add a confirmed account without a password that fits."""
    address = f"{name}@example.org"
    user = User(
        email=address, password_hash="none", public_name=None, language="ar",  # noqa: S106
        created_at=now, of_age_at=now, confirmed_at=now,
    )  # fmt: skip
    session.add(user)
    session.flush()
    for role, scope in grants:
        grant(session, now=now, user=user, role=role, scope=scope)
    return actor_for(session, user)


def further(session: Session, ground: Ground, number: int) -> list[Consultation]:
    """Add a former plan, and a consultation on each of its ``number`` commitments: most are over, few are open."""
    body = ground.asked["open"].organisation
    begun = ground.now - BEGUN
    _former, promised = _plan(session, body, begun, "bench-former-plan", place=1, commitments=number)
    return [
        _asked(
            session,
            ground.officer,
            body,
            commitment,
            FURTHER[place % len(FURTHER)],
            ground.now,
            f"former-{place}-",
        )
        for place, commitment in enumerate(promised)
    ]


def _plan(
    session: Session,
    body: Organisation,
    now: datetime,
    slug: str = "bench-plan",
    place: int = 2,
    commitments: int = COMMITMENTS,
) -> tuple[Plan, list[Commitment]]:
    said = plans.PlanWords("خطة العمل", "The action plan")
    plan = plans.add_plan(session, actor=None, now=now, slug=slug, number=place, said=said)
    source = ("وثيقة الخطة", "The plan's document")
    session.add(
        PlanStatement(
            plan_id=plan.id, position=1, source_ar=source[0], source_en=source[1], start_year=2026, end_year=2028,
            commitment_count=commitments,
        )
    )  # fmt: skip
    made = []
    for number in range(1, commitments + 1):
        words = plans.CommitmentWords(
            f"الالتزام رقم {number} بنشر البيانات", f"Commitment {number} to publish"
        )
        commitment = plans.add_commitment(
            session,
            actor=None,
            now=now,
            plan=plan,
            number=str(number),
            position=number,
            said=words,
            lead=body,
        )
        for day in range(1, MILESTONES + 1):
            stands = plans.MilestoneWords(
                f"محور {day}", f"Milestone {day}", date(2027, day, 1), STATUSES[(number + day) % 3]
            )
            plans.add_milestone(session, actor=None, now=now, zone=UTC, commitment=commitment, said=stands)
        session.refresh(commitment, ["milestones"])
        made.append(commitment)
    return plan, made


def _asked(
    session: Session,
    officer: Actor,
    body: Organisation,
    commitment: Commitment,
    state: str,
    now: datetime,
    own: str = "",
) -> Consultation:
    """Announce a consultation on a commitment whose text has eight clauses."""
    opens = now - timedelta(days=OPENED[state])
    drafted = opens - timedelta(days=30)
    version = _text(session, officer, body, commitment, drafted)
    prose: dict[str, Any] = {
        f"{stem}_{language}": words
        for stem in ("why", "open_to_change", "not_open", "decider", "ways")
        for language, words in (("ar", TEXT_AR), ("en", TEXT_EN))
    }
    terms = Terms(
        title_ar=f"ما رأيكم في الالتزام {commitment.number}؟", title_en=f"What of commitment {commitment.number}?",
        opens_at=opens, closes_at=opens + timedelta(days=28), contact_name_ar="وحدة الاستشارات",
        contact_name_en="Consultation unit", contact_email="office@example.org", calls_for_proposals=True, **prose,
    )  # fmt: skip
    asked = consultations.save_draft(
        session, actor=officer, now=drafted, organisation=body, slug=f"bench-{own}{state}", terms=terms,
        version_ids=[version.id], limits=LIMITS,
    )  # fmt: skip
    consultations.announce(session, actor=officer, now=drafted, consultation_id=asked.id, limits=LIMITS)
    return asked


def _text(
    session: Session, officer: Actor, body: Organisation, commitment: Commitment, now: datetime
) -> TextVersion:
    version = consultations.begin_text(
        session, actor=officer, now=now, text_id=commitment.text_id, drafter=body
    )
    clauses = [
        Wording(None, f"البند {number} في النشر", f"Clause {number} on publishing", TEXT_AR, TEXT_EN)
        for number in range(1, CLAUSES + 1)
    ]
    text_services.save_clauses(session, actor=officer, version=version, drafter=body, clauses=clauses)
    session.refresh(version, ["clauses"])
    return version

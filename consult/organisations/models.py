"""Organisations that ask or take part, what was done with each, and invitations to speak for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from consult.accounts.models import organisation_scope
from consult.orm import Base, Code, Id, Line, Prose, Slug
from consult.record.models import Fact
from consult.shared.erasure import keeps
from consult.shared.text import sort_key


class OrganisationKind(StrEnum):
    """The kinds of stakeholder that the minutes of the forum name."""

    AGENCY = "agency"
    MUNICIPALITY = "municipality"
    INDEPENDENT = "independent"
    CIVIL_SOCIETY = "civil_society"
    WOMEN = "women"
    YOUTH = "youth"
    UNION = "union"
    CHAMBER = "chamber"
    PRIVATE = "private"
    ACADEMIA = "academia"
    # Later ones stand at the end: lists are ordered by a kind's place here, which is stored.
    INDUSTRY = "industry"
    COMMERCE = "commerce"
    DISABILITY = "disability"


class Standing(StrEnum):
    """Whether an organisation may speak. What a coordinator has not verified yet is shown to nobody."""

    APPLIED = "applied"
    VERIFIED = "verified"
    REFUSED = "refused"
    ENDED = "ended"


class OrganisationActKind(StrEnum):
    """What is done with an organisation."""

    APPLIED = "applied"
    VERIFIED = "verified"
    REFUSED = "refused"
    ENDED = "ended"
    ENTERED = "entered"
    DESCRIBED = "described"
    RENAMED = "renamed"
    ENDING_ASKED = "ending-asked"
    ENDING_TAKEN_BACK = "ending-taken-back"
    RESTORED = "restored"
    REPRESENTATIVE_JOINED = "representative-joined"
    REPRESENTATIVE_LEFT = "representative-left"


_MOST = 60
# By code points on every engine.
Order = Annotated[str, mapped_column(String(_MOST).with_variant(String(_MOST, collation="C"), "postgresql"))]


def order_of(kind: str, name: str) -> str:
    """Return what an organisation is ordered by in a list: its kind, then its name as an index has it.

    No longer than what an address holds; those that begin alike are in the order of their ids.
    """
    return f"{list(OrganisationKind).index(OrganisationKind(kind)):02}{sort_key(name)}"[:_MOST].rstrip()


def orders_of(kind: str, name_ar: str, name_en: str) -> tuple[str, str]:
    """Return what an organisation is ordered by in the lists of Arabic and of English."""
    return order_of(kind, name_ar or name_en), order_of(kind, name_en or name_ar)


def _order(place: int) -> Callable[[DefaultExecutionContext], str]:
    def of_new(context: DefaultExecutionContext) -> str:
        row: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
        return orders_of(row["kind"], row["name_ar"], row["name_en"])[place]

    return of_new


class Organisation(Base):
    """A body that asks or takes part. Its slug is its scope in grants and never changes.

    ``order_ar`` and ``order_en`` are what lists are read by; the kind does not change either. Its names are
    what the newest ``OrganisationName`` says.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        Index("ix_organisations_order_ar_id", "order_ar", "id"),
        Index("ix_organisations_order_en_id", "order_en", "id"),
    )

    id: Mapped[Id]
    slug: Mapped[Slug] = mapped_column(unique=True)
    kind: Mapped[Code]
    name_ar: Mapped[Line]
    name_en: Mapped[Line]
    about_ar: Mapped[Prose] = mapped_column(default="")
    about_en: Mapped[Prose] = mapped_column(default="")
    website: Mapped[Line] = mapped_column(default="")
    standing: Mapped[Code] = mapped_column(default=Standing.VERIFIED.value)
    illustrative: Mapped[bool] = mapped_column(default=False)
    order_ar: Mapped[Order] = mapped_column(server_default="", default=_order(0))
    order_en: Mapped[Order] = mapped_column(server_default="", default=_order(1))
    created_at: Mapped[datetime]

    @property
    def scope(self) -> str:
        """The scope under which roles are granted in it."""
        return organisation_scope(self.slug)


class OrganisationName(Fact, Base):
    """What an organisation is called since a day, and why it is no more called what it was: a fact of the record."""

    __tablename__ = "organisation_names"

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    name_ar: Mapped[Line]
    name_en: Mapped[Line]
    reason_ar: Mapped[Prose | None]
    reason_en: Mapped[Prose | None]


class SiteBody(Base):
    """What was said of the body that runs the site: a row at each save, numbered from 1. The newest stands.

    ``links`` are addresses, one a line. Never changed or deleted.
    """

    __tablename__ = "site_bodies"

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    name_ar: Mapped[Line]
    name_en: Mapped[Line]
    unit_ar: Mapped[Line]
    unit_en: Mapped[Line]
    email: Mapped[Line]
    phone: Mapped[Line]
    links: Mapped[Prose]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class OrganisationAct(Base):
    """One act on an organisation, with its public reason; who applied is the first one's ``by_id``.

    Never changed or deleted.
    """

    __tablename__ = "organisation_acts"

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[Code]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Code]
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]


class Invitation(Base):
    """An invitation to speak for an organisation, sent to one address, used once, by one person.

    ``email`` is in its one form (``shared.email_address``), empty once it is forgotten. Its link is made when the mail
    is rendered, and is not stored.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        Index(
            "uq_invitations_waiting", "organisation_id", "email", unique=True,
            sqlite_where=text("used_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    email: Mapped[str] = mapped_column(String(320))
    language: Mapped[Code]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]


class NamedBody(NamedTuple):
    """An organisation, as it is named elsewhere."""

    name_ar: str
    name_en: str


class NamedSince(NamedTuple):
    """A name of an organisation, since when it has it (None: no day is known), and why it took it."""

    id: int
    name_ar: str
    name_en: str
    since: date | None
    reason_ar: str | None
    reason_en: str | None


class Decided(NamedTuple):
    """The decision by which an organisation stands where it does."""

    at: datetime
    role: str
    reason_ar: str
    reason_en: str


class OrganisationInFull(NamedTuple):
    """An organisation as its own page shows it. ``decided`` is None where nobody decided: it waits, or was entered."""

    id: int
    slug: str
    kind: str
    name_ar: str
    name_en: str
    about_ar: str
    about_en: str
    website: str
    standing: str
    illustrative: bool
    decided: Decided | None


keeps("who did it, and the published reason: frozen", "organisation_acts", "by_id", "reason_ar", "reason_en")
keeps("whom it went to, forgotten once it is used or over", "invitations", "email")
keeps("who speaks for whom", "invitations", "invited_by_id", "used_by_id")
keeps("official text", "organisation_names", "name_ar", "name_en", "reason_ar", "reason_en")
keeps("who recorded it", "organisation_names", "recorded_by_id")
keeps("what an organisation says of itself", "organisations")
keeps(
    "how to reach the body that runs the site, and who said so", "site_bodies", "name_ar", "name_en",
    "unit_ar", "unit_en", "email", "phone", "links", "recorded_by_id",
)  # fmt: skip

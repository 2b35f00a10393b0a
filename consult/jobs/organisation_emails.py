"""What our mails say about organisations: a decision, an ended standing, an invitation."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.composing import composes
from consult.organisations import queries, services
from consult.organisations.errors import InvitationError
from consult.organisations.models import Organisation, OrganisationAct
from consult.outbox.models import OutboxMessage
from consult.shared import clock
from consult.web import dates
from consult.web.rendering import bidi_isolate, lang_of, localized
from consult.web.settings import settings


@composes(
    "organisation-verified", "organisation-refused", "organisation-ended", "organisation-ending-asked",
    "organisation-ending-taken-back", "organisation-restored", services.ENDING_CONFIRMED,
)  # fmt: skip
def decided(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose what whoever applied, or spoke for it, is told; None where the act is not there."""
    act = queries.act_by_id(session, message.content["act"])
    if act is None:
        return None
    organisation = queries.by_ids(session, [act.organisation_id])[act.organisation_id]
    name = bidi_isolate(localized(organisation, "name"))
    letters = {
        "organisation-verified": _verified,
        "organisation-refused": _refused,
        "organisation-ended": _ended,
        "organisation-ending-asked": _ending_asked,
        "organisation-ending-taken-back": _ending_taken_back,
        "organisation-restored": _restored,
        services.ENDING_CONFIRMED: _ending_confirmed,
    }
    return letters[message.kind](act, organisation, name)


def _verified(act: OrganisationAct, organisation: Organisation, name: str) -> Letter:
    return Letter(
        _("Verified: %(name)s", name=name),
        [
            text(_("A coordinator has verified the organisation that you applied for. The reason:")),
            _reason(act),
            text(_("You speak for it from now on. Sign in again: where you write, you choose in whose name.")),
            link(_("Its page"), "public.organisation", slug=organisation.slug),
            link(_("Invite others to speak for it"), "public.representatives", slug=organisation.slug),
        ],
    )  # fmt: skip


def _refused(act: OrganisationAct, _organisation: Organisation, name: str) -> Letter:
    return Letter(
        _("Not verified: %(name)s", name=name),
        [
            text(_("A coordinator has read your application and did not verify the organisation. The reason:")),
            _reason(act),
            text(_("Nobody else sees the application. You may apply again with what was missing.")),
            text(_("You can always speak for yourself.")),
            link(_("Apply again"), "public.apply_for_organisation"),
        ],
    )  # fmt: skip


def _ended(act: OrganisationAct, organisation: Organisation, name: str) -> Letter:
    return Letter(
        _("Its standing has ended: %(name)s", name=name),
        [
            text(_("A coordinator has ended the standing of an organisation for which you spoke. The reason:")),
            _reason(act),
            text(_("What was said in its name stays. You can go on speaking for yourself.")),
            link(_("Its page"), "public.organisation", slug=organisation.slug),
        ],
    )  # fmt: skip


def _ending_asked(act: OrganisationAct, organisation: Organisation, name: str) -> Letter:
    return Letter(
        _("To be confirmed: the end of the standing of %(name)s", name=name),
        [
            text(_("A coordinator asks that the standing of an organisation be ended. The reason:")),
            _reason(act),
            text(_("Nothing has ended yet. You may confirm it as the second person, or take it back.")),
            link(_("Look and decide"), "desk.confirm_ending", slug=organisation.slug),
        ],
    )  # fmt: skip


def _ending_taken_back(_act: OrganisationAct, organisation: Organisation, name: str) -> Letter:
    return Letter(
        _("Not confirmed: the end of the standing of %(name)s", name=name),
        [
            text(_("You asked that the standing of an organisation be ended. A second person took that back.")),
            text(_("Its standing is as it was.")),
            link(_("Its page"), "public.organisation", slug=organisation.slug),
        ],
    )  # fmt: skip


def _ending_confirmed(act: OrganisationAct, organisation: Organisation, name: str) -> Letter:
    return Letter(
        _("Confirmed: the end of the standing of %(name)s", name=name),
        [
            text(_("A second person confirmed what you asked for. The reason that is public:")),
            _reason(act),
            link(_("Its page"), "public.organisation", slug=organisation.slug),
        ],
    )  # fmt: skip


def _restored(act: OrganisationAct, organisation: Organisation, name: str) -> Letter:
    return Letter(
        _("Its standing is restored: %(name)s", name=name),
        [
            text(_("A coordinator has restored the standing of an organisation for which you spoke. The reason:")),
            _reason(act),
            text(_("You speak for it again. Sign in again: where you write, you choose in whose name.")),
            link(_("Its page"), "public.organisation", slug=organisation.slug),
        ],
    )  # fmt: skip


def _reason(act: OrganisationAct) -> Block:
    return Block("quote", localized(act, "reason"), lang=lang_of(act, "reason"))


@composes(services.INVITATION)
def invited(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the invitation with its link; None where it does not stand any more.

    No person's name is in it: whoever invites could write to anybody by it.
    """
    try:
        invitation, organisation = services.standing_invitation(
            session, now=clock.now(), invitation_id=message.content["invitation"]
        )
    except InvitationError:
        return None
    token = services.make_token(settings().secret_key, invitation=invitation)
    name, until = bidi_isolate(localized(organisation, "name")), dates.full(invitation.expires_at)
    invites = _(
        "Somebody who speaks for %(name)s invites you to speak for it too, in public consultations.",
        name=name,
    )
    return Letter(
        _("An invitation to speak for %(name)s", name=name),
        [
            text(invites),
            link(_("Read the invitation and decide"), "public.invitation", token=token),
            text(_("It can be accepted once, until %(when)s, by an account with this address.", when=until)),
            text(_("If you do not want to, do nothing.")),
        ],
    )  # fmt: skip

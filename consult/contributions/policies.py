"""Who may reply, clarify, translate, change, withdraw and read what somebody said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from consult.accounts.policies import Actor, has_right, may, may_speak_for, may_take_part
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation, ConsultationRow
from consult.consultations.policies import allows, state_of, takes_place
from consult.contributions.models import Contribution, ContributionRow, Revision, Status

MAX_DEPTH = 2


def may_reply(parent: Contribution | ContributionRow) -> bool:
    """Whether replies may hang under ``parent``: it is shown, and the thread is not three levels deep."""
    return parent.status == Status.PUBLISHED and parent.depth < MAX_DEPTH


def speaks_for_the_body(actor: Actor | None, asked: Consultation | ConsultationRow) -> bool:
    """Whether ``actor`` answers for the body that asks: what they say there is its clarification, and no voice."""
    return has_right(actor, Act.CLARIFY, scope=asked.organisation.scope)


def may_clarify(actor: Actor | None, asked: Consultation | ConsultationRow, now: datetime) -> bool:
    """Whether ``actor`` may say something for the asking body now."""
    return may(actor, Act.CLARIFY, scope=asked.organisation.scope, state=state_of(asked, now))


def may_key_in(
    actor: Actor | None, asked: Consultation | ConsultationRow, now: datetime, *, days: int
) -> bool:
    """Whether ``actor`` may key in what came by post, by telephone or on paper: until ``days`` after the closing."""
    right = may(actor, Act.KEY_IN, scope=asked.organisation.scope, state=state_of(asked, now))
    return right and takes_letters(asked, now, days=days)


def takes_letters(asked: Consultation | ConsultationRow, now: datetime, *, days: int) -> bool:
    """Whether what came another way can still be keyed in, by whoever may."""
    return allows(asked, Act.KEY_IN, now) and now < asked.closes_at + timedelta(days=days)


def may_read_original(actor: Actor | None, contribution: Contribution, now: datetime) -> bool:
    """Whether ``actor`` may read the original of what was keyed in, which names its sender.

    Those who decide about voices may, and nobody else, whatever they read. Of erased words there is none.
    """
    asked = contribution.consultation
    right = may(actor, Act.MODERATE, scope=asked.organisation.scope, state=state_of(asked, now))
    return right and contribution.status != Status.ERASED


def may_translate(actor: Actor | None, contribution: Contribution, now: datetime) -> bool:
    """Whether ``actor`` may put a translation below it now: it is shown, and they moderate or answer for the body."""
    return translates(actor, contribution.consultation, now) and contribution.is_published


def translates(actor: Actor | None, asked: Consultation | ConsultationRow, now: datetime) -> bool:
    """Whether ``actor`` may put translations below what is shown there now."""
    return may(actor, Act.TRANSLATE, scope=asked.organisation.scope, state=state_of(asked, now))


def is_author(actor: Actor | None, contribution: Contribution) -> bool:
    """Whether ``actor`` said it."""
    return actor is not None and contribution.author_id == actor.user_id


def is_own(actor: Actor | None, said: Contribution | ContributionRow) -> bool:
    """Whether ``actor`` said it, or it was said for an organisation that they speak for: they do not vote on it."""
    if actor is None:
        return False
    body = said.organisation
    return said.author_id == actor.user_id or (body is not None and body.slug in actor.organisations)


def may_withdraw(actor: Actor | None, contribution: Contribution, now: datetime) -> bool:
    """Whether ``actor`` may take it back: their own, still shown, and the consultation open.

    A clarification is nobody's own to take back: the body said it.
    """
    withdrawable = allows(contribution.consultation, Act.WITHDRAW, now)
    own = may_take_part(actor) and is_author(actor, contribution) and contribution.counts_as_voice
    return own and contribution.status == Status.PUBLISHED and withdrawable


def may_revise(actor: Actor | None, contribution: Contribution, arrived: datetime) -> bool:
    """Whether ``actor`` may say it anew: their own, neither taken back nor erased, while its activity takes words.

    What was said for an organisation is changed by its author while they speak for it.
    """
    body, asked = contribution.organisation, contribution.consultation
    if actor is None or not is_author(actor, contribution) or not contribution.counts_as_voice:
        return False
    speaks = may_take_part(actor) if body is None else may_speak_for(actor, body.slug)
    there = contribution.status not in {Status.WITHDRAWN, Status.ERASED}
    return (
        speaks
        and there
        and allows(asked, Act.REVISE, arrived)
        and takes_place(contribution.activity, arrived)
    )


def is_quiet(
    standing: Revision, posted_at: datetime, arrived: datetime, *, minutes: int, heard: bool
) -> bool:
    """Whether what takes the place of ``standing`` does so unseen: soon after it was posted, and nobody had ``heard``.

    ``heard``: somebody has answered, voted or decided. What was corrected once is corrected from then on.
    """
    return not standing.correction and not heard and arrived - posted_at < timedelta(minutes=minutes)


def shown_revisions(said: Sequence[Revision]) -> list[Revision]:
    """Return those of a contribution's revisions, oldest first, that others read where its words are shown.

    That is the one that stands, and each in whose place a correction came.
    """
    return [
        each for each, after in zip(said, [*said[1:], None], strict=True) if after is None or after.correction
    ]


def shows_seal(revision: Revision, standing: Revision) -> bool:
    """Whether others may have the sealed text of a revision that is shown: not with a name that was taken back."""
    return revision.shown_name is None or revision.shown_name == standing.shown_name


def may_read_words(actor: Actor | None, contribution: Contribution) -> bool:
    """Whether ``actor`` may read the words: everyone while they are shown, afterwards the author alone."""
    return contribution.is_published or (
        is_author(actor, contribution) and contribution.status != Status.ERASED
    )


def counted_from(arrived: datetime, now: datetime, grace_hours: int) -> datetime:
    """Return the moment at which words count that arrived then and are published now.

    They count from their arrival for ``grace_hours``, from now afterwards.
    """
    return arrived if now - arrived <= timedelta(hours=grace_hours) else now

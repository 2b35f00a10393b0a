"""What an author is told when the asking body answered them in the thread."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.queries import user_by_id
from consult.contributions import queries as contributions
from consult.jobs.blocks import Block, Letter, link, preferences_of, text, unsubscribe_of
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.web.rendering import bidi_isolate, lang_of, localized


@composes("clarified")
def clarified(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose it; None where the clarification or the voice is shown no more, or its author wants no such mail."""
    word = contributions.by_reference(session, message.content["reference"])
    voice = (
        contributions.by_ids(session, [word.parent_id]).get(word.parent_id)
        if word and word.parent_id
        else None
    )
    if (
        word is None
        or voice is None
        or not (word.is_published and voice.is_published)
        or voice.author_id is None
    ):
        return None
    author = user_by_id(session, voice.author_id)
    if author is None or author.suspended_at is not None or not author.mails_answers:
        return None
    body = localized(word.consultation.organisation, "name")
    return Letter(
        _("A reply from %(body)s", body=bidi_isolate(body)),
        [
            text(
                _(
                    "%(body)s replied in the thread to what you said under %(reference)s:",
                    body=bidi_isolate(body), reference=bidi_isolate(voice.reference),
                )
            ),
            Block("quote", word.body or "", lang=word.language),
            text(_("It was said in this consultation:")),
            Block("quote", localized(word.consultation, "title"), lang=lang_of(word.consultation, "title")),
            text(_("It is a clarification. What you said is answered with a reason as well, like everybody’s.")),
            link(
                _("Read it in its place"), "public.contribution",
                reference=voice.reference, after=word.id - 1, _anchor=word.reference,
            ),
        ],
        preferences_of(author),
        unsubscribe_of(author, "answers"),
    )  # fmt: skip

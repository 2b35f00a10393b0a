"""The words for the domain's codes, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.shared.errors import DomainError, ProblemsError

SENTENCES = {
    "write-this": _l("Write this: it cannot be left empty."),
    "too-long": _l("This is too long: at most %(most)s characters."),
    "choose-one": _l("Choose one of these."),
    "password-short": _l("You typed %(typed)s characters. Add some: %(least)s at least."),
    "password-long": _l("Choose a shorter one: %(most)s characters at most."),
    "declare-age": _l("Tick this to go on: only adults register; younger voices come through a facilitator."),
    "sign-in-refused": _l("Address and password do not fit together."),
    "link-not-valid": _l("This link has expired or was already used. Ask for a new one."),
    "confirm-first": _l("Confirm your email address first: the link is in the mail that we sent you."),
    "closes-before-it-opens": _l("Choose a closing after the opening."),
    "opens-in-the-past": _l("Choose an opening that is still to come."),
    "notice-too-short": _l(
        "The notice is shorter than %(days)s days: give the reason that will be published."
    ),
    "period-too-short": _l("Stay open for at least %(days)s days."),
    "period-needs-reason": _l("Open for less than %(days)s days: give the reason that will be published."),
    "choose-a-text": _l("Choose at least one draft text."),
    "text-without-clauses": _l("Write at least one clause."),
    "text-is-published": _l("This text is published and does not change. Begin a new version."),
    "closing-only-later": _l("The closing can only be moved later."),
    "slug-taken": _l("Another consultation has this address. Choose another."),
    "edited-meanwhile": _l("Somebody else saved this while you were writing. Both texts stand below."),
    "state-refuses": _l("The consultation does not allow this now."),
    "contribution-not-now": _l("The consultation does not take contributions now."),
    "reply-not-now": _l("This contribution takes no replies now. Your words are still here: copy them."),
    "vote-not-now": _l("The consultation does not take votes now."),
    "withdraw-not-now": _l("It can be withdrawn only while the consultation is open."),
    "already-decided": _l("This was decided already. The log shows how."),
    "cite-published": _l("Cite at least one published contribution of this consultation, by its reference."),
    "change-needs-acceptance": _l("A clause changes only where the theme is accepted, wholly or in part."),
    "not-accounted": _l("Not everything is answered yet. The list below says what is missing."),
    "theme-in-use": _l("Take its contributions out and clear its points and answer before you remove it."),
    "last-editor": _l("You edited this last. Somebody else must approve it."),
}


def sentence(problem: DomainError) -> str:
    """Return what to tell the reader about ``problem``; for an unknown code, that it could not be done."""
    known = SENTENCES.get(problem.code)
    if known is None:
        return str(_l("This could not be done."))
    return str(known) % problem.values if problem.values else str(known)


def each(problem: DomainError) -> list[DomainError]:
    """Return the single problems that ``problem`` holds."""
    return problem.problems if isinstance(problem, ProblemsError) else [problem]

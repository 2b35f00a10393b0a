"""The words for the domain's codes, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.shared.errors import DomainError, ProblemsError
from consult.web.locale import in_both, language

SENTENCES = {
    "write-this": _l("Write this: it cannot be left empty."),
    "refused-marks": _l(
        "Hidden marks stand in these words, which turn the direction of what is around them or steer a device. They "
        "often come with what is copied from a chat. Remove them with the button here, look at the result and send it."
    ),
    "too-long": _l("This is too long: at most %(most)s characters."),
    "marks-piled": _l("More than %(most)s marks stand on one letter here. Take some of them away."),
    "choose-one": _l("Choose one of these."),
    "choose-whose-name": _l("Choose in whose name this is said."),
    "password-short": _l("You typed %(typed)s characters. Add some: %(least)s at least."),
    "password-long": _l("Choose a shorter one: %(most)s characters at most."),
    "password-guessable": _l(
        "This is among the first that are tried: a common word, a row of keys or your address."
    ),
    "password-wrong": _l("This is not your password."),
    "email-incomplete": _l("Complete the address, as in name@example.org."),
    "email-local": _l(
        "Mail servers do not take what stands before the @. Write at most %(most)s Latin letters and figures, with "
        "single points, hyphens or underscores between them."
    ),
    "email-domain": _l("There is no such name for what stands after the @. Check it letter by letter."),
    "address-held": _l(
        "This account waits for its address to be resolved, and gets no links until then. Write to us about it."
    ),
    "address-yours": _l("Your account has this address already."),
    "name-official": _l("This reads like the name of a body or an office. Choose one that is yours alone."),
    "name-unreadable": _l("Some marks in this name cannot be shown as they are. Write it in plain letters."),
    "name-unseen": _l("Nothing of this name can be seen. Write letters, or leave it empty."),
    "declare-age": _l("Tick this to go on: only adults register."),
    "account-suspended": _l(
        "This account is suspended. The mail that told you of it gives the reason; write to us if you disagree."
    ),
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
    "contribution-not-now:cancelled": _l("The consultation was cancelled and takes no contributions."),
    "reply-not-now": _l("This contribution takes no replies now. Your words are still here: copy them."),
    "place-gone": _l("What this was said about is no longer there. Your words are still here: copy them."),
    "published-meanwhile": _l(
        "These words were published meanwhile. They can be withdrawn where they stand."
    ),
    "vote-not-now": _l("The consultation does not take votes now."),
    "vote-not-now:cancelled": _l("The consultation was cancelled and takes no votes."),
    "vote-gone": _l("What you voted on is no longer shown. Your vote was not recorded."),
    "too-many-wait": _l("%(most)s of your votes wait already. Sign in and record them first."),
    "speaks-for-the-body": _l(
        "You answer for the body that asks: what you say here is its clarification, and is not counted as a voice. "
        "Write it as one; your words are still here: copy them."
    ),
    "not-shown": _l("These words are not shown any more. Yours are still here: copy them."),
    "withdraw-not-now": _l("It can be withdrawn only while the consultation is open."),
    "moved-since": _l("Some of these were moved again since. Nothing was changed."),
    "already-decided": _l("This was decided already. The log shows how."),
    "cite-published": _l("Cite at least one published contribution of this consultation, by its reference."),
    "change-needs-acceptance": _l("A clause changes only where the theme is accepted, wholly or in part."),
    "not-accounted": _l("Not everything is answered yet. The list below says what is missing."),
    "erased-meanwhile": _l(
        "Meanwhile something was erased, which made this version. Look again and publish the next."
    ),
    "theme-in-use": _l("Take its contributions out and clear its points and answer before you remove it."),
    "no-such-account": _l("Nobody has a confirmed account with this address. Ask them to register first."),
    "unknown-address": _l("Nobody has registered with this address."),
    "already-done": _l("This was done already. The log shows when."),
    "not-yourself": _l("This is your own account. Somebody else must do it."),
    "last-administrator": _l("This is the last administrator. Grant the role to somebody else first."),
    "role-held": _l("This person holds the role there already."),
    "scope-does-not-fit": _l("This role cannot be granted there. Choose another place."),
    "reason-short": _l("Say a little more: at least %(least)s characters."),
    "write-either": _l("Write this in one language at least."),
    "name-taken": _l("A body of this name, or of one that looks like it, is verified already."),
    "website-unreadable": _l("Write the whole address, as in https://example.org, or leave it empty."),
    "applied-already": _l("You applied for this organisation already. It waits to be decided."),
    "applications-waiting": _l("Others of your applications wait. Apply again when one of them is decided."),
    "invitation-not-valid": _l(
        "This invitation no longer stands: it was accepted or revoked, or has expired."
    ),
    "invitation-for-another": _l("This invitation was sent to another address."),
    "invitations-waiting": _l("Too many invitations wait. Revoke one first."),
    "try-again": _l("Somebody did the same at this very moment. Send it again."),
    "last-editor": _l("You edited this last. Somebody else must approve it."),
}


def sentence(problem: DomainError) -> str:
    """Return what to tell the reader about ``problem``; for an unknown code, that it could not be done."""
    # Where the state says more than that it is not now, its own sentence.
    known = SENTENCES.get(f"{problem.code}:{problem.values.get('state')}") or SENTENCES.get(problem.code)
    if known is None:
        return str(_l("This could not be done."))
    return str(known) % problem.values if problem.values else str(known)


def why_it_changed(titles: tuple[str, str]) -> tuple[str, str]:
    """Return why an answer changed a text, in Arabic and in English; ``titles`` are the consultation's, in both."""

    def words() -> str:
        title = titles[0] if language() == "ar" else titles[1]
        return str(_("The answer to the consultation “%(title)s”", title=title))

    return in_both(words)


def each(problem: DomainError) -> list[DomainError]:
    """Return the single problems that ``problem`` holds."""
    return problem.problems if isinstance(problem, ProblemsError) else [problem]

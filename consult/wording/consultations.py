"""Words for consultations: their states, rules and acts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "closes-before-it-opens": _l("Choose a closing after the opening."),
    "opens-in-the-past": _l("Choose an opening that is still to come."),
    "notice-too-short": _l(
        "The notice is shorter than %(days)s days: give the reason that will be published."
    ),
    "period-too-short": _l("Stay open for at least %(days)s days."),
    "period-needs-reason": _l("Open for less than %(days)s days: give the reason that will be published."),
    "holidays-need-reason": _l(
        "%(holidays)s official holidays fall into this time. Stay open for at least %(days)s days, or give the reason "
        "that will be published."
    ),
    "choose-a-text": _l("Choose at least one draft text."),
    "closing-only-later": _l("The closing can only be moved later."),
    "closing-too-late": _l(
        "Choose a closing at most %(most)s days after the one that was announced, and within %(ahead)s days from now."
    ),
    "activity-outside": _l("An activity begins before the consultation opens, or ends after it closes."),
    "slug-taken": _l("Another consultation has this address. Choose another."),
    "slug-held": _l(
        "A discarded draft holds this address until its words are deleted, %(days)s days after it was discarded. "
        "Choose another."
    ),
    "draft-is-discarded": _l("This draft was discarded. Bring it back first."),
    "draft-gone-for-good": _l("A discarded draft can be brought back for %(days)s days. That time is over."),
    "pick-a-body": _l("Choose organisations from the list: they are verified, and somebody speaks for them."),
    "nobody-speaks": _l(
        "Nobody speaks here for one of these, so that no mail would reach it. Tell it on another way, and say so below."
    ),
    "too-many-told": _l("At most %(most)s stand here. Name groups, and not each of their members."),
    "too-many-invited": _l("Invite at most %(most)s at a time."),
    "told-day-needed": _l("Write the day on which you told them."),
    "told-before": _l("It was not announced yet on that day. Write the day on which you told them of it."),
    "state-refuses": _l("The consultation does not allow this now."),
}
LABELS = {
    "told": {
        "mail": _l("by mail from this site"),
        "letter": _l("by letter"),
        "phone": _l("by telephone"),
        "meeting": _l("at a meeting"),
        "media": _l("through the media"),
        "other": _l("otherwise"),
    },
    "state": {
        "draft": _l("Draft"),
        "announced": _l("Opens soon"),
        "open": _l("Open now"),
        "closed": _l("Closed, being answered"),
        "answered": _l("Answered"),
        "cancelled": _l("Cancelled"),
    },
    "level": {
        "inform": _l("Inform"),
        "consult": _l("Consult the public"),
        "involve": _l("Involve"),
        "collaborate": _l("Collaborate"),
        "empower": _l("Empower"),
    },
    "act": {
        "drafted": _l("Drafted"),
        "discarded": _l("Discarded"),
        "brought-back": _l("Brought back"),
        "announced": _l("Announced"),
        "extended": _l("Extended"),
        "corrected": _l("Corrected"),
        "cancelled": _l("Cancelled"),
        "answered": _l("Answer published"),
    },
}

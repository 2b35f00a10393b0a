"""Words for contributions and votes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "declares-for-an-organisation": _l(
        "An interest is declared where you speak for an organisation. Choose it above, or leave this empty."
    ),
    "choose-whose-name": _l("Choose in whose name this is said."),
    "contribution-not-now": _l("The consultation does not take contributions now."),
    "contribution-not-now:cancelled": _l("The consultation was cancelled and takes no contributions."),
    "reply-not-now": _l("This contribution takes no replies now. Your words are still here: copy them."),
    "place-gone": _l("What this was said about is no longer there. Your words are still here: copy them."),
    "changed-meanwhile": _l(
        "These words were changed in another window. They stand here as they are now: look again."
    ),
    "published-meanwhile": _l(
        "These words were published meanwhile. They can be withdrawn where they stand."
    ),
    "choose-a-vote": _l("Agree, disagree or pass: press one of the three. Nothing was recorded."),
    "vote-not-now": _l("The consultation does not take votes now."),
    "vote-not-now:cancelled": _l("The consultation was cancelled and takes no votes."),
    "vote-gone": _l("What you voted on is no longer shown. Your vote was not recorded."),
    "too-many-wait": _l("%(most)s of your votes wait already. Sign in and record them first."),
    "speaks-for-the-body": _l(
        "You answer for the body that asks: what you say here is its clarification, and is not counted as a voice. "
        "Write it as one; your words are still here: copy them."
    ),
    "not-shown": _l("These words are not shown any more. Yours are still here: copy them."),
    "own-words": _l("These are your own words, or your organisation’s: others vote on them."),
    "revise-not-now": _l(
        "It can be changed only while the consultation takes words. Yours are still here: copy them."
    ),
    "revised-meanwhile": _l(
        "You changed it on another page since. What stands now is shown below; yours are still in the form."
    ),
    "too-many-revisions": _l("It was changed %(most)s times already, and stays as it is."),
    "key-in-not-now": _l(
        "What came another way is keyed in only for some days after the closing. These are over."
    ),
    "title-of-a-comment": _l(
        "A comment has no title and no problem of its own. Choose “proposal”, or empty the two."
    ),
    "keyed-in-already": _l(
        "The same words were keyed in already, under %(reference)s. If other people sent them too, tick this and press "
        "again."
    ),
    "tick-to-destroy": _l("Tick this first: what is destroyed does not come back."),
    "people-unreadable": _l("Write for how many people it speaks: a whole number from 1 to %(most)s."),
    "day-needed": _l("Write the day on which it arrived."),
    "before-the-opening": _l("The consultation was not open yet on that day."),
    "withdraw-not-now": _l("It can be withdrawn only while the consultation is open."),
}
LABELS = {
    "stance": {
        "support": _l("in favour"),
        "reservations": _l("with reservations"),
        "oppose": _l("against"),
        "neutral": _l("neutral"),
    },
    "kind": {
        "comment": _l("comment"),
        "reply": _l("reply"),
        "proposal": _l("proposal"),
        "clarification": _l("official clarification"),
    },
    "status": {
        "held": _l("Held for review"),
        "published": _l("Published"),
        "hidden": _l("Hidden by rule"),
        "withdrawn": _l("Withdrawn by its author"),
        "erased": _l("Erased"),
    },
    "channel": {
        "site": _l("on this site"),
        "workshop": _l("at a workshop"),
        "paper": _l("on paper"),
        "post": _l("by post"),
        "email": _l("by email"),
        "phone": _l("by telephone"),
        "import": _l("from elsewhere"),
    },
    "governorate": {
        "amman": _l("Amman"),
        "balqa": _l("Balqa"),
        "zarqa": _l("Zarqa"),
        "madaba": _l("Madaba"),
        "irbid": _l("Irbid"),
        "mafraq": _l("Mafraq"),
        "jerash": _l("Jerash"),
        "ajloun": _l("Ajloun"),
        "karak": _l("Karak"),
        "tafila": _l("Tafila"),
        "maan": _l("Ma’an"),
        "aqaba": _l("Aqaba"),
    },
    "choice": {"agree": _l("Agree"), "disagree": _l("Disagree"), "pass": _l("Pass")},
}

"""Words for moderation: decisions and their rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "hold-after-range": _l(
        "Write a number from %(least)s to %(most)s, or leave it empty: nothing is held then."
    ),
    "report-not-now": _l(
        "These words are not shown any more, and cannot be reported. What you wrote stands below."
    ),
    "reported-already": _l(
        "A report of yours about these words waits already. What you wrote now stands below, and was not sent."
    ),
    "pick-a-report": _l("Pick at least one report."),
    "reports-answered": _l(
        "Somebody answered one of these meanwhile. Look at those that still wait, and send it again."
    ),
    "pick-a-voice": _l("Pick at least one contribution."),
    "pick-fewer": _l("%(number)s are picked. Decide about at most %(most)s in one act."),
    "hide-not-all": _l(
        "Nothing was hidden: meanwhile somebody decided about %(references)s, or the author took it back. Take it out, "
        "and send it again."
    ),
    "said-anew-meanwhile": _l(
        "The author of %(references)s changed it meanwhile. It stands here as it is now: read it, and decide again. "
        "Nothing was done."
    ),
    "nothing-to-undo": _l("Nothing of this act is left: each was decided about since, on its own."),
    "reason-changed": _l(
        "Somebody else changed this reason meanwhile. Theirs stands above; what you wrote stands below, not saved."
    ),
    "too-many-reasons": _l("%(most)s reasons are kept ready already. Withdraw one first."),
    "decide-what-is-held": _l("This is held: show it again or hide it. Either answers all reports of it."),
}
LABELS = {
    "decision": {
        "hide": _l("Hidden"),
        "restore": _l("Restored"),
        "erase": _l("Erased"),
        "hold": _l("Held for review"),
    },
    "report-reason": {"not-me": _l("this was not me: somebody spoke in my name")},
    "report-result": {
        "hidden": _l("It was hidden."),
        "stays": _l("It stays as it is."),
        "erased": _l("It was erased."),
    },
    "rule": {
        "1": _l("obscene language"),
        "2": _l("threats or defamation"),
        "3": _l("hate speech"),
        "4": _l("personal data about somebody else"),
        "5": _l("unlawful content"),
        "6": _l("advertising"),
        "7": _l("off topic"),
        "8": _l("repeated text"),
    },
    "rule-meaning": {
        "1": _l("Words that insult decency. A rude opinion about a text or a policy is not enough."),
        "2": _l(
            "A threat against somebody, or an accusation against a named person that the author does not support. "
            "Criticism of a public body or of how it works is not defamation."
        ),
        "3": _l(
            "Calling for hatred or violence against people for what they are: their religion, origin, sex, "
            "disability or any other ground."
        ),
        "4": _l(
            "Names, numbers, addresses or pictures of a private person that this person did not publish. You may "
            "speak of yourself."
        ),
        "5": _l(
            "Content whose publication the law in force forbids. The reason in the log names the provision."
        ),
        "6": _l(
            "Goods, services or campaigns offered for sale or support, without connection to the question."
        ),
        "7": _l(
            "What has nothing to do with what is asked. A remark that asks for another decision than the one "
            "proposed is on topic."
        ),
        "8": _l(
            "The same text by the same person, sent again. Several people who send the same text are not "
            "repeated: each of them counts."
        ),
        "not-me": _l("Somebody wrote in your name, or through your account, and it was not you."),
    },
}

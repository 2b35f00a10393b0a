"""Words for the forum."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "before-it-began": _l("The seat began later. Write a day from then on."),
    "never-held": _l(
        "A seat that was never held has no day on which it ended. Empty the day, or take the tick away."
    ),
    "seat-day-needed": _l("Write the day."),
    "seat-held-already": _l(
        "This seat is held already, since another day. If that day is wrong, end the seat as entered by mistake first."
    ),
    "seat-ended-otherwise": _l(
        "Somebody ended this seat meanwhile, otherwise than you wrote. How it ended stands here."
    ),
    "day-far-off": _l("Check the year of this day."),
    "meeting-ends-before": _l("Write when it begins, and an end after that."),
    "meeting-cancelled": _l("This meeting was called off. Nothing of it is changed any more."),
    "meeting-is-over": _l("The day of this meeting has passed."),
    "meeting-to-come": _l("This meeting is still to come."),
    "agenda-empty": _l("Write at least one topic."),
    "too-many-people": _l("A meeting has room for %(most)s people."),
    "minutes-are-published": _l(
        "The minutes of this meeting are published: it took place, and who came stands as it is."
    ),
    "known-and-named": _l(
        "Choose somebody known, or type a name; not both. A name that is known is corrected on its own page."
    ),
    "presence-recorded-meanwhile": _l(
        "Somebody else recorded this otherwise while you were choosing. Choose once more, and save."
    ),
    "attendee-there": _l(
        "They are in this meeting already. Take them out first, where something of them is to change."
    ),
    "attendee-speaks": _l(
        "The minutes name them as whoever spoke. Choose somebody else there first, or nobody."
    ),
    "name-in-words": _l(
        "A name stands here: “%(name)s”. Write the post instead: names stand beside the minutes alone, where they can "
        "be removed."
    ),
    "name-stands-there": _l(
        "“%(name)s” stands already in the title, place, agenda or published minutes of a meeting that they are in, "
        "where no name can be removed. Change those words first."
    ),
    "name-in-answer": _l(
        "A name of somebody at the meeting stands in the new words of its minutes, or in the reason: “%(name)s”. Write "
        "the post instead."
    ),
    "name-in-clause": _l(
        "In clause %(number)s of the minutes a name stands: “%(name)s”. Write the post instead, and choose who said it."
    ),
    "entry-is-published": _l(
        "What this clause is, and who said it, is published and stays. Its words can change in the next version."
    ),
    "too-many-links": _l("Choose at most %(most)s of these."),
    "question-is-answered": _l(
        "An answer in these minutes answers this question. Take the answer out first."
    ),
    "question-taken-out": _l("It answers a question that was taken out. Put the question back first."),
    "minutes-last-clause": _l("This is the only clause. Edit it instead of taking it out."),
    "minutes-not-published": _l("No version is published yet: this draft is all that was written down."),
    "nobody-came": _l("Say first who came to the meeting."),
    "presence-unknown": _l("Say of everybody invited whether they came."),
    "due-before-agreed": _l("Write the day of the meeting that agreed it, or a later one."),
    "before-last-word": _l("Write a day of the last word on it, or later."),
}
LABELS = {
    "sector": {
        "government": _l("Government bodies"),
        "independent": _l("Independent bodies"),
        "municipality": _l("Municipalities"),
        "civil-society": _l("Civil society"),
        "private": _l("Private sector"),
        "academia": _l("Universities and research"),
    },
    "meeting-mode": {
        "in-person": _l("In person"),
        "online": _l("Online"),
        "hybrid": _l("In person and online"),
    },
    "presence": {
        "invited": _l("Was invited"),
        "present": _l("Came"),
        "apologised": _l("Sent apologies"),
        "absent": _l("Did not come"),
    },
    "part": {
        "member": _l("Member"),
        "chair": _l("Chair"),
        "rapporteur": _l("Rapporteur"),
        "guest": _l("Guest"),
    },
    "entry-kind": {
        "topic": _l("Topic"),
        "statement": _l("Said"),
        "presented": _l("Presented"),
        "question": _l("Question"),
        "answer": _l("Answer to a question"),
        "offer": _l("Offer of cooperation"),
        "delay": _l("Delay noted"),
        "agreed": _l("What was agreed"),
        "outcome": _l("Outcome of the meeting"),
    },
    "action-status": {
        "open": _l("Not begun"),
        "in-progress": _l("Being carried out"),
        "done": _l("Done"),
        "dropped": _l("Given up"),
    },
}

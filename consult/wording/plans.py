"""Words for plans: texts, milestones, what a commitment belongs to, and the files in which they come in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

SENTENCES = {
    "text-without-clauses": _l("Write at least one clause."),
    "too-many-clauses": _l(
        "A text has at most %(most)s clauses. Nothing was changed: join some, or take some out, first."
    ),
    "text-unfinished": _l(
        "Not whole in both languages yet: %(clauses)s (numbers of clauses). Write what is missing."
    ),
    "choose-a-place": _l("Choose where the second clause begins, in one language at least."),
    "nothing-to-join": _l("No clause follows this one: there is nothing to join it with."),
    "text-is-published": _l("This text is published and does not change. Begin a new version."),
    "text-moved-on": _l(
        "A later version of this text was published after this one was begun. "
        "Begin a new version, which starts from it."
    ),
    "text-published-otherwise": _l(
        "Meanwhile this text was published with another reason, which stands. Yours was not: it is kept here."
    ),
    "text-changed-meanwhile": _l(
        "The draft was changed while this page was open. Nothing was published: read what is saved now, then publish."
    ),
    "text-is-discarded": _l("This draft was discarded. Bring it back first."),
    "text-gone-for-good": _l("A discarded draft can be brought back for %(days)s days. That time is over."),
    "text-is-asked-about": _l(
        "The public is being asked about this text. Publish the answer, or cancel the consultation, first."
    ),
    "text-in-a-draft-question": _l(
        "A draft consultation is about this draft. Announce it, or take the text out of it, first."
    ),
    "clause-gone": _l(
        "An answer changes a clause that the newest version of the text no longer has. "
        "Take that change out of the answer."
    ),
    "plan-stands-otherwise": _l(
        "The plan stands otherwise by now, so that this cannot be done. Look at it again."
    ),
    "commitment-stands-otherwise": _l(
        "The commitment stands otherwise by now, so that this cannot be done. Look at it again."
    ),
    "act-before-the-last": _l("Choose a day that is not before that of the last act."),
    "slug-unfit": _l("Write small Latin letters, digits and hyphens, at most 60, such as plan-7."),
    "plan-slug-taken": _l("Another plan has this address. Choose another."),
    "plan-number-unfit": _l("Write a number from 1 to %(most)s."),
    "plan-number-taken": _l("There is a plan of this number already."),
    "choose-municipality": _l("Choose the municipality of a municipal plan; a national plan has none."),
    "commitment-number-unfit": _l(
        "Write a number, with a letter after it where you need one, such as 3 or 3A."
    ),
    "commitment-number-taken": _l("Another commitment of this plan has this number. Choose another."),
    "no-lead": _l("Choose the body that leads it."),
    "commitment-lacks": _l("Write this, in one language at least."),
    "no-principle": _l("Say of one principle at least how the commitment serves it."),
    "no-challenge": _l("Choose one challenge at least that it answers."),
    "no-contact": _l("Name the office to ask, with its email."),
    "no-milestone": _l(
        "Add one milestone at least that says what is delivered, and when it begins and ends within the plan’s period."
    ),
    "ends-before-it-begins": _l("Choose a day that is not before the beginning."),
    "not-reported-on": _l("Progress is reported once the commitment is adopted, and as long as it is."),
    "milestone-withdrawn": _l("This milestone was withdrawn. Nothing more is said of it."),
    "milestone-stands-otherwise": _l(
        "The milestone stands otherwise by now, so that this cannot be done. Look at it again."
    ),
    "plan-takes-none": _l(
        "A milestone is added while the plan is drafted, or once it is refreshed. Record that it was refreshed first."
    ),
    "days-by-a-move": _l("The commitment is adopted: its days are moved with a reason. Use “Move its days”."),
    "as-of-before-the-last": _l("Choose a day that is not before that of the last word."),
    "as-of-before-the-plan": _l(
        "Choose a day from %(first)s on. Before it neither the plan nor the milestone had begun."
    ),
    "status-unchanged": _l("Where there is nothing to report, it stands as before. Leave the status."),
    "say-what-hinders": _l("Say in one language at least what stands in the way."),
    "nothing-and-something": _l("Either there is nothing to report, or you say what was done."),
    "say-why-back": _l("It stood further before. Say in one language at least why it goes back."),
    "evidence-needed": _l(
        "What is completed needs evidence that everybody can see: an address, or a public document of the milestone."
    ),
    "outside-the-plan": _l("Choose a day within the period of the plan, from %(first)s to %(last)s."),
    "nothing-changed": _l("This is what stands already. Change something, or go back."),
    "year-unknown": _l("Write a year from %(first)s to %(last)s."),
    "end-before-start": _l("The end is before the beginning."),
    "number-unreadable": _l("Write a whole number up to %(most)s."),
    "states-nothing": _l("Write a period, a number of commitments, or both."),
    "carried-the-other-way": _l(
        "That commitment carries this one on already. Take that back on its page first."
    ),
    "contact-email-unfit": _l("Write an address to which mail can be sent."),
    "sheet-type": _l("Choose a table: an XLSX, or a CSV in UTF-8."),
    "sheet-too-long": _l("This table has more than %(most)s lines. Divide it into several files."),
    "sheet-too-wide": _l("Line %(line)s has more than %(most)s columns. Take out what is not needed."),
    "cell-too-long": _l("A cell in line %(line)s is longer than any text here. Shorten it."),
    "record-moved-on": _l(
        "The plan was changed since this preview was made. Nothing was recorded. Look at the new preview, then confirm."
    ),
    "import-refused": _l(
        "Nothing was recorded, because some lines cannot be. Mend them and send the file again."
    ),
    "cell-error": _l(
        "The spreadsheet shows an error here (%(typed)s). Mend its formula, or write the value itself."
    ),
    "said-otherwise": _l(
        "Line %(line)s says something else of the same commitment. Write the same, or leave this cell empty."
    ),
    "value-unknown": _l("“%(typed)s” is none of the values of this column, which are: %(allowed)s."),
    "status-late": _l(
        "“%(typed)s” is no status: write not started, in progress or completed. Delay follows from the dates."
    ),
    "milestone-by-an-act": _l(
        "The commitment is adopted: a milestone is added to it on its page, with the reason, once the plan is "
        "refreshed."
    ),
    "words-with-a-reason": _l(
        "The commitment was adopted: its words are changed on its page, with the reason."
    ),
    "written-by-coordinators": _l(
        "The commitment was submitted or adopted: now the coordinators of its plan alone write of it."
    ),
    "plan-ended-takes-none": _l("The plan has ended: no milestone is added to it any more."),
    "commitment-withdrawn": _l("This commitment was withdrawn. Nothing more is written of it."),
    "status-by-a-report": _l(
        "The commitment is adopted: where its milestones stand is reported on their pages."
    ),
    "status-without-a-day": _l(
        "The file says that it stands otherwise than the record has it. Write on which day that was so."
    ),
    "status-older": _l(
        "The record has a status as of %(day)s, which is later. Write that day or a later one."
    ),
    "body-unknown": _l(
        "No body is called “%(typed)s”. Enter it at the desk first, or write its name as it stands there."
    ),
    "body-ambiguous": _l(
        "Several bodies are called “%(typed)s”. Write the end of the web address of the one you mean."
    ),
    "bodies-differ": _l(
        "The two languages name different bodies. Name the same ones, or leave one cell empty."
    ),
    "milestone-unknown": _l(
        "This commitment has no milestone of this id. Leave the cell empty for a new one."
    ),
    "milestone-ambiguous": _l(
        "Several milestones of this commitment have this title. Write the id of the one you mean."
    ),
    "said-twice": _l("Two columns of this line say this, each something else. Keep one of the two."),
    "milestone-twice": _l("Line %(line)s speaks of this milestone already. Keep one of the two."),
}
LABELS = {
    "period-of": {"original": _l("original period"), "current": _l("current period")},
    "counted-by": {
        "nation": _l("as the nation counts"),
        "mechanism": _l("as the independent mechanism counts"),
    },
    "plan-level": {"national": _l("National plan"), "municipal": _l("Municipal plan")},
    "plan-state": {
        "drafting": _l("being drafted"),
        "adopted": lazy_pgettext("plan", "adopted"),
        "in-force": _l("in force"),
        "refreshed": _l("in force, refreshed"),
        "ended": _l("ended"),
    },
    "plan-act": {
        "adopted": _l("The plan was adopted"),
        "brought-into-force": _l("The plan came into force"),
        "refreshed": _l("The plan was refreshed"),
        "ended": _l("The plan ended"),
        "taken-back": _l("The act before was taken back"),
    },
    "plan-do": {
        "adopted": _l("Record that the plan was adopted"),
        "brought-into-force": _l("Record that it came into force"),
        "refreshed": _l("Record that it was refreshed"),
        "ended": _l("Record that it has ended"),
        "taken-back": _l("Take the last act back"),
    },
    "commitment-state": {
        "draft": _l("a draft"),
        "submitted": _l("submitted"),
        "returned": _l("returned to its drafters"),
        "adopted": _l("adopted"),
        "withdrawn": _l("withdrawn"),
    },
    "commitment-act": {
        "submitted": _l("It was submitted"),
        "returned": _l("It was returned"),
        "adopted": _l("It was adopted"),
        "withdrawn": _l("It was withdrawn"),
        "taken-back": _l("The act before was taken back"),
    },
    "commitment-do": {
        "submitted": _l("Submit the commitment"),
        "returned": _l("Return it to its drafters"),
        "adopted": _l("Adopt the commitment"),
        "withdrawn": _l("Withdraw the commitment"),
        "taken-back": _l("Take the last act back"),
    },
    "smart": {
        "specific": _l("Specific: it says exactly what is done"),
        "measurable": _l("Measurable: anybody can see whether it is done"),
        "answerable": _l("Answerable: it is clear who is responsible for it"),
        "relevant": _l("Relevant: it answers the problem, and the principles"),
        "time-bound": _l("Time-bound: it says by when"),
    },
    "template": {
        "problem": _l("The problem"),
        "what": _l("What is promised"),
        "how": _l("How it solves the problem"),
        "information": _l("How it serves access to information"),
        "accountability": _l("How it serves accountability"),
        "participation": _l("How it serves public participation"),
        "technology": _l("How it serves technology and innovation"),
        "resources": _l("Resources"),
    },
    "reworded": {
        "title": _l("What it is called was changed"),
        "template": _l("What it promises was changed"),
        "milestone": _l("The words of the milestone were changed"),
    },
    "reworded-field": {
        "title": _l("Title"),
        "note": _l("Note"),
        "deliverable": _l("What it delivers"),
        "contact_name": _l("Office to ask"),
        "contact_email": _l("Its email"),
        "contact_phone": _l("Its telephone"),
        "starts_on": _l("Begins on"),
        "ends_on": _l("Ends on"),
        "due_on": _l("Due on"),
    },
    "milestone": {
        "not_started": _l("not started"),
        "in_progress": _l("in progress"),
        "completed": _l("completed"),
    },
    "milestone-standing": {
        "not_started": _l("not started"),
        "in_progress": _l("in progress"),
        "completed": _l("completed"),
        "late": lazy_pgettext("milestone", "late"),
        "delayed": lazy_pgettext("milestone", "delayed"),
        "withdrawn": lazy_pgettext("milestone", "withdrawn"),
    },
    "milestone-act": {
        "added": lazy_pgettext("milestone", "It was added"),
        "moved": lazy_pgettext("milestone", "Its days were moved"),
        "withdrawn": lazy_pgettext("milestone", "It was withdrawn"),
        "delayed": lazy_pgettext("milestone", "It was declared delayed"),
        "delay-ended": lazy_pgettext("milestone", "It is delayed no more"),
        "taken-back": _l("The act before was taken back"),
    },
    "milestone-do": {
        "moved": _l("Move its days"),
        "withdrawn": _l("Withdraw the milestone"),
        "delayed": _l("Declare that it is delayed"),
        "delay-ended": _l("Say that it is delayed no more"),
        "taken-back": _l("Take the last act back"),
    },
    "family": {
        "challenge": _l("Challenges that it answers"),
        "principle": _l("Principles that it serves"),
        "area": _l("Areas that it cuts across"),
        "open_gov_challenge": _l("Areas of the Open Gov Challenge"),
    },
    "challenge": {
        "services": _l("Improving public services"),
        "integrity": _l("Increasing public integrity"),
        "resources": _l("Managing public resources more effectively"),
        "safety": _l("Creating safer communities"),
        "corporate": _l("Increasing corporate accountability"),
    },
    "principle": {
        "information": _l("Access to information"),
        "accountability": _l("Accountability"),
        "participation": _l("Public participation"),
        "technology": _l("Openness to technology and innovation"),
    },
    "area": {
        "education": _l("Education"),
        "anti_corruption": _l("Fighting corruption"),
        "civic_space": _l("Civic space and enabling environment"),
        "gender": _l("Gender"),
        "health": _l("Health"),
        "less_advantaged": _l("Less advantaged communities"),
        "natural_resources": _l("Natural resources"),
    },
    "open_gov_challenge": {
        "access_to_information": _l("Access to information"),
        "anti_corruption": _l("Fighting corruption"),
        "civic_space": _l("Civic space and enabling environment"),
        "climate_and_environment": _l("Climate and environment"),
        "digital_governance": _l("Digital governance"),
        "fiscal_openness": _l("Fiscal openness"),
        "gender_and_inclusion": _l("Gender and inclusion"),
        "justice": _l("Justice"),
        "media_freedom": _l("Media freedom"),
        "public_participation": _l("Public participation"),
    },
    "import-outcome": {
        "new": _l("new"),
        "changed": _l("changed"),
        "unchanged": _l("unchanged"),
        "refused": _l("cannot be recorded"),
    },
    "column-says": {
        "commitment_number": _l(
            "A number, with a letter where the plan has one, such as 3 or 3A. It is how a commitment is known again."
        ),
        "title": _l("At most 300 letters; one language is enough."),
        "lead_bodies": _l(
            "Names as they are entered here, now or formerly, parted by semicolons. "
            "The first leads, the others together with it."
        ),
        "supporting_bodies": _l("Names as they are entered here, parted by semicolons."),
        "starts_on": _l("A day, such as 2026-01-31 or 31/1/2026, day first."),
        "ends_on": _l("A day, not before the beginning."),
        "problem": _l("The problem that the public has, and how large it is."),
        "what": _l("What is promised, and what is expected to come of it."),
        "how": _l("By which way the promise mends the problem."),
        "information": _l("In one sentence or more; empty where the commitment does not serve it."),
        "accountability": _l("In one sentence or more; empty where the commitment does not serve it."),
        "participation": _l("In one sentence or more; empty where the commitment does not serve it."),
        "technology": _l("In one sentence or more; empty where the commitment does not serve it."),
        "challenges": _l("One or more of the values below, parted by semicolons."),
        "areas": _l("None, one or more of the values below, parted by semicolons."),
        "open_gov_challenge": _l("None, one or more of the values below, parted by semicolons."),
        "resources": _l("Money, people and programmes that it builds on."),
        "contact_name": _l("An office rather than a person: it is public."),
        "contact_email": _l("The address of that office."),
        "contact_phone": _l("The telephone of that office."),
        "milestone_id": _l(
            "By which a milestone is known again, as it stands in the file that is downloaded. Empty for a new one; "
            "without it, milestones are known by their title."
        ),
        "milestone_title": _l("At most 300 letters; one language is enough."),
        "deliverable": _l("What anybody can see once it is delivered."),
        "milestone_starts_on": _l("A day within the plan’s period."),
        "milestone_due_on": _l("A day within the plan’s period. Each new milestone needs one."),
        "status": _l("Where the milestone stands: one of the values below."),
        "status_as_of": _l(
            "The day on which that was so. Needed where the status is another one than the record has."
        ),
        "reported_on": _l(
            "“yes” where the milestones of the commitment are reported on and counted on the board; "
            "left aside when a file is brought in."
        ),
        "milestone_state": _l(
            "What was declared of the milestone, with the reasons in the file of progress; left aside when a file is "
            "brought in."
        ),
        "illustrative": _l(
            "“yes” where the demonstration invented the milestone; left aside when a file is brought in."
        ),
    },
}

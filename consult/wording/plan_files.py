"""Words for the files of plans: what is wrong with a line, what becomes of it, and what stands in each column."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "sheet-type": _l("Choose a table: an XLSX, or a CSV in UTF-8."),
    "sheet-too-long": _l("This table has more than %(most)s lines. Divide it into several files."),
    "sheet-too-wide": _l("Line %(line)s has more than %(most)s columns. Take out what is not needed."),
    "cell-too-long": _l("A cell in line %(line)s is longer than any text here. Shorten it."),
    "record-moved-on": _l(
        "The plan was changed since this preview was made. Nothing was recorded. Look at the new preview, then confirm."
    ),
    "import-refused": _l("Nothing was recorded, because some lines cannot be. Mend them and send the file again."),
    "cell-error": _l("The spreadsheet shows an error here (%(typed)s). Mend its formula, or write the value itself."),
    "said-otherwise": _l(
        "Line %(line)s says something else of the same commitment. Write the same, or leave this cell empty."
    ),
    "value-unknown": _l("“%(typed)s” is none of the values of this column. They stand on the page before."),
    "status-late": _l(
        "“%(typed)s” is no status: write not started, in progress or completed. Delay follows from the dates."
    ),
    "status-older": _l("The record has a status as of %(day)s, which is later. Write that day or a later one."),
    "body-unknown": _l(
        "No body is called “%(typed)s”. Enter it at the desk first, or write its name as it stands there."
    ),
    "body-ambiguous": _l(
        "Several bodies are called “%(typed)s”. Write the end of the web address of the one you mean."
    ),
    "bodies-differ": _l("The two languages name different bodies. Name the same ones, or leave one cell empty."),
    "milestone-unknown": _l("This commitment has no milestone of this id. Leave the cell empty for a new one."),
    "milestone-ambiguous": _l(
        "Several milestones of this commitment have this title. Write the id of the one you mean."
    ),
    "milestone-twice": _l("Line %(line)s speaks of this milestone already. Keep one of the two."),
}  # fmt: skip
LABELS = {
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
            "The day on which that was so; today where it is empty and the status is another one."
        ),
    },
}

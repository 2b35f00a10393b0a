"""What the columns of the open file of a plan's progress are called, and what stands in them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ENTRIES = {"update": _l("what was reported"), "act": _l("what was done with the milestone")}
_IN_BOTH = _l("In Arabic and in English, as far as it was written.")
_AS_THERE = _l("As in the file of commitments and milestones.")
_BY = _l("As in the address of its page here; empty where the coordinators of the plan reported.")
_GONE = _l("“yes” where the document was withdrawn since, or is no longer for everybody.")
_LATER = _l("Of two updates, or of two acts, the one that was recorded later has the greater.")
_MOVED = _l("A day; empty where no days were moved.")
_ONE_OF = _l("One of the values below.")
# By column, without its language: its heading, and what it says.
TOLD: dict[str, tuple[object, object]] = {
    "entry": (_l("Kind of line"), _ONE_OF),
    "entry_id": (
        _l("Id of the line"),
        _LATER,
    ),
    "commitment_number": (_l("Commitment number"), _AS_THERE),
    "commitment_title": (_l("Commitment title"), _IN_BOTH),
    "milestone_id": (_l("Milestone id"), _AS_THERE),
    "milestone_title": (_l("Milestone title"), _IN_BOTH),
    "illustrative": (
        _l("Illustrative milestone"),
        _l("“yes” where the demonstration invented the milestone."),
    ),
    "recorded_at": (_l("Recorded at"), _l("When it was entered here.")),
    "as_of": (_l("Update: as of"), _l("The day of which the update is true.")),
    "status": (_l("Update: status"), _l("Where the milestone stood on that day: one of the values below.")),
    "body": (
        _l("Update: address of the body"),
        _BY,
    ),
    "body_name": (_l("Update: name of the body"), _IN_BOTH),
    "done": (_l("Update: what was done"), _IN_BOTH),
    "nothing_to_report": (_l("Update: nothing to report"), _l("“yes” or “no”.")),
    "challenge": (_l("Update: what stands in the way"), _IN_BOTH),
    "evidence_url": (_l("Update: address of the evidence"), _l("An address on another site.")),
    "evidence_document": (_l("Update: document that shows it"), _l("The address of its page here.")),
    "evidence_gone": (
        _l("Update: document no longer public"),
        _GONE,
    ),
    "corrects": (
        _l("Update: which one it corrects"),
        _l("The id of the line in whose place it stands."),
    ),
    "corrected_by": (
        _l("Update: by which one it was corrected"),
        _l("The id of the line that stands in its place. Where this is empty, the update stands."),
    ),
    "correction": (_l("Update: why it corrects"), _IN_BOTH),
    "act": (_l("Act: its kind"), _ONE_OF),
    "happened_on": (_l("Act: its day"), _l("The day on which it was done.")),
    "takes_back": (
        _l("Act: which one it takes back"),
        _l("The id of the line of the act that holds no more."),
    ),
    "reason": (_l("Act: its reason"), _IN_BOTH),
    "recovery": (_l("Act: what is done about the delay"), _IN_BOTH),
    "was_starts_on": (_l("Act: beginning before the move"), _MOVED),
    "starts_on": (_l("Act: beginning after the move"), _MOVED),
    "was_due_on": (_l("Act: due day before the move"), _MOVED),
    "due_on": (_l("Act: due day after the move"), _MOVED),
}

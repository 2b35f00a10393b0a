"""Words for outcomes: themes, answers, publication."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "moved-meanwhile": _l(
        "Somebody else moved contributions that you picked, while this page was open. Nothing was changed: where they "
        "stand now and what you chose stand below."
    ),
    "moved-since": _l("Some of these were moved again since. Nothing was changed."),
    "cite-published": _l("Cite at least one published contribution of this consultation, by its reference."),
    "cite-unknown": _l(
        "No published contribution of this consultation: %(references)s. Look at the reference again."
    ),
    "cite-own-theme": _l(
        "Not under this theme: %(references)s. Cite what stands under it, or put these under it first."
    ),
    "changed-by-another": _l(
        "The answer to another theme changes this clause already, as its words here say. Change it in one of them only."
    ),
    "names-withdrawn": _l(
        "A milestone that was chosen here was withdrawn meanwhile. Choose another, or none."
    ),
    "change-needs-acceptance": _l("A clause changes only where the theme is accepted, wholly or in part."),
    "not-accounted": _l("Not everything is answered yet. The list below says what is missing."),
    "erased-meanwhile": _l(
        "Meanwhile something was erased, which made this version. Look again and publish the next."
    ),
    "published-otherwise": _l(
        "Meanwhile somebody else published this version, with another reason. Read what stands there now, and publish "
        "the next version where something is still to be corrected."
    ),
    "without-summary": _l("Say whether it is published without these summaries."),
    "theme-in-use": _l("Take its contributions out and clear its points and answer before you remove it."),
    "correction-changes-nothing": _l(
        "Nothing would change: this says what the last version says. Change an answer, a point or a placing first."
    ),
    "looked-elsewhere": _l("Meanwhile the answer or the number of voices changed. Look at it once more."),
    "last-editor": _l("You edited this last. Somebody else must approve it."),
}
LABELS = {
    "outcome-part": {
        "added": _l("The theme is new"),
        "title": _l("Title"),
        "outcome": _l("Outcome"),
        "reason": _l("Reason"),
        "points": _l("Summary"),
        "clauses": _l("Words of the text"),
        "milestones": _l("Milestones"),
        "voices": _l("Number of voices"),
    },
    "outcome": {
        "accepted": _l("Accepted"),
        "accepted_in_part": _l("Accepted in part"),
        "noted_for_later": _l("Noted for later"),
        "not_accepted": _l("Not accepted"),
        "out_of_scope": _l("Out of scope"),
    },
}

"""How a published outcome is shown: what was said beside what was done. Quotes are references, never copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.contributions.models import Contribution, ContributionRow, Status
from consult.moderation.models import ModerationDecision
from consult.outcomes.models import Outcome, OutcomeChange
from consult.plans.models import ClauseText, Commitment
from consult.public.consultations.presenters import Shown
from consult.public.contributions.translations import Translations, below
from consult.public.plans.differences import Kept, pieces
from consult.shared.text import paragraphs, shortened
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized

LONGEST_QUOTE = 500
Words = Mapping[tuple[int, int], ClauseText]


def tally(outcome: Outcome, slug: str, changed: int, milestones: int) -> list[Shown]:
    """Return the tally's items: voices, themes, answers, clauses changed and milestones, each a link."""
    page = url_for("public.outcome", slug=slug)
    themes, voices = (
        len(outcome.content["themes"]),
        outcome.figures["published"] + outcome.figures["late_published"],
    )
    contributions = url_for("public.contributions", slug=slug)
    return [
        _item("voice", voices, ngettext("contribution", "contributions", voices), contributions),
        _item("theme", themes, ngettext("theme", "themes", themes), f"{page}#themes"),
        _item("answer", themes, ngettext("reasoned answer", "reasoned answers", themes), f"{page}#themes"),
        _item("words", changed, ngettext("clause changed", "clauses changed", changed), f"{page}#themes"),
        _item("milestone", milestones, ngettext("milestone", "milestones", milestones), f"{page}#themes"),
    ]


def _item(kind: str, number: int, words: str, url: str) -> Shown:
    return {"kind": kind, "number": number, "label": words, "url": url if number else None}


def change(row: OutcomeChange, words: Words, commitments: Mapping[int, Commitment], kept: Kept) -> Shown:
    """Return a changed clause: its words in the page's language as a difference, and where to compare the versions."""
    before, after = words[row.from_version_id, row.clause_id], words[row.to_version_id, row.clause_id]
    commitment = commitments[row.to_version_id]
    return {
        "where": _("Clause %(number)s: %(heading)s", number=after.position, heading=localized(after, "heading")),
        "compare": _(
            "Compare version %(before)s with version %(after)s",
            before=before.version.number,
            after=after.version.number,
        ),
        "pieces": pieces(kept, before, after, "text"),
        "lang": lang_of(after, "text"),
        "url": url_for(
            "public.compare", slug=commitment.plan.slug, number=commitment.number,
            before=before.version.number, after=after.version.number,
        ),
    }  # fmt: skip


def quote(
    contribution: Contribution | ContributionRow,
    decision: ModerationDecision | None,
    translations: Translations | None = None,
) -> Shown:
    """Return a quoted voice in its own words, translated below them; of one that is gone since, what remains of it."""
    shown: Shown = {
        "reference": contribution.reference,
        "url": url_for("public.contribution", reference=contribution.reference),
        "gone": None,
    }
    if not contribution.is_published:
        return {**shown, **stub(contribution, decision)}
    organisation = contribution.organisation
    made = below(contribution, translations or {})
    return {
        **shown,
        "paragraphs": _opening(contribution.body or ""),
        "translation": replace(made, title=None, paragraphs=_opening(made.body)) if made else None,
        "lang": contribution.language,
        "name": localized(organisation, "name") if organisation else contribution.shown_name,
    }


def _opening(body: str) -> list[str]:
    """Return a voice's first paragraph, cut at a word where it is long: the quote leads to the whole."""
    whole = paragraphs(body)
    first = whole[0] if whole else ""
    quote = shortened(first, LONGEST_QUOTE, " […]")
    return [f"{first} […]"] if quote == first and len(whole) > 1 else [quote]


def stub(contribution: Contribution | ContributionRow, decision: ModerationDecision | None) -> Shown:
    """Return in words which way a contribution went, when, and where that is logged."""
    day = dates.day(contribution.status_at)
    if contribution.status == Status.WITHDRAWN:
        return {
            "gone": _("The author withdrew this contribution on %(day)s.", day=day),
            "log": None,
            "entry": None,
        }
    if contribution.status in {Status.HIDDEN, Status.ERASED} and decision is not None:
        return {
            "gone": _decided(contribution, decision, day),
            "log": url_for("public.moderation_log", before=decision.id + 1, _anchor=f"entry-{decision.id}"),
            "entry": _("Entry %(number)s in the moderation log", number=decision.id),
        }
    return {"gone": f"{label('status', contribution.status)} · {day}", "log": None, "entry": None}


def _decided(contribution: Contribution | ContributionRow, decision: ModerationDecision, day: str) -> str:
    if contribution.status == Status.ERASED:
        return str(_("Erased on %(day)s by two persons together. Nothing of its words is left.", day=day))
    rule = label("rule", decision.rule)
    return str(_("Hidden by rule %(number)s: %(rule)s.", number=decision.rule, rule=rule))


def voice(
    contribution: Contribution | ContributionRow,
    decision: ModerationDecision | None,
    translations: Translations | None = None,
) -> Shown:
    """Return a voice behind a theme for the voice's component, or its tombstone."""
    shown = quote(contribution, decision)
    organisation = contribution.organisation
    return {
        **shown,
        "paragraphs": paragraphs(contribution.body or "") if contribution.is_published else [],
        "translation": below(contribution, translations or {}),
        "organisation_label": label("organisation", organisation.kind) if organisation else None,
        "organisation_url": organisation_url(contribution) if contribution.is_published else None,
        "stance": contribution.stance,
        "stance_label": label("stance", contribution.stance) if contribution.stance else None,
        "when": dates.day(contribution.received_at),
        "when_iso": dates.iso(contribution.received_at),
        "dir": "rtl" if contribution.language == "ar" else "ltr",
        "title": contribution.title if contribution.is_published else None,
        "kind": label("kind", contribution.kind),
        "late": contribution.late,
    }


def organisation_url(contribution: Contribution | ContributionRow) -> str | None:
    """Return the page of the organisation for which it was said, None where it was said for none."""
    organisation = contribution.organisation
    return url_for("public.organisation", slug=organisation.slug) if organisation else None


def cited(theme: Mapping[str, Sequence[Mapping[str, Sequence[str]]]]) -> list[str]:
    """Return the references that a frozen theme cites, in order, each once."""
    return list(dict.fromkeys(reference for point in theme["points"] for reference in point["cites"]))


def figures(outcome: Outcome, slug: str) -> Shown:
    """Return the frozen figures as rows of bars, each number leading to what it counts."""
    # Outcomes of before organisations were counted once knew one number for both.
    f = {"organisation_voices": outcome.figures["organisations"], **outcome.figures}
    url = url_for("public.contributions", slug=slug)
    fates = ("published", "hidden", "withdrawn", "erased", "held")
    arrived = [{"label": label("status", fate), "number": f[fate], "url": url} for fate in fates if f[fate]]
    senders = [
        {"label": _("Individuals"), "number": f["published"] - f["organisation_voices"], "url": url},
        {
            "label": _("For organisations"),
            "number": f["organisation_voices"],
            "text": ngettext(
                "%(voices)s from %(num)s organisation", "%(voices)s from %(num)s organisations", f["organisations"],
                voices=f["organisation_voices"],
            ),
            "url": url,
        },
    ]  # fmt: skip
    themes = [
        {
            "label": localized(theme, "title"), "number": theme["primary"],
            "url": url_for("public.theme", slug=slug, theme_id=theme["id"], version=outcome.number),
        }
        for theme in outcome.content["themes"]
    ]  # fmt: skip
    stances = ("support", "reservations", "oppose", "neutral")
    return {
        "arrived": arrived, "received": f["received"], "senders": senders, "published": f["published"],
        "themes": themes, "placed": sum(theme["primary"] for theme in outcome.content["themes"]),
        "stances": {name: f.get(f"stance_{name}", 0) for name in stances},
        "late": f["late"],
    }  # fmt: skip

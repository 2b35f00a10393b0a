"""Who keeps the page on the initiative, and what of a draft an edition shows."""

from __future__ import annotations

from collections.abc import Iterable

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.initiative.models import InitiativeFact, SectionInFull
from consult.shared.text import has_words


def may_keep(actor: Actor | None) -> bool:
    """Whether ``actor`` may write and publish the page."""
    return may(actor, Act.KEEP_INITIATIVE)


def is_told(fact: InitiativeFact) -> bool:
    """Whether a fact says something: one without a value waits at the desk."""
    return has_words(fact.value_ar) or has_words(fact.value_en)


def shown(sections: Iterable[SectionInFull]) -> list[SectionInFull]:
    """Return what an edition made now would show: no empty fact, and no section that says nothing."""
    told = [
        SectionInFull(each.section, each.words, [fact for fact in each.facts if is_told(fact)])
        for each in sections
        if not each.words.withdrawn
    ]
    return [
        each
        for each in told
        if each.facts or has_words(each.words.prose_ar) or has_words(each.words.prose_en)
    ]

"""How something came that was not written on this site, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.contributions.models import Channel, Contribution, ContributionRow
from consult.contributions.models.letters import GOVERNORATE, PLACE, RECEIVED_ON, STANDS_FOR
from consult.web import dates
from consult.web.labels import label


def came(said: Contribution | ContributionRow) -> list[str]:
    """Return how it came, from where, and for how many it speaks; nothing of what was written here, or is not shown."""
    if said.channel == Channel.SITE or not said.is_published:
        return []
    return came_by(said.channel, said.facts)


def came_by(channel: str, facts: Mapping[str, str]) -> list[str]:
    """Return the same of something with these facts, whether it is published yet or not."""
    return [_on_a_day(channel, facts), *_whence(facts)]


def numbers(by_channel: Mapping[str, int], whole: int) -> list[tuple[str, int]]:
    """Return how many voices came on each way, this site first; nothing where all were written here."""
    here = whole - sum(by_channel.values())
    if not by_channel:
        return []
    return [
        (label("channel", Channel.SITE), here),
        *((label("channel", name), n) for name, n in by_channel.items()),
    ]


def _on_a_day(channel: str, facts: Mapping[str, str]) -> str:
    way, day = label("channel", channel), facts.get(RECEIVED_ON)
    if not day:
        return str(_("came %(way)s", way=way))
    return str(_("came %(way)s on %(day)s", way=way, day=dates.day(date.fromisoformat(day))))


def _whence(facts: Mapping[str, str]) -> list[str]:
    named = [facts[PLACE]] if PLACE in facts else []
    if GOVERNORATE in facts:
        named.append(str(_("governorate of %(name)s", name=label("governorate", facts[GOVERNORATE]))))
    if STANDS_FOR in facts:
        people = int(facts[STANDS_FOR])
        named.append(
            ngettext(
                "speaks for %(num)s person, and counts as one voice",
                "speaks for %(num)s people, and counts as one voice",
                people,
            )
        )
    return named

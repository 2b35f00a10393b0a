"""Writing the page on the initiative: its sections, their facts, and the editions that the public reads."""

from consult.initiative.services.facts import FactWords, add_fact, correct_fact, put_fact
from consult.initiative.services.publishing import publish, put_edition
from consult.initiative.services.sections import (
    Outlined,
    SectionWords,
    add_section,
    begin,
    put_section,
    save_section,
    withdraw_section,
)

__all__ = [
    "FactWords",
    "Outlined",
    "SectionWords",
    "add_fact",
    "add_section",
    "begin",
    "correct_fact",
    "publish",
    "put_edition",
    "put_fact",
    "put_section",
    "save_section",
    "withdraw_section",
]

"""What the page can begin with: headings and empty fields, by the names that things have everywhere here."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from consult.initiative.models import Shape
from consult.initiative.services import Outlined
from consult.web.locale import in_both
from consult.wording import LABELS

_SECTIONS: tuple[tuple[str, Shape, object, Iterable[object]], ...] = (
    ("what-it-is", Shape.FACTS, _l("What is the Open Government Partnership?"), (
        _l("What kind of initiative it is"), _l("Purpose"), _l("Voluntary nature"), _l("Steering committee"),
        _l("Official launch"), _l("Founding governments"), _l("Declaration"), _l("Participating countries"),
        _l("Commitments worldwide"),
    )),
    ("joining", Shape.STEPS, _l("How does a government join?"), (
        _l("Meet the eligibility criteria"), _l("Send the letter of intent"), _l("Name a responsible ministry"),
        _l("Make a national action plan"), _l("Accept the Independent Reporting Mechanism"),
        _l("Commit to self-reports"),
    )),
    ("eligibility", Shape.TERMS, _l("The eligibility criteria"), (
        _l("Fiscal transparency"), _l("The right to obtain information"), _l("Disclosure of financial information"),
        _l("Empowering citizens"),
    )),
    ("our-joining", Shape.FACTS, _l("How this country joined"), (
        _l("Official beginning"), _l("Decision to join"), _l("Letter of the Prime Minister"),
        _l("Letter of intent"), _l("Responsible body"), _l("Liaison officer"),
    )),
    ("plan-content", Shape.FACTS, _l("What a national action plan contains"), (
        _l("What a plan holds"), _l("Time frame"), _l("With whom it is made"),
    )),
    ("challenges", Shape.TERMS, _l("The challenges"), LABELS["challenge"].values()),
    ("principles", Shape.TERMS, _l("The principles of open government"), LABELS["principle"].values()),
    ("areas", Shape.FACTS, _l("Cross-cutting areas"), (_l("The areas"),)),
    ("tests", Shape.TERMS, _l("What a good commitment is"), (
        _l("Ambitious"), _l("A priority"), _l("Consistent with the principles"), *LABELS["smart"].values(),
    )),
    ("unit", Shape.FACTS, _l("The unit for open government"), (
        _l("Name of the unit"), _l("Since when it works"), _l("What it coordinates and follows up"),
        _l("What else it does"),
    )),
    ("contacts", Shape.FACTS, _l("Contacts"), (
        _l("Site of the initiative"), _l("This country’s page there"), _l("This country’s own site"),
        _l("Email of the unit"), _l("Social media"),
    )),
    ("glossary", Shape.TERMS, _l("Glossary"), ()),
)  # fmt: skip


def outline() -> list[Outlined]:
    """Return the sections with their headings and the labels of their facts in both languages."""
    return [
        Outlined(slug, shape, _both(heading), [_both(label) for label in labels])
        for slug, shape, heading, labels in _SECTIONS
    ]


def _both(words: object) -> tuple[str, str]:
    return in_both(lambda: str(words))

"""Functions that take typed text take time that grows with its length, on the worst that is known for each of them.

Each is timed at n, 2n and 4n. What grows with the square takes sixteen times as long at 4n as at n; ten times is let
pass, so that a busy machine fails nothing. Once n itself took the second that a worker has, that is a failure too.
"""

from __future__ import annotations

import inspect
from contextlib import suppress
from time import process_time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from consult.accounts.services import guessable, passwords
from consult.consultations.models import Activity, ActivityKind
from consult.contributions.models import Kind
from consult.contributions.services import Words
from consult.contributions.services.posting import checked
from consult.desk.moment_field import moment_of
from consult.desk.themes.undo import unpacked
from consult.organisations.services import applying
from consult.public.account.next_url import safe_next
from consult.shared import (
    csv,
    dates_typed,
    email_address,
    errors,
    folding,
    html,
    language,
    marks,
    names,
    offices,
    skeletons,
    text,
    web_addresses,
)
from consult.shared.errors import DomainError
from consult.web import measuring
from consult.web.rendering import prose, with_mail_links

if TYPE_CHECKING:
    from collections.abc import Callable

    from consult.consultations.models import Consultation

ACUTE, DOT = "\u0301", "\u0323"
# Each makes a text of about so many code points.
WORST: dict[str, Callable[[int], str]] = {
    "marks of two classes on one letter": lambda n: "a" + (ACUTE + DOT) * (n // 2),
    "marks with what cannot be seen between them": lambda n: "a" + (ACUTE + "\u200e" + DOT) * (n // 3),
    "eight marks on each letter": lambda n: ("a" + ACUTE * 8) * (n // 9),
    "harakat": lambda n: "نَّ" * (n // 3),
    "regional indicators": lambda n: "\U0001f1ef" * n,
    "joined emoji": lambda n: "👩\u200d" * (n // 2),
    "an emoji with selectors": lambda n: "👩" + "\ufe0f" * n,
    "a conjunct without end": lambda n: "क्" * (n // 2),
    "prepended marks": lambda n: "\u0600" * n,
    "tabs": lambda n: "\t" * n,
    "blanks": lambda n: "x" + " " * n + "x",
    "line ends and blanks": lambda n: "\n " * (n // 2) + "x",
    "line ends": lambda n: "\n" * n + "x",
    "semicolons and apostrophes": lambda n: ";'" * (n // 2),
    "apostrophes": lambda n: "'" * n,
    "letters": lambda n: "a" * n,
    "figures": lambda n: "1" * n + "a",
    "hyphens": lambda n: "V" + "-" * n,
    "dots": lambda n: "a." * (n // 2),
    "at signs": lambda n: "a@" * (n // 2),
    "addresses": lambda n: "a@a." * (n // 4),
    "brackets": lambda n: "(" * n,
    "quotation marks": lambda n: "«" * n + '"' * n,
    "slashes": lambda n: "http://" * (n // 7),
    "marks of two classes": lambda n: "a" + "\u0301\uff9e" * (n // 2),
    "marks that take room": lambda n: "a" + "\u302e\uff9e" * (n // 2),
    "ligatures that unfold": lambda n: "\ufdfa" * (n // 4),
}
MARKDOWN: dict[str, Callable[[int], str]] = {
    "quotations": lambda n: "> " * (n // 2),
    "brackets": lambda n: "[" * n,
    "links": lambda n: "[a](" * (n // 4),
    "pictures": lambda n: "![" * (n // 2),
    "emphasis": lambda n: "*a _b " * (n // 6),
    "nested emphasis": lambda n: "*" * (n // 2) + "a" + "*" * (n // 2),
    "emphasis within emphasis": lambda n: "*a " * (n // 6) + "b" + " a*" * (n // 6),
    "code": lambda n: "`" * n,
    "comments": lambda n: "<!--" * (n // 4),
    "references": lambda n: "[a]: /x\n" * (n // 8),
    "lists": lambda n: "- " * (n // 2),
}


def refused(call: Callable[[str], Any], typed: str) -> None:
    """Call what refuses a text that is too long: that costs no more than taking it."""
    with suppress(DomainError):
        call(typed)


def proposed(typed: str) -> None:
    """Check a proposal of this text in each of its fields."""
    asked = cast("Consultation", SimpleNamespace(activities=[Activity(kind=ActivityKind.PROPOSAL)]))
    checked(asked, Words(key="", kind=Kind.PROPOSAL.value, title=typed, problem=typed, body=typed))


# Functions of one text, with what else they need.
TAKING: dict[str, Callable[[str], Any]] = {
    "text.clean": text.clean,
    "text.clean_line": text.clean_line,
    "text.western_digits": text.western_digits,
    "text.as_reference": text.as_reference,
    "text.letters": text.letters,
    "text.too_long": lambda typed: text.too_long(typed, len(typed) - 1),
    "text.shortened": lambda typed: text.shortened(typed, len(typed) - 1),
    "text.sort_key": text.sort_key,
    "text.paragraphs": text.paragraphs,
    "text.lines": text.lines,
    "text.has_words": text.has_words,
    "text.is_seen": text.is_seen,
    "language.language_of": language.language_of,
    "language.direction_of": language.direction_of,
    "marks.piled": marks.piled,
    "marks.normalised": lambda typed: marks.normalised("NFKD", typed),
    "text.clean_title": text.clean_title,
    "text.refused_marks": text.refused_marks,
    "text.showable": text.showable,
    "text.without_refused_marks": text.without_refused_marks,
    "text.reference_ending": text.reference_ending,
    "folding.fold": folding.fold,
    "folding.particles": folding.particles,
    "folding.without_article": folding.without_article,
    "skeletons.skeleton": skeletons.skeleton,
    "skeletons.plain_words": skeletons.plain_words,
    "skeletons.decomposed": skeletons.decomposed,
    "skeletons.western": skeletons.western,
    "offices.claims_office": lambda typed: offices.claims_office(skeletons.plain_words(typed)),
    "email_address.email_address": lambda typed: refused(email_address.email_address, typed),
    "email_address.as_typed": email_address.as_typed,
    "email_address.known_as": email_address.known_as,
    "email_address.is_email_address": email_address.is_email_address,
    "html.with_breaks": html.with_breaks,
    "names.problem_of_name": names.problem_of_name,
    "csv.cell": csv.cell,
    "csv.typed": csv.typed,
    "errors.problems_of_words": lambda typed: errors.problems_of_words({"x": typed}, most=len(typed)),
    "accounts.is_guessable": lambda typed: guessable.is_guessable(typed, email=typed),
    "accounts.normal_password": passwords.normal_password,
    "organisations.slug_stem": applying.slug_stem,
    "web_addresses.is_address": lambda typed: web_addresses.is_address("https://" + typed),
    "web_addresses.hides_controls": web_addresses.hides_controls,
    "web_addresses.with_scheme": web_addresses.with_scheme,
    "accounts.check_password_rules": lambda typed: refused(passwords.check_password_rules, typed),
    "contributions.checked": lambda typed: refused(proposed, typed),
    "dates_typed.typed_clock": lambda typed: refused(dates_typed.typed_clock, typed),
    "dates_typed.typed_day": lambda typed: refused(dates_typed.typed_day, typed),
    "dates_typed.typed_moment": lambda typed: refused(dates_typed.typed_moment, typed),
    "desk.moment_of": lambda typed: refused(moment_of, typed),
    "desk.unpacked": unpacked,
    "public.safe_next": safe_next,
    "web.with_mail_links": with_mail_links,
    "web.too_much": lambda typed: measuring.too_much("x", typed, measuring.TEXT),
}
# Those of ``shared`` that take no typed text: rows, tokens of a page, or a text with its own table below.
OTHERS = {"csv.stream", "html.render", "errors.raise_any"}
SHARED = {
    "text": text,
    "language": language,
    "marks": marks,
    "names": names,
    "csv": csv,
    "dates_typed": dates_typed,
    "html": html,
    "errors": errors,
    "folding": folding,
    "skeletons": skeletons,
    "offices": offices,
    "email_address": email_address,
    "web_addresses": web_addresses,
}
START, ALLOWED, BUSY = 4000, 10, 0.03


def seconds(call: Callable[[str], Any], typed: str) -> float:
    """Return the shortest of two runs, in seconds of this process."""
    runs = []
    for _ in range(2):
        began = process_time()
        call(typed)
        runs.append(process_time() - began)
    return min(runs)


def growth(call: Callable[[str], Any], make: Callable[[int], str], start: int = START) -> str | None:
    """Return what is wrong with how the time of ``call`` grows, None where it is near linear."""
    first = seconds(call, make(start))
    last = seconds(call, make(4 * start))
    if last <= ALLOWED * first + BUSY:
        return None
    return f"{first:.3f} s for {start}, {seconds(call, make(2 * start)):.3f} s twice, {last:.3f} s four times as long"


@pytest.mark.parametrize("name", TAKING)
def test_the_time_grows_with_the_length_alone(name: str) -> None:
    found = {worst: growth(TAKING[name], make) for worst, make in WORST.items()}
    assert {worst: wrong for worst, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", MARKDOWN)
def test_official_prose_is_read_in_time(name: str) -> None:
    """Up to 20,000 characters are read as Markdown; what is longer, or nested deeply, stands as it was typed."""
    anew = prose.__wrapped__
    assert growth(anew, MARKDOWN[name], html.MAX_LENGTH // 4) is None
    assert seconds(anew, MARKDOWN[name](html.MAX_LENGTH)) < 2


def test_no_function_of_ours_is_left_out() -> None:
    taking = {
        f"{module}.{name}"
        for module, found in SHARED.items()
        for name, value in vars(found).items()
        if inspect.isfunction(value) and value.__module__ == found.__name__ and not name.startswith("_")
    }
    assert taking - OTHERS == {name for name in TAKING if name.split(".")[0] in SHARED}


def test_a_normal_form_is_the_one_of_unicode_for_all_that_is_taken() -> None:
    import unicodedata  # noqa: PLC0415 - what ours is compared with, and nothing else here uses

    for typed in (
        *(make(90) for name, make in WORST.items() if not name.startswith("marks")),
        "a" + (ACUTE + DOT) * 15,
    ):
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            assert marks.normalised(form, typed) == unicodedata.normalize(form, typed)


@pytest.mark.parametrize(
    ("typed", "piled"),
    [
        ("اللّٰهُمَّ", False), ("a" + ACUTE * 8, False), ("a" + ACUTE * 9, True), (("a" + ACUTE * 8) * 500, False),
        ("a" + (ACUTE + "\u200e") * 9, True), ("a" + (ACUTE + "\u200d") * 9, True), ("a" + (ACUTE + "\n") * 9, False),
        ("👩🏽\u200d👩\ufe0f1\ufe0f\u20e3" * 20, False), ("རྒྱུདྲྭ", False), ("", False), ("plain", False),
    ],
)  # fmt: skip
def test_more_than_eight_marks_on_one_letter_are_a_pile(typed: str, piled: bool) -> None:  # noqa: FBT001 - a case
    assert marks.piled(typed) is piled
    found = errors.problems_of_words({"body": typed}, most=3000, needed=False)
    assert [problem.code for problem in found] == (["marks-piled"] if piled else [])

"""What is looked at on every page that a test fetches; each check returns what it found wrong, in words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import html5lib

from consult.web.again import BUTTONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What the title of a page begins with where something is to be corrected.
ERROR = {"ar": "خطأ:", "en": "Error:"}
DIRECTIONS = {"ar": "rtl", "en": "ltr"}
REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
UNNAMED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
# Isolates and marks that only steer the direction of text.
_STEERING = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")


@dataclass(frozen=True)
class Page:
    """An HTML answer: the path it was asked under, its headers and its source."""

    path: str
    headers: Mapping[str, str]
    source: str

    @cached_property
    def parser(self) -> html5lib.HTMLParser:
        """The parser that read the page, with the errors it met."""
        return html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)

    @cached_property
    def root(self) -> ET.Element:
        """The html element."""
        parsed: ET.Element = self.parser.parse(self.source)
        return parsed

    def every(self, *tags: str) -> Iterator[ET.Element]:
        """Yield the elements of these tags in the order of the page; all of them when none is named."""
        yield from (
            element
            for element in self.root.iter()
            # A comment's tag is a function, whatever the types say.
            if not callable(element.tag) and (not tags or element.tag in tags)
        )

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id is used."""
        return Counter(element.attrib["id"] for element in self.every() if "id" in element.attrib)


def words(element: ET.Element) -> str:
    """Return the text of an element as it reads: single spaces, no marks of direction."""
    return " ".join(_STEERING.sub("", "".join(element.itertext())).split())


def review(page: Page) -> list[str]:
    """Return all that is wrong with the page; an empty list is a good page."""
    return [finding for check in CHECKS for finding in check(page)]


def _markup(page: Page) -> Iterator[str]:
    assert page.root is not None
    for (line, column), code, _variables in page.parser.errors:
        yield f"not valid HTML at {line}:{column}: {code}"


def _heading(page: Page) -> Iterator[str]:
    headings = [words(element) for element in page.every("h1")]
    title = " ".join(words(element) for element in page.every("title") if element.text)
    if len(headings) != 1:
        yield f"{len(headings)} h1 elements instead of one: {headings}"
        return
    to_correct = any(element.get("id") == "what-to-correct" for element in page.every("h2"))
    begins = f"{ERROR[page.root.get('lang', 'ar')]} {headings[0]}" if to_correct else headings[0]
    if not headings[0] or not title.startswith(begins):
        yield f"the title {title!r} does not begin with {begins!r}: the h1, after what says that there is an error"


def _identifiers(page: Page) -> Iterator[str]:
    yield from (f"the id {name!r} is used {count} times" for name, count in page.ids.items() if count > 1)
    for element in page.every():
        for attribute in REFERRING:
            for name in element.get(attribute, "").split():
                if name not in page.ids:
                    yield f"<{element.tag} {attribute}={name!r}> refers to no element"
        target = element.get("href", "")
        if element.tag == "a" and target.startswith("#") and target[1:] not in page.ids:
            yield f"the link {target} leads nowhere on the page"


def _language(page: Page) -> Iterator[str]:
    found = (page.root.get("lang"), page.root.get("dir"))
    wanted = [(lang, way) for lang, way in DIRECTIONS.items() if page.path.startswith(f"/{lang}/")]
    if found not in (wanted or DIRECTIONS.items()):
        yield f"html has lang and dir {found} under {page.path}"


def _inline(page: Page) -> Iterator[str]:
    for element in page.every():
        if element.tag == "style" or (element.tag == "script" and "src" not in element.attrib):
            yield f"an inline <{element.tag}>"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"an inline {attribute} on <{element.tag}>"
            elif value.strip().lower().startswith("javascript:"):
                yield f"a script in {attribute} on <{element.tag}>"


def _names(page: Page) -> Iterator[str]:
    """Every control has a name that a screen reader can say."""
    labelled = {element.attrib["for"] for element in page.every("label") if "for" in element.attrib}
    wrapped = {id(control) for label in page.every("label") for control in label.iter()}
    for control in page.every("input", "select", "textarea"):
        named = (
            control.get("type") in UNNAMED_INPUTS
            or control.get("id") in labelled
            or id(control) in wrapped
            or control.get("aria-label")
            or control.get("aria-labelledby")
        )
        if not named:
            yield f"<{control.tag} name={control.get('name')!r}> has no label"
    for control in page.every("button", "a"):
        images = any(inner.get("alt") or inner.get("aria-label") for inner in control.iter())
        if not (words(control) or images or control.get("aria-labelledby")):
            yield f"<{control.tag} {control.attrib}> says nothing"


def _first_button(page: Page) -> Iterator[str]:
    """Enter in a field presses the first button of its form, wherever on the page: none that only shows it again."""
    owners = {id(inner): form for form in page.every("form") for inner in form.iter()}
    named = {form.get("id"): form for form in page.every("form")}
    seen: set[int] = set()
    for button in page.every("button"):
        form = named.get(button.get("form")) if "form" in button.attrib else owners.get(id(button))
        if form is None or button.get("type", "submit") != "submit" or id(form) in seen:
            continue
        seen.add(id(form))
        if button.get("name") in BUTTONS:
            yield f"Enter in a field of the form to {form.get('action')!r} only shows it again"


def _summary(page: Page) -> Iterator[str]:
    """A summary of errors lists its fields in the order in which they stand on the page."""
    places = {
        element.attrib["id"]: place for place, element in enumerate(page.every()) if "id" in element.attrib
    }
    for note in page.every("div"):
        if note.get("role") == "alert":
            fields = [
                link.get("href", "")[1:] for link in note.iter("a") if link.get("href", "").startswith("#")
            ]
            if fields != sorted(fields, key=lambda name: places.get(name, 0)):
                yield f"the summary of errors does not list its fields as they stand on the page: {fields}"


def _policy(page: Page) -> Iterator[str]:
    policy = page.headers.get("Content-Security-Policy", "")
    if "default-src" not in policy:
        yield "no Content-Security-Policy with a default-src"
    if "unsafe-" in policy:
        yield f"the Content-Security-Policy allows what is unsafe: {policy}"


CHECKS = (_markup, _heading, _identifiers, _language, _inline, _names, _first_button, _summary, _policy)

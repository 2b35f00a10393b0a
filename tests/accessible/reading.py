"""The words of a page as they stand in it: each piece of text with the elements around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from tests.accessible.gathering import Seen

UNREAD = frozenset({"script", "style", "template"})
# What is read out beside the text.
SPOKEN = ("aria-label", "title", "alt", "placeholder")


@dataclass(frozen=True)
class Piece:
    """A piece of text and the elements around it, outermost first; ``spoken``: it is heard and not seen."""

    text: str
    around: tuple[Element, ...]
    spoken: bool = False

    @property
    def lang(self) -> str:
        """The language that is said of it."""
        return next((each.attrib["lang"] for each in reversed(self.around) if "lang" in each.attrib), "")

    @property
    def isolated(self) -> bool:
        """Whether an element keeps its direction from those of the words around it."""
        inner = self.around[1:]
        return any(each.tag == "bdi" or "dir" in each.attrib for each in inner)

    def within(self, *tags: str) -> bool:
        """Whether one of these elements is around it."""
        return any(each.tag in tags for each in self.around)


def pieces(seen: Seen) -> Iterator[Piece]:
    """Yield all the text of a page, that of its title too, and what is read out beside it."""
    yield from _inside(seen.parsed().root, ())


def _inside(element: Element, around: tuple[Element, ...]) -> Iterator[Piece]:
    # A comment's tag is a function, whatever the types say.
    if callable(element.tag) or element.tag in UNREAD:
        return
    here = (*around, element)
    for name in SPOKEN:
        if element.get(name):
            yield Piece(element.attrib[name], here, spoken=True)
    heard = any("vh" in each.get("class", "").split() for each in here)
    if element.text and element.text.strip():
        yield Piece(element.text.strip(), here, spoken=heard)
    for child in element:
        yield from _inside(child, here)
        if child.tail and child.tail.strip():
            yield Piece(child.tail.strip(), here, spoken=heard)

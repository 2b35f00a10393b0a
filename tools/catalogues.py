"""Keep the catalogues of translations: `python tools/catalogues.py update` or `check`.

Messages are English whole sentences in the code and the templates. The catalogues carry neither line numbers nor the
date of the run, so that a change of code that changes no sentence changes no catalogue.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
SOURCE = "en"
LOCALES = ("ar", SOURCE)
METHODS = [("consult/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
# A template that cannot be read stops the run, rather than losing its messages.
OPTIONS = {pattern: {"silent": "false"} for pattern, how in METHODS if how == "jinja2"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
# The order that translators know: none, one, two, few (3-10), many (11-99), other (100); Babel swaps the last two.
ARABIC_PLURALS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_DATES = re.compile(
    r'^"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|'
    r"Language-Team): .*\n",
    re.MULTILINE,
)


def extract() -> Catalog:
    """Return every message of the code and the templates, in the order of the alphabet."""
    catalog = Catalog(
        project="Consult", charset="utf-8", fuzzy=False, header_comment="# Messages of Consult."
    )
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS)
    for path, _line, message, comments, context in found:
        del path
        catalog.add(message, auto_comments=comments, context=context)
    return catalog


def path_of(locale: str) -> Path:
    """Return the catalogue of a language."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def read(locale: str) -> Catalog:
    """Return a language's catalogue; an empty one where there is none yet."""
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale, fuzzy=False, header_comment="# Messages of Consult.")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def write(path: Path, catalog: Catalog) -> None:
    """Write a catalogue without line numbers, dates or messages that nobody uses any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    path.write_text(_DATES.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")


def speak_for_itself(catalog: Catalog) -> None:
    """Fill the source language's catalogue: each message is its own translation."""
    for message in catalog:
        if message.id:
            message.string = message.id
            message.flags.discard("fuzzy")


def update() -> int:
    """Bring the template and both catalogues up to date; what is new stays empty in Arabic."""
    template = extract()
    write(TEMPLATE, template)
    for locale in LOCALES:
        catalog = read(locale)
        if locale == "ar":
            catalog.mime_headers = [("Plural-Forms", ARABIC_PLURALS)]
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        if locale == SOURCE:
            speak_for_itself(catalog)
        write(path_of(locale), catalog)
        print(
            f"{locale}: {len(catalog)} messages, {sum(1 for each in catalog if each.id and not whole(each))} empty"
        )
    return 0


def strings(message: Message) -> tuple[str, ...]:
    """Return the translations of a message, one for each form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def sources(message: Message) -> tuple[str, ...]:
    """Return the message itself, one for each form."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def whole(message: Message) -> bool:
    """Whether every form of the message is translated."""
    return all(strings(message))


def placeholders(texts: tuple[str, ...]) -> set[str]:
    """Return the names that the texts leave open."""
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


def faults(locale: str, wanted: set[object]) -> list[str]:
    """Return what is wrong with a catalogue."""
    catalog = read(locale)
    present = {_key(message) for message in catalog if message.id}
    found = [f"{locale}: not in the catalogue: {key!r}" for key in sorted(wanted - present, key=repr)]
    found += [f"{locale}: no longer in the code: {key!r}" for key in sorted(present - wanted, key=repr)]
    for message in catalog:
        if message.id:
            found += [
                f"{locale}: {fault}: {sources(message)[0]!r}" for fault in _message_faults(message, catalog)
            ]
    return found


def _key(message: Message) -> object:
    return (message.context, *sources(message))


def _message_faults(message: Message, catalog: Catalog) -> list[str]:
    """Return what is wrong with one message; a form for one or two may leave the number out."""
    found = []
    if message.fuzzy:
        found.append("doubtful (fuzzy)")
    if not whole(message):
        found.append("empty")
        return found
    if message.pluralizable and len(strings(message)) != catalog.num_plurals:
        found.append(f"{len(strings(message))} plural forms instead of {catalog.num_plurals}")
    allowed = placeholders(sources(message))
    unknown = placeholders(strings(message)) - allowed
    missing = allowed - placeholders(strings(message))
    if unknown or missing:
        found.append(f"other placeholders: {sorted(unknown | missing)}")
    return found


def check() -> int:
    """Compare the catalogues with the code and print what is wrong."""
    wanted = {_key(message) for message in extract() if message.id}
    found = [fault for locale in LOCALES for fault in faults(locale, wanted)]
    print("\n".join(found) if found else f"Both catalogues hold all {len(wanted)} messages.")
    return 1 if found else 0


def main() -> int:
    """Do what was asked for."""
    doings = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in doings:  # noqa: PLR2004 - the program's name and one word
        print(__doc__)
        return 2
    return doings[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())

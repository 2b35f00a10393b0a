"""An installation of the version before is brought up to date, with everything that was said, and back again."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from tests.databases import alembic_config, migrate, put_away
from tests.upgrade.stored import rows_of, unpack
from tests.upgrade.story import SEEN, installation, seen_again

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


# Columns at the end of open files, that files had not before: what the second version of seals covers, and what
# the version of the text stands for.
VOICES = re.compile(r"V-\d{4}-\d{4,}")
# In brackets, as lists of the desk say how many rows they have.
NUMBERS = re.compile(r"\((\d+)\)")
# Since then the page of a commitment says which of its texts is adopted and which proposed, and so do its versions; and
# the page about privacy for how long what staff typed is kept; a queue leads back to the very place in it; a
# decision names what became of its author's other voices, in numbers; and the page of a plan names the source of each
# period and number in the line of all plans; the page of an organisation shows the answers that it got.
RENEWED = re.compile(
    r"/plans/[^/]+/(?:commitments/|$)|/pages/(?:privacy|moderation-rules)$|/queue/$|/organisations/[^/]+/(?:end)?$"
    r"|/desk/contributions/[^/]+/(?:hide|restore)$"
)
# The topics of a plan keep their lines since.
LINES_KEPT = re.compile(r'(<p class="measure(?: soft)?) words"')
# The way to the documents, which stands in the menus and in the map of the site since.
DOCUMENTS = re.compile(
    r'<li><a href="/(?:ar|en)/documents/">[^<]*</a></li>|<url><loc>[^<]*/documents/</loc>.*?</url>\s*',
    re.DOTALL,
)
# The ways to the files of a plan and to its board, which stand with its commitments and in the map of the site since.
FILES = re.compile(
    r'<p class="section-tight"><a class="more" href="/(?:ar|en)/plans/[^"/]+/file/">.*?</p>'
    r'|<p class="small"><a href="/(?:ar|en)/plans/[^"/]+/progress/">.*?</p>'
    r'|<p class="small"><a href="/(?:ar|en)/consultations/[^"/]+/revisions\.csv">.*?</p>'
    r"|<url><loc>[^<]*/plans/[^/]+/(?:file|progress)/</loc>.*?</url>\s*",
    re.DOTALL,
)
# What a version of a text stands for, which the consultation's page of it says beside the version since.
STANDS = re.compile(r'(?<=</a>) ?<span class="soft">\([^<]*\)</span>(?=</li>)')
# Since then a draft text that was invented says so, and a body that asked or said nothing did so here.
INVENTED = re.compile(
    r'<p class="small soft">(?:Illustrative: written for this demonstration, not by the body itself\.|'
    r"مثال توضيحي: كُتب لهذا العرض ولم يصدر عن الجهة نفسها\.)</p>\s*"
)
# And so does an invented consultation, on its page and in lists.
ASKED = re.compile(
    r'<p class="small soft">(?:Illustrative: asked for this demonstration, not by the body itself\.|'
    r"مثال توضيحي: طُرحت لهذا العرض، ولم تطرحها الجهة نفسها\.)</p>\s*| · (?:illustrative|مثال توضيحي)(?=<|&nbsp;)"
)
# The way to report a voice, how a consultation is moderated, and what the rule says by which something was hidden.
REPORTS = re.compile(
    r'\s*<a class="act act-plain" href="/(?:ar|en)/contributions/[^"/]+/report">[^<]*</a>'
    r'|<p class="voice-acts">\s*<a class="act act-plain" href="[^"]+/report">[^<]*</a>\s*</p>\s*'
    r"|<dt>(?:Moderation|Votes|Invitations|الإشراف|التصويت|الدعوات)</dt>.*?</dd>\s*"
    r'|\s*<a href="[^"]+#rule-\d+">(?:What the rule says|نص القاعدة)</a>',
    re.DOTALL,
)
RULE = re.compile(r'<p><a href="[^"]+/pages/moderation-rules#rule-\d+">([^<]*)</a></p>')
# The ways of whoever has no email address or is too young to register; of a question to each
# clause's form; what a stance and a vote are; and, beside the text, what can change.
OTHER_WAYS = re.compile(
    r'\s*<span class="hint" id="stance-hint">[^<]*</span>|(?<=id="stance") aria-describedby="stance-hint"'
    r'|\s*<p class="small soft vote-hint">[^<]*</p>'
    r'|<section class="section-tight" aria-labelledby="(?:other-ways|say-on)">.*?</section>\s*'
    r'|<details class="fold">\s*<summary><h2>(?:What can|ما الذي يمكن أن) [^<]*</h2></summary>.*?</details>\s*'
    r'|<p class="measure" id="other-ways">.*?</p>\s*|\s*<a href="[^"]+#ways">[^<]*</a>(?=</p>)',
    re.DOTALL,
)
# What is said in other words since, or with the marks that hold a heading together.
REWORDED = re.compile(
    r"[\u2068\u2069]|(?<=>غير مفتوح) للتغيير|(?<=الرد )(?:قبل|في موعد أقصاه)(?= \d)"
    r"|<li>(?:لا نسخة بلغة الإشارة|There is no version in sign language)[^<]*</li>"
)
# The map of the site names who was invited.
MAPPED = re.compile(r"<url><loc>[^<]*/consultations/[^/<]+/invited/</loc>.*?</url>\s*")
# The rungs have other names and other words since: which one is promised is compared.
LADDER = re.compile(r'<ol class="ladder measure">(.*?)</ol>', re.DOTALL)
RUNG = re.compile(r'<li( aria-current="true"| class="rung-promised")?>')
# What waits for somebody stands at the top of their desk since.
WAITING = re.compile(r'<section class="section-tight" aria-labelledby="waiting">.*?</section>', re.DOTALL)
HERE = re.compile(r" (?:هنا(?= بعد)|here(?= yet))")
# What is said since of milestones that are late or of which nothing was reported, by the day of reading; and the place
# of each on its commitment’s page.
AGED = re.compile(
    r'\s*<(p|span) class="aged">[^<]*</\1>|<div class="note note-wait">\s*(?:<p>[^<]*</p>\s*)+</div>\s*'
    # Longer numbers of commitments are smaller.
    r"|(?<=board-no) board-no-\d+"
    r'|(?<=#milestone)s|(?<=#milestone)-\d+|(?<=</span>)\s*<span class="soft">(?:as of|بتاريخ) [^<]*</span>'
    r"|(?<=[^<>]) \((?:as of|بتاريخ) [^<]*\)(?=</span>)"
)
APPENDED = [
    "activity", "subject", "revision", "organisation", "channel", "details", "version_stands", "version_stands_at",
    "version_illustrative", "received_on", "governorate", "place", "stands_for",
    "declared_interest",
]  # fmt: skip


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    found: dict[str, Any] = unpack("installation")
    return found


def _rows(url: str) -> dict[str, Any]:
    engine = create_engine(url)
    try:
        return rows_of(engine)
    finally:
        engine.dispose()


def _by_column(rows: list[list[Any]]) -> list[dict[str, object]]:
    """Return rows by the names of their columns: PostgreSQL puts one that comes back at the end."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _compared(address: str, page: list[Any]) -> list[Any]:
    """Return what is compared of a page: all of it; of the desk's, whose rooms change, what was said and counted.

    Those are the voices that a page names, in their order, and the numbers that it shows.
    """
    status, words = page
    if RENEWED.search(address):
        return [status]
    if "/desk/" not in address:
        words = LADDER.sub(_rungs, REWORDED.sub("", words))
        words = MAPPED.sub("", OTHER_WAYS.sub("", HERE.sub("", words)))
        words = RULE.sub(r"<p>\1</p>", REPORTS.sub("", ASKED.sub("", words)))
        if address.partition("?")[0].endswith("/text/"):
            words = INVENTED.sub("", words)
        return [
            status,
            LINES_KEPT.sub(r'\1"', STANDS.sub("", AGED.sub("", FILES.sub("", DOCUMENTS.sub("", words))))),
        ]
    _before, _main, rooms = words.partition("<main")
    rooms = WAITING.sub("", rooms)
    return [status, VOICES.findall(rooms), NUMBERS.findall(rooms)]


def _rungs(ladder: re.Match[str]) -> str:
    """Return the number of rungs of a ladder, and the place of the one that is promised."""
    rungs = [bool(rung) for rung in RUNG.findall(ladder[1])]
    return f"{len(rungs)} rungs, {rungs.index(True)} promised"


def _as_it_was(address: str, page: list[Any]) -> list[Any]:
    """Return a page; an open file without its last columns, and else to its last byte."""
    status, words = page
    if address.endswith("/contributions.csv"):
        rows = list(csv.reader(io.StringIO(words.removeprefix("\ufeff"), newline=""), strict=True))
        assert rows[0][-len(APPENDED) :] == APPENDED
        file = io.StringIO()
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(row[: -len(APPENDED)] for row in rows)
        return [status, f"\ufeff{file.getvalue()}"]
    if address.endswith("/contributions.jsonl"):
        lines = [json.loads(line) for line in words.split("\n") if line]
        assert all(list(line)[-len(APPENDED) :] == APPENDED for line in lines)
        kept = [dict(list(line.items())[: -len(APPENDED)]) for line in lines]
        return [status, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept)]
    return page


def test_every_page_and_file_says_what_it_said(
    upgraded: str, tmp_path: Path, at: Callable[[datetime], datetime]
) -> None:
    at(SEEN)
    app = installation(upgraded, tmp_path)
    try:
        told = app.test_cli_runner().invoke(args=["database", "recount", "--check"])
        assert told.exit_code == 0, told.output
        seen = seen_again(app, unpack("pages"))
    finally:
        put_away(app.extensions["engine"])
    for visitor, pages in unpack("pages").items():
        other = [
            address
            for address, page in pages.items()
            if _compared(address, _as_it_was(address, seen[visitor][address])) != _compared(address, page)
        ]
        assert other == [], f"{len(other)} pages are other ones for {visitor or 'a reader'}"


def test_going_back_leaves_every_row_as_it_was(upgraded: str, kept: dict[str, Any], engine_name: str) -> None:
    url = upgraded
    command.downgrade(alembic_config(url), kept["revision"])
    after = _rows(url)
    for table, rows in kept["rows"].items():
        assert _by_column(after[table]) == _by_column(rows), f"{table} came back otherwise"
    migrate(url)
    if engine_name == "sqlite":
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        engine.dispose()

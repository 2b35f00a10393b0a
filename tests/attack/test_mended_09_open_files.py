"""The open files give back each word as it was typed, and each fingerprint is computed again from the file alone."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from consult.contributions.models import Contribution, Stance
from consult.contributions.services import withdraw
from consult.public.contributions import verify_receipts
from consult.shared.csv import cell, typed
from consult.web import streaming
from tests.attack.attackers import script
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import scene
from tests.factories.voices import clarification, comment, hide, reply, translation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from tests.attack.conftest import Committed
    from tests.conftest import At

NASTY = [
    "=1+1", "'=1+1", "''=1+1", "'", "''", "'x", "'\n=1", "words;=1", "words;'=1", "a\n'+ 5\n+5\n''-6", "\u00a0=x",
    "' =x", "؛ \uff1d1", "\u200d@x", "نص، «قول»; -7\t=8", 'a "quoted" word', "one,two;three", "-5", "@x @y;@z",
    "سطر\nسطر ثانٍ\n- بند\n-بند", "2*3*4\n2026. سنة\n+ 5", "e\u0301 \ufb01 \u212b", "\t\t=1\n;;;=2\n; ;'=3",
    "+962 6 5000000", "the last, in English",
]  # fmt: skip
STANCES = (None, *list(Stance)[:2])
PIECES = st.text(st.sampled_from("'=+-@;\t\r\n \u00a0\u200dx(\uff1d؛"), max_size=12)


@given(st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs"]))))
def test_what_guards_against_formulas_is_undone_exactly(words: str) -> None:
    assert typed(cell(words)) == verify_receipts.typed(cell(words)) == words


@given(PIECES, PIECES)
def test_no_two_texts_share_a_cell(one: str, other: str) -> None:
    assert (cell(one) == cell(other)) is (one == other)


@pytest.fixture
def files(app: Flask, committed: Committed, at: At) -> dict[str, bytes]:
    """Return the open files of a consultation in which everything was said, by their endings."""
    at(moments.DURING)
    with committed() as session:
        made = scene(session)
        author = person(session)
        for number, words in enumerate(NASTY):
            clause = made.clauses[0] if number % 2 else None
            said = comment(session, made, body=words + " x", clause_id=clause, stance=STANCES[number % 3])
        reply(session, said)
        clarification(session, made, said)
        translation(session, made, said, language="ar", body="+5\n'=1")
        hide(session, made, comment(session, made, body="hidden words"))
        taken = comment(session, made, by=author, body="withdrawn words")
        withdraw(session, actor=author, now=moments.DURING, reference=taken.reference)
        slug = made.consultation.slug
    reader = script(app)
    there = f"/ar/consultations/{slug}/contributions"
    return {kind: reader.get(f"{there}.{kind}").get_data() for kind in ("csv", "jsonl")}


def read_by_the_standard(whole: str) -> Iterator[list[str]]:
    """Yield the records of RFC 4180, letter by letter: a second reader, which shares nothing with Python's."""
    record: list[str] = []
    field, quoted, place = "", False, 0
    while place < len(whole):
        sign = whole[place]
        if quoted and sign == '"' and whole[place + 1 : place + 2] == '"':
            field, place = field + '"', place + 1
        elif sign == '"':
            quoted = not quoted
        elif not quoted and sign == ",":
            record, field = [*record, field], ""
        elif not quoted and whole.startswith("\r\n", place):
            yield [*record, field]
            record, field, place = [], "", place + 1
        else:
            assert quoted, f"{sign!r} outside of quotes"
            field += sign
        place += 1


def of_csv(records: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(records[0], map(typed, record), strict=True)) for record in records[1:]]


def flat(value: Any) -> str:  # noqa: ANN401 - whatever JSON has
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " | ".join(value) if value and isinstance(value[0], str) else " ".join(map(str, value))
    return "" if value is None else str(value)


def test_two_readers_of_the_csv_and_the_raw_file_find_the_same(
    files: dict[str, bytes], committed: Committed
) -> None:
    whole = files["csv"].decode("utf-8-sig")
    one = of_csv(list(csv.reader(io.StringIO(whole, newline=""), strict=True)))
    other = of_csv(list(read_by_the_standard(whole)))
    raw = [json.loads(line) for line in files["jsonl"].decode().split("\n") if line]
    assert one == other == [{name: flat(value) for name, value in row.items()} for row in raw]
    with committed() as session:
        stored = {row.reference: row for row in session.query(Contribution)}
        for row in raw:
            said = stored[row["reference"]]
            assert row["fingerprint"] == said.fingerprint
            assert row["text"] == (said.body if said.is_published else None)
    assert len(raw) == len(NASTY) + 4
    assert {row["text"] for row in raw} >= {"'=1+1 x", "-5 x", "one,two;three x"}


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_every_fingerprint_fits_from_the_file_alone(
    app: Flask, files: dict[str, bytes], kind: str, tmp_path: Path
) -> None:
    program, file = tmp_path / "verify.py", tmp_path / f"open.{kind}"
    program.write_bytes(script(app).get("/verify_receipts.py").get_data())
    file.write_bytes(files[kind])
    run = subprocess.run(  # noqa: S603 - the program that readers fetch, as they run it
        [sys.executable, "-I", str(program), str(file)], capture_output=True, text=True, check=False
    )
    *rows, counts = run.stdout.splitlines()
    said = [line.split(" ")[1] for line in rows]
    assert counts == f"fits: {len(NASTY) + 2}, withheld: 2"
    assert (run.returncode, run.stderr) == (0, "")
    assert (said.count("fits"), said.count("withheld"), len(said)) == (len(NASTY) + 2, 2, len(NASTY) + 4)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_changed_word_does_not_fit(
    files: dict[str, bytes], kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"open.{kind}"
    file.write_bytes(files[kind].replace("بند".encode(), "بنذ".encode()))
    assert verify_receipts.main([str(file)]) == 1
    assert capsys.readouterr().out.count(" DOES NOT FIT ") == 1
    assert verify_receipts.main([str(file), "V-2026-9999"]) == 1
    assert "V-2026-9999 is not in this file" in capsys.readouterr().out
    file.write_bytes(b"\xff no file of ours")
    assert verify_receipts.main([str(file)]) == verify_receipts.main([]) == 2


def test_a_forged_file_is_not_taken_for_a_sound_one(files: dict[str, bytes], tmp_path: Path) -> None:
    def status(name: str, content: bytes) -> int:
        (tmp_path / name).write_bytes(content)
        return verify_receipts.main([str(tmp_path / name)])

    header, first, *_ = files["csv"].split(b"\r\n")
    line = files["jsonl"].split(b"\n")[0]
    assert status("whole.CSV", files["csv"]) == status("blank.jsonl", files["jsonl"] + b"\n") == 0
    assert status("twice.csv", files["csv"].replace(b"\r\n", b',"text"\r\n', 1)) == 2
    assert status("twice.jsonl", line.replace(b'"text":', b'"text": "other", "text":', 1) + b"\n") == 2
    salt = json.loads(line)["salt"].encode()
    assert status("unsalted.jsonl", line.replace(salt, b"", 1) + b"\n") == 1
    assert status("longer.csv", header + b"\r\n" + first + b',"x"\r\n') == 2
    assert status("shorter.csv", header + b'\r\n"x"\r\n') == 2
    assert status("empty.csv", b"") == status("header.csv", header + b"\r\n") == 2
    assert status("deep.jsonl", b"[" * 100_000) == 2


def test_the_raw_file_is_read_in_bounded_memory(
    app: Flask, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond what is held in memory it comes piece by piece, with its length."""
    monkeypatch.setattr(streaming, "IN_MEMORY", 1000)
    monkeypatch.setattr(streaming, "_AT_ONCE", 1000)
    with app.extensions["engine"].connect() as connection:
        slug = connection.execute(text("SELECT slug FROM consultations")).scalar()
    answer = script(app).get(f"/en/consultations/{slug}/contributions.jsonl")
    assert answer.headers["Content-Type"] == "application/x-ndjson; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    pieces = [piece for piece in answer.iter_encoded() if piece]
    assert max(map(len, pieces)) <= 1000 < len(files["jsonl"])
    assert b"".join(pieces) == files["jsonl"]
    assert answer.headers["Content-Length"] == str(len(files["jsonl"]))

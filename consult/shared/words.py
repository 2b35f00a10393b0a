"""Word-level differences between two texts, in any script, at a bounded price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

import regex

# What Unicode's annex 29 keeps with the letter before: marks, joiners, the colours of emoji; and with the one after.
_MARK, _BEFORE = r"\p{GCB=EX}\p{GCB=SM}\p{GCB=ZWJ}", r"\p{GCB=PP}"
_EMOJI, _FLAG = r"\p{Extended_Pictographic}", r"\p{RI}"
_SIGN = rf"[^\w\s{_BEFORE}{_EMOJI}{_FLAG}]"
# What is compared: words with their marks and joiners; runs of white space; runs of signs; each flag; each emoji with
# all that it is joined of. No piece ends within a letter, and each run is read once: the price is that of the length.
_TOKEN = regex.compile(
    rf"{_BEFORE}*+(?:\w[\w{_MARK}]*+|\s[\s{_MARK}]*+|{_SIGN}[{_SIGN}{_MARK}]*+"
    rf"|{_EMOJI}(?:[{_MARK}]|(?<=\u200d){_EMOJI})*+|{_FLAG}{{1,2}}[{_MARK}]*+)|{_BEFORE}++",
    regex.VERSION1,
)
_WORD = regex.compile(r"[\w\p{Extended_Pictographic}\p{RI}]")
_SENTENCE = regex.compile(r"(?:[^.!?؟؛;\n]++|[.!?؟؛;](?!\s))*+[.!?؟؛;\n]*+\s*+")
# How many pairs of what is compared may be looked at, and how long a text may be: some 20 ms on an old machine.
MOST_PAIRS, MOST_LETTERS = 4_000_000, 40_000
Op = Literal["equal", "insert", "delete"]


class Piece(NamedTuple):
    """A run of words that stayed, came or went."""

    op: Op
    text: str


def diff(before: str, after: str) -> list[Piece]:
    """Return the pieces that turn ``before`` into ``after``, deletions before the insertions that replace them.

    Joining all pieces but the inserted gives ``before``; joining all but the deleted gives ``after``. Texts are
    compared word by word; where that would cost too much, sentence by sentence; else the one replaces the other.
    """
    if max(len(before), len(after)) <= MOST_LETTERS:
        for parts in (_words, _sentences):
            found = _compared(parts(before), parts(after))
            if found is not None:
                return _without_islands(_grouped(found))
    return replaced(before, after)


def replaced(before: str, after: str) -> list[Piece]:
    """Return the pieces where no word is compared: the same text, or the whole of one for the whole of the other."""
    if before == after:
        return [Piece("equal", before)] if before else []
    pieces = [Piece("delete", before), Piece("insert", after)]
    return [piece for piece in pieces if piece.text]


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.findall(text) if part]


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Piece] | None:
    """Return what stayed, came and went of two texts in parts; None where that costs too much.

    Words are compared; what stands between them stays where it is the same on both sides.
    """
    head, tail = _ends(old, new)
    words = {part for part in {*old, *new} if _WORD.search(part)}
    mine = [at for at in range(head, len(old) - tail) if old[at] in words]
    theirs = [at for at in range(head, len(new) - tail) if new[at] in words]
    if len(mine) * len(theirs) > MOST_PAIRS:
        return None
    pieces = [Piece("equal", "".join(old[:head]))]
    a = b = head
    for one, other in _in_common([old[at] for at in mine], [new[at] for at in theirs]):
        pieces += [*_gap(old[a : mine[one]], new[b : theirs[other]]), Piece("equal", old[mine[one]])]
        a, b = mine[one] + 1, theirs[other] + 1
    pieces += _gap(old[a : len(old) - tail], new[b : len(new) - tail])
    pieces.append(Piece("equal", "".join(old[len(old) - tail :])))
    return pieces


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many parts both have in common at the beginning, and how many of the others at the end."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return head, tail


def _gap(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Return the pieces of a stretch that has no word in common."""
    if old == new:
        return [Piece("equal", "".join(old))]
    head, tail = _ends(old, new)
    return [
        Piece("equal", "".join(old[:head])),
        Piece("delete", "".join(old[head : len(old) - tail])),
        Piece("insert", "".join(new[head : len(new) - tail])),
        Piece("equal", "".join(old[len(old) - tail :])),
    ]


def _in_common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence, in order.

    Each row of the table of lengths is one number, a bit for each word of ``new``, 0 where the length grows (Crochemore
    and others, "A fast and practical bit-vector algorithm for the longest common subsequence problem", 2001).
    """
    places: dict[str, int] = {}
    for at, word in enumerate(new):
        places[word] = places.get(word, 0) | 1 << at
    row = full = (1 << len(new)) - 1
    rows = []
    for word in old:
        same = row & places.get(word, 0)
        row = (row + same | row - same) & full
        rows.append(row)
    found = []
    a, b = len(old), len(new)
    while a and b:
        if old[a - 1] == new[b - 1]:
            a, b = a - 1, b - 1
            found.append((a, b))
        elif rows[a - 1] >> b - 1 & 1:
            b -= 1
        else:
            a -= 1
    return found[::-1]


def _without_islands(pieces: list[Piece]) -> list[Piece]:
    """Join changes that only spaces and marks part, so that a replaced phrase reads as one change, not word by word."""
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        between = 0 < index < len(pieces) - 1 and piece.op == "equal" and not _WORD.search(piece.text)
        if between:
            result += [Piece("delete", piece.text), Piece("insert", piece.text)]
        else:
            result.append(piece)
    return _grouped(result)


def _grouped(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces of which none is empty and no two of a kind stand beside each other, what went before what came."""
    result: list[Piece] = []
    filled = [piece for piece in pieces if piece.text]
    for stays, run in groupby(filled, key=lambda piece: piece.op == "equal"):
        parts = list(run)
        ops: tuple[Op, ...] = ("equal",) if stays else ("delete", "insert")
        joined = [Piece(op, "".join(piece.text for piece in parts if piece.op == op)) for op in ops]
        result += [piece for piece in joined if piece.text]
    return result

"""Word-level differences between two texts, in any script."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

# A word keeps its harakat and joiners; white space and each other mark stand alone.
_TOKEN = re.compile(r"\s+|[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]+|.", re.DOTALL)
_WORD = re.compile(r"\w")


class Piece(NamedTuple):
    """A run of words that stayed, came or went."""

    op: Literal["equal", "insert", "delete"]
    text: str


def diff(before: str, after: str) -> list[Piece]:
    """Return the pieces that turn ``before`` into ``after``, deletions before the insertions that replace them.

    Joining all pieces but the inserted gives ``before``; joining all but the deleted gives ``after``.
    """
    return list(_compared(before, after))


@lru_cache(maxsize=1024)
def _compared(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("equal", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("delete", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("insert", "".join(new[c:d])))
    return tuple(_without_islands(pieces))


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


def _grouped(pieces: list[Piece]) -> list[Piece]:
    result: list[Piece] = []
    removed = added = ""
    for piece in [*pieces, Piece("equal", "")]:
        if piece.op == "delete":
            removed += piece.text
        elif piece.op == "insert":
            added += piece.text
        else:
            result += [Piece("delete", removed)] if removed else []
            result += [Piece("insert", added)] if added else []
            result += [piece] if piece.text else []
            removed = added = ""
    return result

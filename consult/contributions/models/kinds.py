"""The words for what a contribution is, where it stands, what becomes of it, and how it came."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a contribution is; a clarification is the asking body's own word in a thread, and no voice."""

    COMMENT = "comment"
    REPLY = "reply"
    PROPOSAL = "proposal"
    CLARIFICATION = "clarification"


class Stance(StrEnum):
    """Where the author stands on the clause; optional."""

    SUPPORT = "support"
    RESERVATIONS = "reservations"
    OPPOSE = "oppose"
    NEUTRAL = "neutral"


class Status(StrEnum):
    """Whether a contribution is shown, and if not, why."""

    HELD = "held"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


# The fact that is sealed beside what is said for an organisation: what interest it declares.
INTEREST = "interest"


class Channel(StrEnum):
    """The way on which something came to us."""

    SITE = "site"
    WORKSHOP = "workshop"
    PAPER = "paper"
    POST = "post"
    EMAIL = "email"
    PHONE = "phone"
    IMPORT = "import"

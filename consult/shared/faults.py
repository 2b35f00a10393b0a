"""What of an error may stand in a log: what kind it is and where it arose, never what it says.

The words of an error can hold what somebody wrote: PostgreSQL quotes whole rows, a mail server repeats addresses.
"""

from __future__ import annotations

import traceback

_LONGEST_CHAIN = 5


def kind_of(error: BaseException) -> str:
    """Return the name of the error's type, with the code that a database, a mail server or the system gave it."""
    cause = getattr(error, "orig", None) or error
    codes = (getattr(cause, name, None) for name in ("sqlstate", "sqlite_errorname", "smtp_code", "errno"))
    code = next((code for code in codes if isinstance(code, str | int)), None)
    name = type(error).__name__
    return name if code is None else f"{name} {code}"


def trail(error: BaseException) -> str:
    """Return the error's kind and the places it came through, and those of the errors that led to it, last first."""
    lines: list[str] = []
    at: BaseException | None = error
    while at is not None and len(lines) < _LONGEST_CHAIN:
        frames = traceback.extract_tb(at.__traceback__)
        places = "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        lines.append(f"{kind_of(at)}{places}")
        at = at.__cause__ or at.__context__
    return "\nfrom ".join(lines)

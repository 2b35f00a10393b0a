"""Keeping away for a while from what does not answer, so that not everybody waits for it in turn."""

from __future__ import annotations

from time import monotonic

# In seconds: how long a request waits for another server, and for how long it is left alone where it gave no answer.
ANSWER_WITHIN = 0.3
REST = 30.0


class Breaker:
    """Whether to ask something that may be out of reach; one for each such thing in a process.

    After a failure nobody asks for ``rest`` seconds; then one asks, and all others once it has answered. It counts
    seconds as they pass: a clock that is set back keeps nobody waiting.
    """

    def __init__(self, rest: float = REST) -> None:
        """Begin with trust."""
        self._rest = rest
        self._ask_at: float | None = None

    def allows(self) -> bool:
        """Whether to ask now; whoever is let through after a failure keeps the others waiting for the answer."""
        if self._ask_at is None:
            return True
        now = monotonic()
        if now < self._ask_at:
            return False
        self._ask_at = now + self._rest
        return True

    def failed(self) -> bool:
        """Note that nothing answered; return whether that is news."""
        news = self._ask_at is None
        self._ask_at = monotonic() + self._rest
        return news

    def answered(self) -> bool:
        """Note an answer; return whether that is news after a failure."""
        news = self._ask_at is not None
        self._ask_at = None
        return news

"""What can stand against a contribution or a vote."""

from __future__ import annotations

from consult.shared.errors import DomainError


class NotNowError(DomainError):
    """The consultation does not take this at the moment it arrived. ``state`` says where it stands."""

    def __init__(self, code: str, state: str) -> None:
        """Keep the code (``contribution-not-now`` or ``vote-not-now``) and the state."""
        super().__init__(code, state=state)

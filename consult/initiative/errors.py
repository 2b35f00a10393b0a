"""What stands against publishing the page."""

from __future__ import annotations

from consult.shared.errors import DomainError


class NothingToPublishError(DomainError):
    """No section says anything yet."""

    def __init__(self) -> None:
        """Stand at no field."""
        super().__init__("initiative-empty")


class DraftMovedError(DomainError):
    """The draft is not what whoever publishes it was shown."""

    def __init__(self) -> None:
        """Stand at no field."""
        super().__init__("initiative-moved")

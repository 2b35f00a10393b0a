"""What can stand against an act on a consultation."""

from __future__ import annotations

from consult.shared.errors import DomainError


class StateError(DomainError):
    """The consultation's state does not allow this."""

    def __init__(self, action: str, state: str) -> None:
        """Keep which action met which state."""
        super().__init__("state-refuses", action=action, state=state)


class EditedMeanwhileError(DomainError):
    """Somebody else saved the same thing since it was opened: both texts are to be shown."""

    def __init__(self) -> None:
        """Stand at no field: the whole page is concerned."""
        super().__init__("edited-meanwhile")

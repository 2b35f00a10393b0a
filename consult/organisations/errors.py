"""What can stand against an act on an organisation."""

from __future__ import annotations

from consult.shared.errors import DomainError


class InvitationError(DomainError):
    """An invitation is used up, revoked, expired or not ours."""

    def __init__(self) -> None:
        """Take nothing: which of them it is, is nobody's business."""
        super().__init__("invitation-not-valid")

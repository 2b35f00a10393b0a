"""What can be wrong with an account."""

from __future__ import annotations

from consult.shared.errors import DomainError


class SignInError(DomainError):
    """Address and password do not fit: one answer for unknown address, wrong password and suspension."""

    def __init__(self) -> None:
        """Stand at the password's field."""
        super().__init__("sign-in-refused", field="password")


class TokenError(DomainError):
    """A link is used up, expired or not ours."""

    def __init__(self) -> None:
        """Take nothing: why it failed is nobody's business."""
        super().__init__("link-not-valid")

"""What stands against keeping a holiday."""

from __future__ import annotations

from consult.shared.errors import DomainError


class HolidayThereError(DomainError):
    """Another holiday stands on that day already."""

    def __init__(self) -> None:
        """Stand at the day."""
        super().__init__("holiday-there", field="day")

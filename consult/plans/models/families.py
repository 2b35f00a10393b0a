"""What a commitment can be sorted by: the codes of each family."""

from __future__ import annotations

from enum import StrEnum


class Family(StrEnum):
    """What a commitment can be sorted by, as the Partnership's own paper does."""

    CHALLENGE = "challenge"
    PRINCIPLE = "principle"
    AREA = "area"


class Challenge(StrEnum):
    """The five challenges, of which each commitment answers at least one."""

    SERVICES = "services"
    INTEGRITY = "integrity"
    RESOURCES = "resources"
    SAFETY = "safety"
    CORPORATE = "corporate"


class Principle(StrEnum):
    """The four principles of open government."""

    INFORMATION = "information"
    ACCOUNTABILITY = "accountability"
    PARTICIPATION = "participation"
    TECHNOLOGY = "technology"


class Area(StrEnum):
    """The areas that cut across the work of ministries."""

    EDUCATION = "education"
    ANTI_CORRUPTION = "anti_corruption"
    CIVIC_SPACE = "civic_space"
    GENDER = "gender"
    HEALTH = "health"
    LESS_ADVANTAGED = "less_advantaged"
    NATURAL_RESOURCES = "natural_resources"


CODES: dict[Family, type[StrEnum]] = {
    Family.CHALLENGE: Challenge,
    Family.PRINCIPLE: Principle,
    Family.AREA: Area,
}

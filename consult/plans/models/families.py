"""What a commitment can be sorted by: the codes of each family."""

from __future__ import annotations

from enum import StrEnum


class Family(StrEnum):
    """What a commitment can be sorted by, as the Partnership's own paper does."""

    CHALLENGE = "challenge"
    PRINCIPLE = "principle"
    AREA = "area"
    OPEN_GOV_CHALLENGE = "open_gov_challenge"


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


class OpenGovChallenge(StrEnum):
    """The areas of the Partnership's Open Gov Challenge, to which a commitment may answer."""

    ACCESS_TO_INFORMATION = "access_to_information"
    ANTI_CORRUPTION = "anti_corruption"
    CIVIC_SPACE = "civic_space"
    CLIMATE_AND_ENVIRONMENT = "climate_and_environment"
    DIGITAL_GOVERNANCE = "digital_governance"
    FISCAL_OPENNESS = "fiscal_openness"
    GENDER_AND_INCLUSION = "gender_and_inclusion"
    JUSTICE = "justice"
    MEDIA_FREEDOM = "media_freedom"
    PUBLIC_PARTICIPATION = "public_participation"


CODES: dict[Family, type[StrEnum]] = {
    Family.CHALLENGE: Challenge,
    Family.PRINCIPLE: Principle,
    Family.AREA: Area,
    Family.OPEN_GOV_CHALLENGE: OpenGovChallenge,
}

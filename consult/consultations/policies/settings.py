"""What can be set of an activity: a typed model for each kind, read strictly and stored in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from enum import StrEnum
from typing import Any, get_type_hints


class Results(StrEnum):
    """Who sees what was chosen, and when."""

    SHOWN = "shown"
    SEALED_UNTIL_CLOSING = "sealed-until-closing"


@dataclass(frozen=True)
class CommentSettings:
    """Nothing can be set of comments."""


@dataclass(frozen=True)
class VoteSettings:
    """``results``: whether everybody sees what was chosen at once, or nobody before the closing."""

    results: str = Results.SHOWN.value

    def __post_init__(self) -> None:
        """Raise ValueError for results that there are not."""
        Results(self.results)


@dataclass(frozen=True)
class ProposalSettings:
    """Nothing can be set of proposals."""


Settings = CommentSettings | VoteSettings | ProposalSettings


def read(model: type[Any], given: Mapping[str, object]) -> Any:  # noqa: ANN401 - one of ``model``
    """Return the settings of this model; ValueError for a name it does not have, or lacks, and for another type.

    What has a default may be left out, so that what was announced before something could be set stays as it was.
    """
    types = get_type_hints(model)
    known = {field.name for field in fields(model)}
    needed = {field.name for field in fields(model) if field.default is MISSING}
    if wrong := sorted((given.keys() - known) | (needed - given.keys())):
        message = f"{model.__name__} has {sorted(known)}: not as given are {wrong}"
        raise ValueError(message)
    for name, value in given.items():
        # A boolean is a number to Python, and none to us.
        if type(value) is not types[name]:
            message = f"{model.__name__}.{name} takes {types[name].__name__}, not {value!r}"
            raise ValueError(message)
    return model(**given)


def stored(settings: Any) -> dict[str, object]:  # noqa: ANN401 - settings of any model
    """Return settings as they are stored: those that are not the default, in the order of their names."""
    usual = {field.name: field.default for field in fields(settings)}
    return dict(sorted((name, value) for name, value in asdict(settings).items() if value != usual[name]))

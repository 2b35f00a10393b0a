"""What can be set of an activity: a typed model for each kind, read strictly and stored in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, get_type_hints


@dataclass(frozen=True)
class CommentSettings:
    """Nothing can be set of comments."""


@dataclass(frozen=True)
class VoteSettings:
    """Nothing can be set of votes."""


@dataclass(frozen=True)
class ProposalSettings:
    """Nothing can be set of proposals."""


Settings = CommentSettings | VoteSettings | ProposalSettings


def read(model: type[Any], given: Mapping[str, object]) -> Any:  # noqa: ANN401 - one of ``model``
    """Return the settings of this model; ValueError for a name it does not have, or lacks, and for another type."""
    types = get_type_hints(model)
    needed = {field.name for field in fields(model)}
    if needed != given.keys():
        wrong = sorted(needed ^ given.keys())
        message = f"{model.__name__} has {sorted(needed)}: not as given are {wrong}"
        raise ValueError(message)
    for name, value in given.items():
        # A boolean is a number to Python, and none to us.
        if type(value) is not types[name]:
            message = f"{model.__name__}.{name} takes {types[name].__name__}, not {value!r}"
            raise ValueError(message)
    return model(**given)


def stored(settings: Any) -> dict[str, object]:  # noqa: ANN401 - settings of any model
    """Return settings as they are stored: every name, in order."""
    return dict(sorted(asdict(settings).items()))

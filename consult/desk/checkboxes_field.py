"""Several choices of which any can be ticked, each a box."""

from __future__ import annotations

from typing import ClassVar

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Boxes; what was ticked and is not offered is left to the form to pass over."""

    widget: ClassVar[ListWidget] = ListWidget(prefix_label=False)
    option_widget: ClassVar[CheckboxInput] = CheckboxInput()

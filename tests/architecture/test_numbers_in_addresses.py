"""A number in an address has an end: one that no column holds is no page, and never a failure of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.routing import IntegerConverter

if TYPE_CHECKING:
    from flask import Flask

MOST = 2**31 - 1


def test_every_number_in_an_address_fits_its_column(app: Flask) -> None:
    numbers = [
        (rule.endpoint, name, converter.max)
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if isinstance(converter, IntegerConverter)
    ]
    assert len(numbers) > 20
    assert [each for each in numbers if each[2] is None or each[2] > MOST] == []

"""Finding the views of a face: what its packages call ``views``, or something that ends so."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import walk_packages


def import_views(package: str, path: Iterable[str]) -> None:
    """Import every module of views below a package, which register themselves on its blueprints."""
    for module in walk_packages(path, f"{package}."):
        if module.name.endswith("views"):
            import_module(module.name)

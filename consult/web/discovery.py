"""Finding what registers itself: the views of a face, the composers of mails."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import walk_packages


def import_modules(package: str, path: Iterable[str], *, ending: str) -> None:
    """Import every module below a package whose name ends so, as ``views`` or ``_emails``."""
    for module in walk_packages(path, f"{package}."):
        if module.name.endswith(ending):
            import_module(module.name)

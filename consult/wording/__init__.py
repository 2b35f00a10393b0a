"""The interface's words for the domain: its codes and its values. Each subject's stand in the module of its name.

A thing has one name everywhere, so no code and no kind of value is named twice.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

# Sentences by code; words by kind of value, and value. They are lazy: said in the page's language.
SENTENCES: dict[str, object] = {}
LABELS: dict[str, dict[str, object]] = {}


def _register(sentences: dict[str, object], labels: dict[str, dict[str, object]]) -> None:
    """Take in a subject's words; ValueError for what another has named already."""
    if twice := (SENTENCES.keys() & sentences) | (LABELS.keys() & labels):
        raise ValueError(twice)
    SENTENCES.update(sentences)
    LABELS.update(labels)


for _subject in iter_modules(__path__, f"{__name__}."):
    _words = import_module(_subject.name)
    _register(getattr(_words, "SENTENCES", {}), getattr(_words, "LABELS", {}))

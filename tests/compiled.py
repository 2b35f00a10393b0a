"""Templates kept compiled from one application of the tests to the next: in each language a template is another one."""

from __future__ import annotations

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's cache in a folder, which keeps apart what was compiled for each language."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return where a template of an environment's language is kept."""
        lang = getattr(environment, "language", None)
        return super().get_bucket(environment, f"{lang}:{name}", filename, source)

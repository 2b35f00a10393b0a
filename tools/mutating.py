"""Give one module changed words instead of its own: a plugin of pytest, told by the environment which."""

from __future__ import annotations

import os
import shutil
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parent.parent
MODULE, WORDS, TEMPLATE = "MUTANT_MODULE", "MUTANT_SOURCE", "MUTANT_TEMPLATE"

_own_code = SourceFileLoader.get_code


def _code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
    """Return the code of a module, compiled from the mutant's words where it is the one."""
    if Path(loader.path) == ROOT / os.environ[MODULE]:
        source = Path(os.environ[WORDS]).read_text(encoding="utf-8")
        return compile(source, loader.path, "exec", dont_inherit=True)
    return _own_code(loader, fullname)


def _copied(url: str, revision: str = "head") -> None:
    """Migrate a new database once and copy it afterwards: what is mutated is no migration."""
    template, target = Path(os.environ[TEMPLATE]), Path(url.removeprefix("sqlite:///"))
    new = revision == "head" and not target.exists()
    if new and template.exists():
        shutil.copyfile(template, target)
        return
    alembic_migrate(url, revision)
    if new:
        shutil.copyfile(target, template)


# Before anything of ours is loaded: most of it is, with the first import below.
if MODULE in os.environ:
    SourceFileLoader.get_code = _code  # type: ignore[assignment,method-assign]

from tests import databases  # noqa: E402 - see above
from tests.databases import migrate as alembic_migrate  # noqa: E402 - see above

if TEMPLATE in os.environ:
    databases.migrate = _copied

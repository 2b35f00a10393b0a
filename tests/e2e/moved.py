"""The product's own processes, whose clock a test moves: what `serve.py` and the worker load, and one thing more.

A file says by how many seconds the time is later than the machine's, so that days pass while the walk takes minutes.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from consult.shared import clock

_LATER = Path(os.environ["CONSULT_LATER"])
_machine = clock.now


def _moved() -> datetime:
    return _machine() + timedelta(seconds=float(_LATER.read_text() or 0))


clock.now = _moved

# After the clock: whoever asks it for the time asks the module.
from consult.jobs.worker import huey  # noqa: E402
from wsgi import app  # noqa: E402

__all__ = ["app", "huey"]

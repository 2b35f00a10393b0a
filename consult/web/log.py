"""What is logged: without anybody's words or address, and each entry in lines that are ours."""

from __future__ import annotations

import logging
import re

from flask import Flask

from consult.shared.faults import trail

# Ours, and those that log what our code raised, as the queue's worker does.
_LOGGERS = ("huey", "huey.consumer", "huey.consumer.Worker", "sqlalchemy.pool")
_PLACE = re.compile(r'^  File "[^"]+", line \d+, in \S+$', re.MULTILINE)
_LINE_ENDS = str.maketrans({c: repr(c)[1:-1] for c in map(chr, (*range(32), 127, 0x85, 0x2028, 0x2029))})


class Discreet(logging.Filter):
    """Write an error as its kind and its way through the code, and what ends a line as its escape."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change ``record`` for all who write it; none is held back."""
        record.msg, record.args = record.getMessage().translate(_LINE_ENDS), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text, record.exc_info = trail(record.exc_info[1]), None
        return True


class PlacesAlone(logging.Filter):
    """Leave of an error that the server writes out where it arose, not what it says."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change ``record``; none is held back."""
        told, _, traceback = record.getMessage().partition("\n")
        record.msg, record.args = "\n".join([told, *_PLACE.findall(traceback)]), None
        return True


def init(app: Flask) -> None:
    """Let no logger of ours tell more."""
    discreet = Discreet()
    for logger in (app.logger, *map(logging.getLogger, _LOGGERS)):
        if not any(isinstance(each, Discreet) for each in logger.filters):
            logger.addFilter(discreet)

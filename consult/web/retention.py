"""How long what need not stay is kept: the sweep clears by it, and the page on privacy says it."""

from __future__ import annotations

from datetime import timedelta

# A key that a form carried, to know it again when it is sent twice.
FORMS = timedelta(days=7)
# What somebody typed into a form and did not save.
KEPT_FORMS = timedelta(days=7)
# To whom a mail went, and what it was made of.
MAILS = timedelta(days=30)
# Where the answer to a report goes; and, after the answer, what was noted and who reported.
REPORTS = timedelta(days=30)
# The address that an invitation went to, after it was used or ran out.
INVITATIONS = timedelta(days=30)
# Bytes that no document has: what a request left behind that came to nothing.
ORPHANS = timedelta(days=1)
# A session, after it ended.
SESSIONS = timedelta(days=90)
# A day's key outlasts its day by one, for requests around midnight in any zone.
KEYS = timedelta(days=2)
# The sign by which a browser that signed in is known again.
KNOWN_BROWSERS = timedelta(days=400)

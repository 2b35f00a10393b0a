"""Words for organisations: applications, standing, invitations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "name-taken": _l("A body of this name, or of one that looks like it, is verified already."),
    "name-is-same": _l("This is what it is called already. Change one of the names."),
    "links-too-many": _l("Write at most %(most)s addresses, each on its own line."),
    "links-unreadable": _l("Write each address whole and on its own line, as in https://example.org."),
    "ending-waits": _l("Somebody has asked for this already. It waits for a second person."),
    "ending-gone": _l("What you confirm was taken back meanwhile. See below how it stands now."),
    "second-person": _l("You asked for it yourself: a second person confirms."),
    "coordinator-decides": _l("Another coordinator is there to confirm it."),
    "body-slug-taken": _l("Another body has this address. Choose another."),
    "body-slug-unfit": _l(
        "Write small Latin letters, digits and hyphens, at most 60, such as ministry-of-youth."
    ),
    "website-unreadable": _l("Write the whole address, as in https://example.org, or leave it empty."),
    "applied-already": _l("You applied for this organisation already. It waits to be decided."),
    "applications-waiting": _l("Others of your applications wait. Apply again when one of them is decided."),
    "invitation-not-valid": _l(
        "This invitation no longer stands: it was accepted or revoked, or has expired."
    ),
    "invitation-for-another": _l("This invitation was sent to another address."),
    "invitations-waiting": _l("Too many invitations wait. Revoke one first."),
}
LABELS = {
    "standing": {
        "applied": _l("Waits to be verified"),
        "verified": _l("Verified"),
        "refused": _l("Refused"),
        "ended": _l("Its standing has ended"),
    },
    "organisations": {
        "agency": _l("Government bodies"),
        "municipality": _l("Municipalities"),
        "independent": _l("Independent bodies"),
        "civil_society": _l("Civil society organisations"),
        "women": _l("Women’s organisations"),
        "youth": _l("Youth bodies"),
        "union": _l("Unions"),
        "chamber": _l("Chambers"),
        "private": _l("Private sector"),
        "academia": _l("Academic bodies"),
        "industry": _l("Chambers of industry"),
        "commerce": _l("Chambers of commerce"),
        "disability": _l("Organisations of persons with disabilities"),
    },
    "organisation": {
        "agency": _l("government body"),
        "municipality": _l("municipality"),
        "independent": _l("independent body"),
        "civil_society": _l("civil society organisation"),
        "women": _l("women's organisation"),
        "youth": _l("youth body"),
        "union": _l("union"),
        "chamber": _l("chamber"),
        "private": _l("private sector"),
        "academia": _l("academic body"),
        "industry": _l("chamber of industry"),
        "commerce": _l("chamber of commerce"),
        "disability": _l("organisation of persons with disabilities"),
    },
}

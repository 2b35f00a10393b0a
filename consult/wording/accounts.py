"""Words for accounts: addresses, passwords, names, roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "password-short": _l("You typed %(typed)s characters. Add some: %(least)s at least."),
    "password-long": _l("Choose a shorter one: %(most)s characters at most."),
    "password-guessable": _l(
        "This is among the first that are tried: a common word, a row of keys or your address."
    ),
    "password-wrong": _l("This is not your password."),
    "email-incomplete": _l("Complete the address, as in name@example.org."),
    "email-local": _l(
        "Mail servers do not take what stands before the @. Write at most %(most)s Latin letters and figures, with "
        "single points, hyphens or underscores between them."
    ),
    "email-domain": _l("There is no such name for what stands after the @. Check it letter by letter."),
    "address-held": _l(
        "This account waits for its address to be resolved, and gets no links until then. Write to us about it."
    ),
    "address-yours": _l("Your account has this address already."),
    "name-official": _l("This reads like the name of a body or an office. Choose one that is yours alone."),
    "name-unreadable": _l("Some marks in this name cannot be shown as they are. Write it in plain letters."),
    "name-script": _l("Write this name in Arabic or Latin letters, without signs of phonetics."),
    "name-unseen": _l("Nothing of this name can be seen. Write letters, or leave it empty."),
    "declare-age": _l(
        "Tick this to go on: only adults register. Whoever is younger takes part in another way, named on this page."
    ),
    "account-suspended": _l(
        "This account is suspended. The mail that told you of it gives the reason; write to us if you disagree."
    ),
    "sign-in-refused": _l("Address and password do not fit together."),
    "link-not-valid": _l("This link has expired or was already used. Ask for a new one."),
    "confirm-first": _l("Confirm your email address first: the link is in the mail that we sent you."),
    "no-such-account": _l("Nobody has a confirmed account with this address. Ask them to register first."),
    "unknown-address": _l("Nobody has registered with this address."),
    "not-yourself": _l("This is your own account. Somebody else must do it."),
    "last-administrator": _l("This is the last administrator. Grant the role to somebody else first."),
    "role-held": _l("This person holds the role there already."),
    "scope-does-not-fit": _l("This role cannot be granted there. Choose another place."),
}
LABELS = {
    "role": {
        "participant": _l("participant"),
        "representative": _l("organisation representative"),
        "officer": _l("agency officer"),
        "moderator": _l("moderator"),
        "publisher": _l("publisher"),
        "coordinator": _l("plan coordinator"),
        "secretary": _l("forum secretary"),
        "auditor": _l("auditor"),
        "administrator": _l("administrator"),
        "rule": _l("the published rule of the consultation"),
    },
    "account_act": {
        "granted": _l("Role granted"),
        "grant-ended": _l("Role ended"),
        "suspended": _l("Account suspended"),
        "readmitted": _l("Account readmitted"),
        "identity-seen": _l("Identity looked up"),
        "password-changed": _l("Password changed"),
        "address-changed": _l("Address changed"),
    },
}

"""Words for documents: what they are, who reads them, and why a file is not taken."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "choose-file": _l("Choose a file first."),
    "file-needed": _l("Choose a file, write the address where it is, or say that it is not at hand."),
    "file-or-address": _l("Choose a file or write an address, not both."),
    "at-hand-after-all": _l(
        "A file or an address is given here too. Take it out, or do not tick that the file is not at hand."
    ),
    "not-at-hand-untold": _l(
        "Type and size are asked for only where the file is not at hand. Tick this, or empty the two."
    ),
    "size-unreadable": _l("This is no size. Write the number with its unit, like 19.26 KB."),
    "same-not-at-hand": _l("The newest version says the same, and its file is not at hand either."),
    "file-empty": _l("This file is empty. Choose it again once it holds something."),
    "file-too-large": _l(
        "This file is larger than %(most)s MB. Make it smaller, or give the address where it is."
    ),
    "file-type": _l(
        "Files of this type are not taken. Taken are PDF, DOCX, XLSX, ODT, CSV, TXT, PNG, JPEG and WebP."
    ),
    "file-broken": _l(
        "This file is damaged, or is not what it says it is. Save it anew and choose it again."
    ),
    "file-encrypted": _l("This file is locked with a password. Save it without one and choose it again."),
    "file-macros": _l(
        "This file holds macros, which could run on a reader’s computer. Save it without them."
    ),
    "file-unpacks": _l("This file unpacks to far more than it holds, and is not taken."),
    "file-overloaded": _l(
        "This file carries far more texts or formats than its table needs. "
        "Copy the table into a new file and send that."
    ),
    "file-encoding": _l("This text is not in UTF-8. Save it as “CSV UTF-8” or in UTF-8 and choose it again."),
    "image-too-large": _l(
        "This picture has more than %(most)s million pixels. Make it smaller and choose it again."
    ),
    "same-file": _l("This is the very file of the newest version."),
    "attached-already": _l("The document is attached to this already."),
    "withdrawn-document": _l("This document is withdrawn. Bring it back first."),
}
LABELS = {
    "document": {
        "letter": _l("Letter of the Prime Minister"),
        "correspondence": _l("Correspondence"),
        "action_plan": _l("Action plan"),
        "progress_report": _l("Progress report"),
        "self_assessment": _l("Self-assessment report"),
        "irm_report": _l("Report of the Independent Reporting Mechanism"),
        "survey_report": _l("Survey report"),
        "minutes": _l("Minutes of a meeting"),
        "supporting": _l("Supporting document of a participatory activity"),
        "leaflet": _l("Leaflet"),
        "presentation": _l("Presentation"),
        "video": _l("Video"),
        "resources": _l("List of resources"),
        "invitation": _l("Invitation"),
        "other": _l("Other document"),
    },
    "languages": {"ar": _l("Arabic"), "en": _l("English"), "ar en": _l("Arabic and English")},
    "visibility": {
        "public": _l("Everybody reads it"),
        "restricted": _l("Only staff of its publisher, coordinators and auditors read it"),
    },
    "media": {
        "pdf": _l("PDF"),
        "docx": _l("Word document (DOCX)"),
        "xlsx": _l("Excel workbook (XLSX)"),
        "odt": _l("OpenDocument text (ODT)"),
        "csv": _l("Table (CSV)"),
        "txt": _l("Plain text"),
        "png": _l("Picture (PNG)"),
        "jpg": _l("Picture (JPEG)"),
        "webp": _l("Picture (WebP)"),
    },
    "document act": {
        "added": _l("Added"),
        "edited": _l("What is said of it was edited"),
        "versioned": _l("A new version was added"),
        "attached": _l("Attached"),
        "detached": _l("Taken off again"),
        "opened": _l("Opened to everybody"),
        "restricted": _l("Restricted to staff"),
        "withdrawn": _l("Withdrawn"),
        "restored": _l("Brought back"),
        "erasure-asked": _l("Its erasure was asked for"),
        "erasure-taken-back": _l("The request to erase it was taken back"),
        "erasure-refused": _l("Its erasure was refused"),
        "erased": _l("Erased"),
    },
}

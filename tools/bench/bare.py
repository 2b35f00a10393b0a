"""The yardstick: a bare Flask view with one query and one template, on the same database and in the same process."""

from __future__ import annotations

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><main><h1>{{ title }}</h1><p>{{ slug }}</p></main></body></html>
"""


def bare(engine: Engine) -> Flask:
    """Return an application with that one view, at ``/<slug>``."""
    app = Flask("bare")
    app.jinja_loader = DictLoader({"page.html": PAGE})

    @app.get("/<slug>")
    def page(slug: str) -> str:
        with Session(engine) as session:
            query = select(Consultation.title_en, Consultation.slug).where(Consultation.slug == slug)
            row = session.execute(query).one()
        return render_template("page.html", title=row.title_en, slug=row.slug)

    return app

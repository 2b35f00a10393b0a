"""The yardsticks: the least that Flask can answer, a list, and an insert, on the same database in the same process."""

from __future__ import annotations

from flask import Flask, redirect, render_template, request
from jinja2 import DictLoader
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.contributions.models import Revision

ROWS = 20
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><main><h1>{{ title }}</h1><ol>
{% for row in rows %}<li><a href="/{{ row.reference }}">{{ row.reference }}</a> <p>{{ row.body }}</p></li>
{% endfor %}</ol></main></body></html>
"""
TABLE = "CREATE TABLE bench_inserts (id {} PRIMARY KEY, body TEXT NOT NULL)"


def yardsticks(engine: Engine) -> Flask:
    """Return an application with the three of them: ``/hello``, ``/list`` and a POST to ``/insert``."""
    app = Flask("bare")
    app.jinja_loader = DictLoader({"page.html": PAGE})
    writing = engine.execution_options(write=True)
    with writing.begin() as connection:
        connection.execute(text(TABLE.format("SERIAL" if engine.dialect.name == "postgresql" else "INTEGER")))

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/list")
    def some() -> str:
        with Session(engine) as session:
            query = select(Revision.fingerprint, Revision.body).order_by(Revision.contribution_id).limit(ROWS)
            rows = session.execute(query).all()
        return render_template("page.html", title="Some", rows=rows)

    @app.post("/insert")
    def insert() -> Response:
        with writing.begin() as connection:
            connection.execute(
                text("INSERT INTO bench_inserts (body) VALUES (:body)"), {"body": request.form["body"]}
            )
        return redirect("/list", 303)

    return app

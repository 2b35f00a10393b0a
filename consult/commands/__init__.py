"""The operators' command line."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Register the commands."""
    from consult.commands.accounts import group as accounts  # noqa: PLC0415
    from consult.commands.database import group as database  # noqa: PLC0415
    from consult.commands.demo import group as demo  # noqa: PLC0415
    from consult.commands.start import refuse_unsafe  # noqa: PLC0415

    for group in (accounts, database, demo):
        app.cli.add_command(group)
    refuse_unsafe(app)

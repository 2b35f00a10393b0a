"""What the forum agreed that somebody does, and what became of it: pages, and open files."""

from __future__ import annotations

from flask import Response, request

from consult.forum import queries
from consult.public import blueprint
from consult.public.forum import action_items as presenters
from consult.public.forum import action_items_file
from consult.web.access import access, or_404
from consult.web.database import engine, reading
from consult.web.dates import local
from consult.web.page_cache import cacheable
from consult.web.pagination import place
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.streaming import sent_whole


@blueprint.get("/forum/action-items/")
@access("public")
@cacheable("state", "owner", "after")
def action_items() -> str:
    """List the action items: all, open, overdue or closed ones, those of an owner; ``?after=`` goes on."""
    or_404(True, queries.has_forum(reading()))
    chosen = presenters.Chosen(request.args.get("state") or None, request.args.get("owner") or None)
    page = presenters.items_page(reading(), chosen, local(arrived_at()).date(), place(queries.ItemPlace))
    return render_page("public/forum/action_items.html", page)


@blueprint.get("/forum/action-items/<int(max=2147483647):entry_id>/")
@access("public")
@cacheable()
def action_item(entry_id: int) -> str:
    """Show an action item of published minutes with all that became of it."""
    page = or_404(presenters.item_page(reading(), entry_id, local(arrived_at()).date()))
    return render_page("public/forum/action_item.html", page)


@blueprint.get("/forum/action-items.csv")
@access("public")
def action_items_csv() -> Response:
    """Send all action items as they stand, as CSV."""
    return _file(sent_whole(action_items_file.csv_file(engine()), "text/csv; charset=utf-8"), "csv")


@blueprint.get("/forum/action-items.jsonl")
@access("public")
def action_items_jsonl() -> Response:
    """Send the same as JSON Lines."""
    return _file(
        sent_whole(action_items_file.json_lines(engine()), "application/x-ndjson; charset=utf-8"), "jsonl"
    )


def _file(answer: Response, ending: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="action-items.{ending}"'
    return answer

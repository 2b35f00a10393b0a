"""Escaping what templates show: Jinja makes an object that is marked as safe of each value, only to join them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.compiler import CodeGenerator, Frame
from markupsafe import _escape_inner as inner  # type: ignore[attr-defined]  # what ``escape`` itself calls
from markupsafe import escape

if TYPE_CHECKING:
    from jinja2 import nodes


def escaped(value: Any) -> str:  # noqa: ANN401 - whatever a template shows
    """Return ``value`` as it stands in a page: what ``markupsafe.escape`` makes of it, as plain text if it can."""
    kind = type(value)
    if kind is str:
        return inner(value)
    return str(value) if kind is int else escape(value)


class PageCode(CodeGenerator):
    """Jinja's compiler, whose templates escape by ``escaped``: the environment hands it to them."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)

"""Jinja as our pages use it: hundreds of macros and words a page, so that what leads to each of them is short."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from types import FunctionType, MethodType
from typing import Any, Final

from flask.templating import Environment
from jinja2 import pass_eval_context
from jinja2.runtime import Context, Macro

from consult.web.escaping import PageCode, escaped

_OURS = frozenset({FunctionType, MethodType})
# How Jinja marks a function that is told whether what it says will be escaped; others bear another mark or none.
_TOLD_OF_ESCAPING: Final = vars(pass_eval_context(lambda: None))["jinja_pass_arg"]


class PageContext(Context):
    """A context that finds out sooner what a macro or a function wants to be told."""

    def call(self, thing: Callable[..., Any], /, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as Jinja has it
        """Call ``thing`` as Jinja would."""
        kind = type(thing)
        told = _TOLD_OF_ESCAPING if kind is Macro else getattr(thing, "jinja_pass_arg", None)
        if told is _TOLD_OF_ESCAPING:
            args = (self.eval_ctx, *args)
        elif told is not None or kind not in _OURS:
            return super().call(thing, *args, **named)
        # The compiler hands these to every call; only what takes the context sees them.
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return thing(*args, **named)


class PageEnvironment(Environment):
    """An environment whose templates all have the same globals, as one plain mapping."""

    context_class = PageContext
    code_generator_class = PageCode
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template; Jinja chains two mappings even where the first is empty."""
        return super().make_globals(d) if d else self.globals

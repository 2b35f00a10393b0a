"""Jinja as our pages use it: hundreds of macros and words a page, so that what leads to each of them is short.

There is one environment for each language. In it the page's language and words that need no numbers or names are
constants, so that they stand in the compiled template as they stand on the page.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from types import FunctionType, MethodType
from typing import Any, Final, cast

from flask.templating import Environment
from jinja2 import Template, nodes, pass_eval_context
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer

from consult.web.escaping import PageCode, escaped
from consult.web.locale import language
from consult.web.rendering import alone

_OURS = frozenset({FunctionType, MethodType})
# How Jinja marks a function that is told whether what it says will be escaped; others bear another mark or none.
_TOLD_OF_ESCAPING: Final = vars(pass_eval_context(lambda: None))["jinja_pass_arg"]
_OTHER = {"ar": "en", "en": "ar"}


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
    """An environment whose templates all have the same globals, as one plain mapping.

    A cache of compiled templates has to tell them apart by ``language``: Jinja's own know them by their names alone.

    It gives a template of the environment of the page's language. That is made at the first page in it, from what this
    one holds then.
    """

    context_class = PageContext
    code_generator_class = PageCode
    escaped = staticmethod(escaped)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Jinja's own
        """Make an environment of no language."""
        super().__init__(*args, **options)
        self.language: str | None = None
        self._in_languages: dict[str, PageEnvironment] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template; Jinja chains two mappings even where the first is empty."""
        return super().make_globals(d) if d else self.globals

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Return a template in the page's language."""
        if self.language is None:
            return self.in_language(language()).get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def in_language(self, lang: str) -> PageEnvironment:
        """Return the environment whose templates are in a language."""
        if lang not in self._in_languages:
            made = self.overlay()
            made.language = lang
            self._in_languages[lang] = made
        return self._in_languages[lang]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if self.language is None:
            return parsed
        escapes = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        return cast("nodes.Template", _Spoken(self.language, escapes=escapes).visit(parsed))


class _Spoken(NodeTransformer):
    """Puts into a template what its language alone decides: the language's name, and words in which nothing is put."""

    def __init__(self, lang: str, *, escapes: bool) -> None:
        self._names = {"locale": lang, "other_locale": _OTHER[lang]}
        self._escapes = escapes

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:  # noqa: N802 - Jinja's name
        return self._constant(self._names[node.name], node) if node.name in self._names else node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        of = node.node.name if isinstance(node.node, nodes.Name) else ""
        if of != "_" or node.kwargs or [type(each) for each in node.args] != [nodes.Const]:
            return node
        words = alone(self._names["locale"], node.args[0].as_const())
        return self._constant(words if self._escapes else str(words), node)

    @staticmethod
    def _constant(value: str, node: nodes.Expr) -> nodes.Const:
        return nodes.Const(value, lineno=node.lineno, environment=node.environment)

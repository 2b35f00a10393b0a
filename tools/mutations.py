"""The small mistakes that a test should notice, made one at a time in the source of a module."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTERPART: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
# Calls on a query without which it reads more, or in another order.
NARROWING = {"where", "order_by", "desc", "distinct", "limit", "having", "is_not", "group_by"}
SAID = "another word"


@dataclass(frozen=True)
class Mutant:
    """One mistake: the function it is in (empty for the module's own lines), its line, what it is, the whole source."""

    function: str
    first_line: int
    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, from its first line to its last."""
    tree = ast.parse(source)
    for function, start, node, field, index in _places(tree):
        held = getattr(node, field)
        old = held if index is None else held[index]
        for what, new in _mistakes(old, field):
            _put(node, field, index, new)
            yield Mutant(
                function, start, _line(old, node), what, ast.unparse(ast.fix_missing_locations(tree))
            )
            _put(node, field, index, old)


def first_line(function: ast.FunctionDef) -> int:
    """Return the line at which a function begins, its decorators included."""
    return min([function.lineno, *(each.lineno for each in function.decorator_list)])


def _put(node: ast.AST, field: str, index: int | None, value: ast.AST) -> None:
    if index is None:
        setattr(node, field, value)
    else:
        getattr(node, field)[index] = value


def _line(old: ast.AST, node: ast.AST) -> int:
    return int(getattr(old, "lineno", getattr(node, "lineno", 0)))


def _places(tree: ast.Module) -> Iterator[tuple[str, int, ast.AST, str, int | None]]:
    """Yield each node by where it hangs, with the function around it; annotations and docstrings are left out."""
    waiting: list[tuple[str, int, ast.AST]] = [("", 0, tree)]
    while waiting:
        function, start, node = waiting.pop()
        for field, value in ast.iter_fields(node):
            if field in {
                "annotation",
                "returns",
                "decorator_list",
                "bases",
                "type_params",
                "ctx",
                "op",
                "ops",
            }:
                continue
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(child, ast.AST) or _is_silent(child, field):
                    continue
                yield function, start, node, field, index
                if isinstance(child, ast.FunctionDef) and not function:
                    waiting.append((child.name, first_line(child), child))
                else:
                    waiting.append((function, start, child))


def _is_silent(node: ast.AST, field: str) -> bool:
    """Whether nothing is computed: an import, a docstring, the list of a package's names."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Expr(value=ast.Constant()):
            return field == "body"
    return False


def _mistakes(node: ast.AST, field: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield each mistake that can be made at a node, with the node that makes it."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in FLIPPED:
            changed = copy.copy(node)
            changed.ops = [FLIPPED[type(op)]()]
            yield f"{type(op).__name__} for {FLIPPED[type(op)].__name__}", changed
        case ast.BoolOp(values=values):
            for index in range(len(values)):
                rest = values[:index] + values[index + 1 :]
                yield f"without condition {index + 1}", _joined(node, rest)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "without not", operand
        case ast.BinOp(op=op) if type(op) in COUNTERPART:
            yield f"{type(op).__name__} turned", ast.BinOp(node.left, COUNTERPART[type(op)](), node.right)
        case ast.Constant(value=value):
            yield from _other_constants(value)
        case ast.Call(func=ast.Attribute(value=receiver, attr=name)) if name in NARROWING:
            yield f"without .{name}()", receiver
        case ast.stmt():
            yield from _other_statements(node)
    yield from _other_choices(node, field)


def _other_choices(node: ast.AST, field: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield a test turned round, and a comprehension that takes everything."""
    if isinstance(node, ast.comprehension) and node.ifs:
        yield "without its if", ast.comprehension(node.target, node.iter, [], node.is_async)
    if field == "test" and isinstance(node, ast.Name | ast.Attribute | ast.Call):
        yield "test turned", ast.UnaryOp(ast.Not(), node)


def _joined(node: ast.BoolOp, values: list[ast.expr]) -> ast.expr:
    return values[0] if len(values) == 1 else ast.BoolOp(node.op, values)


def _other_constants(value: object) -> Iterator[tuple[str, ast.AST]]:
    match value:
        case bool():
            yield f"{value} turned", ast.Constant(not value)
        case int():
            yield f"{value} is one more", ast.Constant(value + 1)
        case str() if value:
            yield f"other words than {value[:24]!r}", ast.Constant(SAID)


def _other_statements(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """Yield the statement left out, where the code still parses, or a return of nothing."""
    match node:
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield "returns nothing", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign() | ast.Continue():
            yield f"without {ast.unparse(node)[:40]!r}", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() | ast.Tuple()]):
            if not any(isinstance(name, ast.Name) for name in ast.walk(node.targets[0]) if _stored(name)):
                yield f"without {ast.unparse(node)[:40]!r}", ast.Pass()


def _stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None

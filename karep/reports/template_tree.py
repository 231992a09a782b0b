"""A template rewritten before it is filled in, so that all that it does is counted where it is done.

What it joins, compares, slices and lists goes through filters that no template can write; the body of a loop or macro
begins with what a round of it costs.
"""

from typing import Any, Final

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

JOINED: Final = "karep:join"
COUNTED: Final = "karep:each"
FLAT: Final = "karep:flat"
SEEN: Final = "karep:seen"
MADE: Final = "karep:made"
COST: Final = "karep:cost"
_NODES_A_STEP: Final = 8

_REFUSED: Final[dict[type[nodes.Node], str]] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.EvalContextModifier: "autoescape",
    nodes.ScopedEvalContextModifier: "autoescape",
}
"""What would reach other files, or switch the escaping off, by what it is written as."""
_REFUSED_NAMES: Final = ("varargs", "kwargs")


def refused(tree: nodes.Template) -> tuple[str, int] | None:
    """The first thing in a template that none may have, and its line."""
    looked_for: Any = (*_REFUSED, nodes.Name)
    for node in tree.find_all(looked_for):
        name = node.name if isinstance(node, nodes.Name) else _REFUSED[type(node)]
        if not isinstance(node, nodes.Name) or name in _REFUSED_NAMES:
            return name, node.lineno
    return None


def too_large(tree: nodes.Template, most: int, largest: float) -> int | None:
    """The line at which a template has more than so many pieces, or writes a number that is larger than that."""
    line = 1
    for number, node in enumerate(tree.find_all(nodes.Node)):
        line = node.lineno or line
        value = node.value if isinstance(node, nodes.Const) else 0
        if number >= most or (isinstance(value, (int, float)) and not -largest <= value <= largest):
            return line
    return None


def _filtered(node: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)


def _number(value: int, line: int) -> nodes.Const:
    return nodes.Const(value, lineno=line)


def counted(tree: nodes.Template) -> nodes.Template:
    """The template rewritten, see the module."""
    _Counted().visit(tree)
    return tree


class _Counted(NodeTransformer):
    def __init__(self) -> None:
        self._pieces = 0

    def visit(self, node: nodes.Node, *arguments: Any, **named: Any) -> Any:
        self._pieces += 1
        return super().visit(node, *arguments, **named)

    def _steps(self, node: nodes.Node) -> int:
        """Rewrites what is in it; how many steps a round of that costs."""
        before = self._pieces
        self.generic_visit(node)
        return max(1, (self._pieces - before) // _NODES_A_STEP)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        steps = self._steps(node)
        node.iter = _filtered(node.iter, COUNTED, _number(1 + steps if node.test else 1, node.lineno))  # type: ignore[arg-type]
        return _paid(node, steps)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        return _paid(node, self._steps(node))

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        return _paid(node, self._steps(node))

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), JOINED)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(node)
        return _filtered(node, FLAT)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(node)
        return _filtered(node, FLAT) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(node)
        return _filtered(node, FLAT)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(node)
        node.expr = _filtered(node.expr, SEEN)
        for one in node.ops:
            one.expr = _filtered(one.expr, SEEN)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(node)
        return _filtered(node, MADE) if isinstance(node.arg, nodes.Slice) else node


def _paid(node: nodes.For | nodes.Macro | nodes.CallBlock, steps: int) -> nodes.Node:
    """The body begins with what it costs."""
    cost = _filtered(_number(steps, node.lineno), COST)
    node.body = [nodes.ExprStmt(cost, lineno=node.lineno), *node.body]
    return node

"""Where a template of somebody else's is filled in: it sees plain data, a few filters and nothing of the program.

Nothing is allowed but what is listed here. What it makes, how often it loops and how large its texts and numbers grow
has limits, so that no template can stop the program or fill the memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from json import JSONEncoder
from typing import Any, Final, NoReturn

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import do_join
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing, pass_eval_context
from jinja2.visitor import NodeTransformer

LONGEST_TEMPLATE: Final = 200_000
"""How many characters a template may have."""
LARGEST_OUTPUT: Final = 5_000_000
"""How many characters it may make, and how many any text in it may have."""
MOST_STEPS: Final = 500_000
"""How many rounds all its loops, and how many calls, it may make."""
MOST_ROUNDS: Final = 10_000
"""How far ``range`` counts."""
LARGEST_NUMBER: Final = 10**30

_ALLOWED: Final[Mapping[type, frozenset[str]]] = {
    dict: frozenset({"items", "keys", "values", "get"}),
    str: frozenset({"lower", "upper", "strip", "startswith", "endswith", "split"}),
    LoopContext: frozenset(
        {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0"}
        | {"previtem", "nextitem", "cycle", "changed"}
    ),
}
"""What may be asked of a value besides what it holds."""
_FILTERS: Final = frozenset(
    {
        *("abs", "capitalize", "count", "default", "d", "dictsort", "e", "escape", "first", "float", "forceescape"),
        *("groupby", "int", "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr"),
        *("reverse", "select", "selectattr", "sort", "string", "title", "trim", "truncate", "unique", "upper"),
    }
)
"""The filters of Jinja that make nothing much larger than it was, and leave what is escaped as it is."""
_OF_TEXT: Final = frozenset(
    {"capitalize", "e", "escape", "forceescape", "lower", "string", "title", "trim", "truncate", "upper"}
)
"""Those that write a value as text."""
_REFUSED: Final = (
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block),
    *(nodes.EvalContextModifier, nodes.ScopedEvalContextModifier),
)
"""What would reach other files, or switch the escaping off."""
_REFUSED_NAMES: Final = ("varargs", "kwargs")
_JOINED, _COUNTED, _FLAT = "karep:join", "karep:each", "karep:flat"
"""Filters of ours that no template can write."""


class TooMuch(jinja2.TemplateError):
    """A template makes more, or takes more steps, than it may."""


class TooLong(TooMuch):
    """What a template makes is longer than it may be."""


class Unknown(jinja2.TemplateError):
    """A template names something that is not there; the message is the name."""


class Forbidden(jinja2.TemplateError):
    """A template asks for something that it may not have; the message is its name."""


class Refused(Forbidden):
    """The same, found before the template is filled in."""

    def __init__(self, name: str, line: int) -> None:
        """What is refused, and in which line it stands."""
        super().__init__(name)
        self.line = line


class _Missing(jinja2.StrictUndefined):
    """What is not there, or not allowed: whoever uses it is told its name."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateError] = jinja2.exceptions.UndefinedError,
    ) -> None:
        kind = Forbidden if issubclass(exc, SecurityError) else Unknown
        super().__init__(hint, obj, name, lambda _message: kind(str(name)))  # type: ignore[arg-type]


def _joined(pieces: Iterable[str]) -> str:
    kept, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_OUTPUT:
            raise TooMuch
        kept.append(piece)
    return "".join(kept)


class Sandbox(ImmutableSandboxedEnvironment):
    """Fills in one template, once."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    concat = staticmethod(_joined)

    def __init__(self, *, html: bool, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Ready for one template; with `html` everything that it is given is escaped."""
        super().__init__(autoescape=html, undefined=_Missing, finalize=_printed, trim_blocks=True, lstrip_blocks=True)
        self._steps = 0
        ours = {"join": _join, _JOINED: _join, "replace": _replace, "round": _round, _FLAT: _flat, **filters}
        known = {name: one for name, one in self.filters.items() if name in _FILTERS}
        charged = {name: self._charged(one, text=name in _OF_TEXT) for name, one in {**known, **ours}.items()}
        self.filters = {**charged, _COUNTED: self._each}
        self.globals = {"range": _range, "namespace": Namespace}

    def pieces(self, text: str, values: Mapping[str, Any]) -> Iterator[str]:
        """What the template makes of the values, piece by piece; its only loop is the caller's.

        Raises:
            jinja2.TemplateError: If it cannot be read or filled in, or makes too much.
        """
        tree = self.parse(text)
        for node in tree.find_all(_REFUSED):
            raise Refused(type(node).__name__.lower(), node.lineno)
        for name in tree.find_all(nodes.Name):
            if name.name in _REFUSED_NAMES:
                raise Refused(name.name, name.lineno)
        code = self.compile(_Bounded().visit(tree))
        template = self.template_class.from_code(self, code, self.make_globals(None))
        size = 0
        for piece in template.generate(values):
            size += len(piece)
            if size > LARGEST_OUTPUT:
                raise TooLong
            yield piece

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a value holds by that name, before anything that it can do."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def wrap_str_format(self, value: Any) -> None:
        """Nothing: a template may not use ``format``, which makes texts of any length."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use it."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, Namespace):
            return True
        return any(isinstance(obj, kind) and attr in names for kind, names in _ALLOWED.items())

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call it; what it got by `is_safe_attribute` it may."""
        return isinstance(obj, (Macro, LoopContext)) or obj in (_range, Namespace) or hasattr(obj, "__self__")

    def call(self, context: Any, called: Any, *arguments: Any, **named: Any) -> Any:
        """Call something for a template; recursions are counted."""
        about = arguments[:1] if isinstance(called, LoopContext) else (getattr(called, "__self__", None),)
        self._step(1 + sum(map(_size, about)))
        return super().call(context, called, *arguments, **named)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with two values that may not become too large."""
        if operator == "+" and not _are_numbers(left, right):
            return self._sum(left, right)
        if not _are_numbers(left, right):
            raise Forbidden(operator)
        if max(abs(left), abs(right)) > LARGEST_NUMBER or (operator == "**" and not 0 <= right <= 64):
            raise TooMuch
        return super().call_binop(context, operator, left, right)

    def _sum(self, left: Any, right: Any) -> Any:
        kinds = [kind for kind in (str, list) if isinstance(left, kind) and isinstance(right, kind)]
        if not kinds:
            raise Forbidden("+")
        if len(left) + len(right) > LARGEST_OUTPUT:
            raise TooMuch
        self._step(len(left) // 10)
        return left + right

    def _each(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self._step()
            yield value

    def _charged(self, one: Callable[..., Any], *, text: bool) -> Callable[..., Any]:
        """A filter whose work is counted; if it writes its value as text, that value has to be one that can be."""
        place = 1 if hasattr(one, "jinja_pass_arg") else 0

        @wraps(one)
        def charged(*arguments: Any, **named: Any) -> Any:
            value = arguments[place]
            self._step(1 + _size(value) // 10)
            if text:
                arguments = (*arguments[:place], _printed(value), *arguments[place + 1 :])
            return one(*arguments, **named)

        return charged

    def _step(self, number: int = 1) -> None:
        self._steps += number
        if self._steps > MOST_STEPS:
            raise TooMuch


class _Bounded(NodeTransformer):
    """Counts the rounds of loops, and the size of what ``~`` joins."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - the name that Jinja calls
        self.generic_visit(node)
        node.iter = _filtered(node.iter, _COUNTED)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - the name that Jinja calls
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), _JOINED)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802 - the name that Jinja calls
        self.generic_visit(node)
        return _filtered(node, _FLAT)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802 - the name that Jinja calls
        self.generic_visit(node)
        return _filtered(node, _FLAT) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802 - the name that Jinja calls
        self.generic_visit(node)
        return _filtered(node, _FLAT)


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


@pass_eval_context
def _join(context: nodes.EvalContext, values: Iterable[Any], d: str = "") -> Any:
    kept, size = [], 0
    for value in values:
        text = _printed(value)
        text = text if isinstance(text, str) else str(text)
        # what is escaped while it is joined grows up to sixfold
        size += (len(text) + len(d)) * (1 if hasattr(text, "__html__") else 6)
        if size > LARGEST_OUTPUT:
            raise TooMuch
        kept.append(text)
    return do_join(context, kept, d)


def _replace(text: Any, old: str, new: str) -> Any:
    """The text with one piece of it replaced wherever it stands; what is escaped already stays so."""
    text = text if isinstance(text, str) else str(_printed(text))
    if len(text) + text.count(old) * len(new) * 6 > LARGEST_OUTPUT:
        raise TooMuch
    return text.replace(old, new)


def _round(number: float, digits: int = 0) -> float:
    """The number with so many digits behind the point, at most nine."""
    if not _are_numbers(number) or digits not in range(10):
        raise Forbidden("round")
    return round(number, digits)


def _flat(values: Any) -> Any:
    """A list or dictionary that a template writes; it holds no other, because what holds itself twice has no end."""
    for value in values.values() if isinstance(values, dict) else values:
        if isinstance(value, (list, tuple, dict)):
            raise Forbidden("[…]")
    return values


def _printed(value: Any) -> Any:
    """What is written of a value: texts, numbers and truth values as they are, nothing of what is empty, lists and
    dictionaries as JSON, so that whoever writes a template can look at what there is.
    """
    if value is None:
        return ""
    if isinstance(value, (str, int, float, jinja2.Undefined)):
        return value
    if isinstance(value, (list, tuple, dict)):
        return _joined(JSONEncoder(ensure_ascii=False, default=_refuse).iterencode(value))
    return _refuse(value)


def _refuse(value: object) -> NoReturn:
    raise Forbidden(type(value).__name__)


def _range(*bounds: int) -> range:
    """Numbers to count with, not too many of them."""
    found = range(*bounds)
    if found[MOST_ROUNDS:]:
        raise TooMuch
    return found


def _size(value: object) -> int:
    return len(value) if isinstance(value, (str, list, tuple, dict, range)) else 0


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, (int, float)) for value in values)

"""Where a template of somebody else's is filled in: it sees plain data, a few filters and nothing of the program.

Nothing is allowed but what is listed here. What it makes, how often it loops and how large its texts and numbers grow
has limits, so that no template can stop the program or fill the memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any, Final

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.filters import _GroupTuple
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing, pass_context

from karep.reports import template_tree as tree_of
from karep.reports.template_faults import Forbidden, Refused, TooLarge, TooLong, TooMuch, Unknown, UnknownAlone
from karep.reports.template_values import (
    LARGEST_OUTPUT,
    LONGEST_NAMED,
    are_numbers,
    flat,
    float_of,
    join,
    joined,
    printed,
    range_of,
    replace,
    round_of,
    size_of,
    trim_of,
)

LONGEST_TEMPLATE: Final = 200_000
"""How many characters a template may have."""
MOST_STEPS: Final = 500_000
"""How many steps it may take: rounds of its loops, calls, and what it looks at and writes by its size."""
MOST_DIGITS: Final = 30
LARGEST_NUMBER: Final = 10**MOST_DIGITS
MOST_PIECES: Final = 20_000
"""How many expressions, texts and statements a template may be made of."""
_TEXT_A_STEP: Final = 32
"""How many characters are looked at or written in a step."""
_LISTED_A_STEP: Final = 4
"""How many places of a list, or characters that become one, are written in a step."""

_ALLOWED: Final[Mapping[type, frozenset[str]]] = {
    dict: frozenset({"items", "keys", "values", "get"}),
    str: frozenset({"lower", "upper", "strip", "startswith", "endswith", "split"}),
    _GroupTuple: frozenset({"grouper", "list"}),
    LoopContext: frozenset(
        {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0"}
        | {"previtem", "nextitem", "cycle", "changed"}
    ),
}
"""What may be asked of a value besides what it holds."""
_FILTERS: Final = frozenset(
    {
        *("abs", "capitalize", "count", "default", "d", "dictsort", "e", "escape", "first", "forceescape"),
        *("groupby", "int", "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr"),
        *("reverse", "select", "selectattr", "sort", "string", "title", "truncate", "unique", "upper"),
    }
)
"""The filters of Jinja that make nothing much larger than it was, and leave what is escaped as it is."""
_OF_TEXT: Final = frozenset(
    {"capitalize", "e", "escape", "forceescape", "lower", "string", "title", "trim", "truncate", "upper"}
)
"""Those that write a value as text."""
_OF_EACH: Final = frozenset({"list", "map", "reject", "rejectattr", "select", "selectattr"})
"""Those that take one after the other of what they are given."""
_OF_ALL: Final = frozenset({"dictsort", "groupby", "max", "min", "sort", "unique"})
"""Those that compare all that they are given."""
_COMPARING: Final = frozenset(
    {"!=", "<", "<=", "==", ">", ">=", "eq", "equalto", "ge", "greaterthan", "gt", "in", "le", "lessthan", "lower"}
    | {"lt", "ne", "upper"}
)
"""The tests that look at all of what they are given."""
_OF_NUMBERS: Final = frozenset({"divisibleby", "even", "odd"})
"""The tests that would write a text with ``%`` if they were given one."""


class _Missing(jinja2.StrictUndefined):
    """What is not there, or not allowed: whoever uses it is told its name."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateError] = jinja2.exceptions.UndefinedError,
    ) -> None:
        unknown = UnknownAlone if obj is missing else Unknown
        kind = Forbidden if issubclass(exc, SecurityError) else unknown
        super().__init__(hint, obj, name, lambda _message: kind(str(name)))  # type: ignore[arg-type]


class Sandbox(ImmutableSandboxedEnvironment):
    """Fills in one template, once."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, *, html: bool, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Ready for one template; with `html` everything that it is given is escaped."""
        # nothing is reckoned while it is compiled, where nothing is counted
        super().__init__(
            autoescape=html,
            undefined=_Missing,
            finalize=self._shown,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,
        )
        self._steps = 0
        self.concat = self._concat  # type: ignore[method-assign]
        ours = {"join": join, "replace": replace, "round": round_of, "float": float_of, "trim": trim_of, **filters}
        known = {name: one for name, one in self.filters.items() if name in _FILTERS}
        charged = {name: self._charged(name, one) for name, one in {**known, **ours}.items()}
        inner = {
            tree_of.JOINED: self._charged("join", join),
            tree_of.FLAT: self._charged("flat", flat),
            tree_of.COUNTED: self._each,
            tree_of.SEEN: self._seen,
            tree_of.MADE: self._made,
            tree_of.COST: self._step,
        }
        self.filters = {**charged, **inner}
        tests: dict[str, Any] = dict(self.tests)
        self.tests = {name: self._charged_test(name, one) for name, one in tests.items()}
        self.globals = {"range": range_of, "namespace": Namespace}

    def pieces(self, text: str, values: Mapping[str, Any]) -> Iterator[str]:
        """What the template makes of the values, piece by piece; its only loop is the caller's.

        Raises:
            jinja2.TemplateError: If it cannot be read or filled in, or makes too much.
        """
        tree = self.parse(text)
        refused = tree_of.refused(tree)
        if refused:
            raise Refused(*refused)
        line = tree_of.too_large(tree, MOST_PIECES, LARGEST_NUMBER)
        if line is not None:
            raise TooLarge(line)
        code = self.compile(tree_of.counted(tree))
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
        return isinstance(obj, (Macro, LoopContext)) or obj in (range_of, Namespace) or hasattr(obj, "__self__")

    def call(self, context: Any, called: Any, *arguments: Any, **named: Any) -> Any:
        """Call something for a template; recursions are counted."""
        owner = getattr(called, "__self__", None)
        self._step()
        if isinstance(owner, str):
            name = getattr(called, "__name__", "")
            if name == "strip" and any(size_of(one) > LONGEST_NAMED for one in arguments):
                raise TooMuch
            self._look(owner, _LISTED_A_STEP if name == "split" else _TEXT_A_STEP)
        if not isinstance(called, (Macro, LoopContext)):
            for one in (*arguments, *named.values()):
                self._look(one)
        return super().call(context, called, *arguments, **named)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with two values that may not become too large."""
        if operator == "+" and not are_numbers(left, right):
            return self._sum(left, right)
        if not are_numbers(left, right):
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
        return self._made(left + right)

    def _each(self, values: Iterable[Any], cost: int = 1) -> Iterator[Any]:
        for value in values:
            self._step(cost)
            yield value

    def _seen(self, value: Any) -> Any:
        """A value that is compared: all of it is looked at."""
        self._look(value)
        return value

    def _made(self, value: Any) -> Any:
        """A value that was made, by its own size."""
        self._step(size_of(value) // (_LISTED_A_STEP if isinstance(value, (list, tuple, dict)) else _TEXT_A_STEP))
        return value

    def _concat(self, pieces: Iterable[str]) -> str:
        """What a macro or a block of a template writes."""
        return str(self._made(joined(pieces)))

    @pass_context
    def _shown(self, _context: Any, value: Any) -> Any:
        """What is written of a value. It asks for the context so that Jinja does not call it while it compiles."""
        self._step()
        return self._made(self._text(value))

    def _text(self, value: Any) -> Any:
        if isinstance(value, (list, tuple, dict)):
            self._look(value, _LISTED_A_STEP)
        return printed(value)

    def _charged(self, name: str, one: Callable[..., Any]) -> Callable[..., Any]:
        """A filter whose work is counted; if it writes its value as text, that value has to be one that can be."""
        place = 1 if hasattr(one, "jinja_pass_arg") else 0

        @wraps(one)
        def charged(*arguments: Any, **named: Any) -> Any:
            value = self._taken(name, arguments[place], (*arguments[place + 1 :], *named.values()))
            return self._made(one(*arguments[:place], value, *arguments[place + 1 :], **named))

        return charged

    def _taken(self, name: str, value: Any, others: Iterable[Any]) -> Any:
        """What a filter is given, paid for by what it looks at."""
        self._step(1 + sum(size_of(one) for one in others) // _TEXT_A_STEP)
        if name in _OF_TEXT:
            value = self._text(value)
            self._step(size_of(value) // (_LISTED_A_STEP if name == "title" else _TEXT_A_STEP))
        elif name in _OF_EACH or (name in _OF_ALL and name != "dictsort"):
            words = [one for one in others if isinstance(one, str)]
            if any(len(one) > LONGEST_NAMED for one in words):
                raise TooMuch
            value = self._each(value, 1 + sum(one.count(".") for one in words))
        else:
            self._made(value)
        if name in _OF_ALL:
            value = list(value) if name != "dictsort" else value
            self._look(value)
        return value

    def _charged_test(self, name: str, one: Callable[..., Any]) -> Callable[..., Any]:
        """A test whose work is counted."""

        @wraps(one)
        def charged(*arguments: Any, **named: Any) -> Any:
            self._step()
            if name in _OF_NUMBERS and not are_numbers(*arguments, *named.values()):
                raise Forbidden(name)
            if name in _COMPARING:
                for value in (*arguments, *named.values()):
                    self._look(value)
            return one(*arguments, **named)

        return charged

    def _look(self, value: Any, per: int = _TEXT_A_STEP) -> None:
        """Count all that a value holds, as far as there are steps left for it."""
        waiting, seen, most = [value], 0, (MOST_STEPS - self._steps + 1) * per
        while waiting and seen < most:
            one = waiting.pop()
            seen += 4 + size_of(one)
            if isinstance(one, dict):
                waiting += [*one, *one.values()]
            elif isinstance(one, (list, tuple)):
                waiting += one
        self._step(seen // per)

    def _step(self, number: int = 1) -> str:
        self._steps += number
        if self._steps > MOST_STEPS:
            raise TooMuch
        return ""

"""What a template may do with a value: the filters of ours that stand for those of Jinja, with their limits."""

from collections.abc import Iterable
from json import JSONEncoder
from math import isfinite
from typing import Any, Final, NoReturn

import jinja2
from jinja2 import nodes
from jinja2.filters import do_float, do_join, do_trim
from jinja2.utils import pass_eval_context

from karep.reports.template_faults import Forbidden, Nested, TooMuch

LARGEST_OUTPUT: Final = 5_000_000
"""How many characters a template may make, and how many any text in it may have."""
MOST_ROUNDS: Final = 10_000
"""How far ``range`` counts."""
LONGEST_NAMED: Final = 200
"""How long the name of what a filter shall look at, or the characters to be trimmed, may be."""


def joined(pieces: Iterable[str]) -> str:
    """The pieces as one text."""
    kept, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_OUTPUT:
            raise TooMuch
        kept.append(piece)
    return "".join(kept)


def float_of(value: Any, default: float = 0.0) -> float:
    """The number that a text says; what is no number, or has no end, is the other one."""
    found = do_float(value, default)
    return found if isfinite(found) else default


def trim_of(value: Any, chars: str | None = None) -> str:
    """The text without blanks, or those characters, at its ends."""
    if chars is not None and size_of(chars) > LONGEST_NAMED:
        raise TooMuch
    return do_trim(printed(value), chars)


@pass_eval_context
def join(context: nodes.EvalContext, values: Iterable[Any], d: str = "") -> Any:
    """The values as one text, with something between them."""
    kept, size = [], 0
    for value in values:
        text = printed(value)
        text = text if isinstance(text, str) else str(text)
        # what is escaped while it is joined grows up to sixfold
        size += (len(text) + len(d)) * (1 if hasattr(text, "__html__") else 6)
        if size > LARGEST_OUTPUT:
            raise TooMuch
        kept.append(text)
    return do_join(context, kept, d)


def replace(text: Any, old: str, new: str) -> Any:
    """The text with one piece of it replaced wherever it stands; what is escaped already stays so."""
    text = text if isinstance(text, str) else str(printed(text))
    if len(text) + text.count(old) * len(new) * 6 > LARGEST_OUTPUT:
        raise TooMuch
    return text.replace(old, new)


def round_of(number: float, digits: int = 0) -> float:
    """The number with so many digits behind the point, at most nine."""
    if not are_numbers(number) or digits not in range(10):
        raise Forbidden("round")
    return round(number, digits)


def flat(values: Any) -> Any:
    """A list or dictionary that a template writes; it holds no other, because what holds itself twice has no end."""
    for value in values.values() if isinstance(values, dict) else values:
        if isinstance(value, (list, tuple, dict)):
            raise Nested
    return values


def printed(value: Any) -> Any:
    """What is written of a value: texts, numbers and truth values as they are, nothing of what is empty, lists and
    dictionaries as JSON, so that whoever writes a template can look at what there is.
    """
    if value is None:
        return ""
    if isinstance(value, (str, int, float, jinja2.Undefined)):
        return value
    if isinstance(value, (list, tuple, dict)):
        return joined(JSONEncoder(ensure_ascii=False, default=_refuse).iterencode(value))
    return _refuse(value)


def _refuse(value: object) -> NoReturn:
    raise Forbidden(type(value).__name__)


def range_of(*bounds: int) -> range:
    """Numbers to count with, not too many of them."""
    found = range(*bounds)
    if found[MOST_ROUNDS:]:
        raise TooMuch
    return found


def size_of(value: object) -> int:
    """How many characters or places a value has; 0 of what has none."""
    return len(value) if isinstance(value, (str, list, tuple, dict, range)) else 0


def are_numbers(*values: object) -> bool:
    """Whether all of them are numbers."""
    return all(isinstance(value, (int, float)) for value in values)

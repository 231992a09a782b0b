"""A report in the layout of the rep's company: a template of its own, filled in with the report as plain data."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import jinja2

from karep.i18n import N_, _, language
from karep.reports import template_faults as faults
from karep.reports import template_sandbox as sandbox
from karep.reports.document import document
from karep.reports.figure_words import number_words
from karep.reports.formats import TemplateRefused
from karep.reports.render import escaped
from karep.reports.report import Report, leaving
from karep.reports.template_values import LARGEST_OUTPUT
from karep.reports.words import amount_words
from karep.rules.visible import one_line, visible

LONGEST: Final = sandbox.LONGEST_TEMPLATE
"""How many characters a template may have."""
_LONGEST_QUOTED: Final = 200
_LONGEST_NUMBER: Final = 60
_DIGITS: Final = 16
"""How many digits an amount may have before the point: more than the store holds."""
_ITS_FAULTS: Final = (
    *(jinja2.TemplateError, SyntaxError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError),
    *(AssertionError, RecursionError, MemoryError),
)
"""What can go wrong with somebody else's template; everything else is a fault of ours."""

_FORBIDDEN: Final = N_("line {line}: a template may not use “{name}”")
_NESTED: Final = N_("line {line}: a list that a template writes may hold no other list")
_UNKNOWN: Final = N_("line {line}: there is nothing called “{name}” here")
_OF_REPORT: Final = N_("line {line}: there is nothing called “{name}” here; the report has it as “report.{name}”")
_SYNTAX: Final = N_("line {line}: this is not written as Jinja has it: {reason}")
_TOO_MUCH: Final = N_("line {line}: it makes too much or takes too long")
_FAILED: Final = N_("line {line}: this cannot be reckoned: {reason}")
_MISFIT: Final = N_("line {line}: what stands here is not of the kind that is needed")
_TOO_LONG: Final = N_("it has more than {n} characters")
_OUTPUT_TOO_LONG: Final = N_("it makes more than {n} characters")

_LINE: Final[Mapping[str, Any]] = {
    "name": "", "account_id": "", "opportunity_id": "", "day": "", "time": "", "state": "", "level": "", "fields": {},
    "values": {}, "figure": None, "own": False, "reworded": False, "sources": [], "lines": [],
}  # fmt: skip
"""What a template finds in a line that has nothing there, so that it need not ask whether it is there."""


def fill_template(text: str, report: Report, *, html: bool) -> str:
    """A template filled in with `karep.reports.document.document` of a report, called ``report`` there.

    Nothing of what it is given hides or acts on a terminal. It runs nothing of the program, reads no file, and its
    size and its loops have limits, see `karep.reports.template_sandbox`.

    Args:
        text: The template, in Jinja's language.
        report: The report. What never leaves the program is not among what is given.
        html: Whether a page is made: then everything that is given is escaped.

    Raises:
        TemplateRefused: If it cannot be filled in; the message is a translated sentence with the number of the line.
    """
    if len(text) > sandbox.LONGEST_TEMPLATE:
        raise TemplateRefused(_(_TOO_LONG).format(n=f"{sandbox.LONGEST_TEMPLATE:,}"))
    given = {"report": _shown({"sections": [], **document(leaving(report))})}
    try:
        return "".join(sandbox.Sandbox(html=html, filters=_FILTERS).pieces(text, given))
    except _ITS_FAULTS as error:
        raise _said(error, given["report"]) from None


def _said(error: BaseException, report: Mapping[str, Any]) -> TemplateRefused:
    """The sentence for what went wrong with a template."""
    line = getattr(error, "line", None) or _line(error)
    match error:
        case jinja2.TemplateSyntaxError():
            return _refused(_SYNTAX, error.lineno, reason=error.message or "")
        case faults.TooLong():
            return TemplateRefused(_(_OUTPUT_TOO_LONG).format(n=f"{LARGEST_OUTPUT:,}"))
        case faults.Nested():
            return _refused(_NESTED, line)
        case faults.Forbidden():
            return _refused(_FORBIDDEN, line, name=error.message or "")
        case faults.Unknown():
            known = error.alone and error.message in report
            return _refused(_OF_REPORT if known else _UNKNOWN, line, name=error.message or "")
        case faults.TooMuch() | RecursionError() | MemoryError() | OverflowError() | SyntaxError():
            # Python allows only so many loops within each other, and says that of a template as of its own text
            return _refused(_TOO_MUCH, line)
        case ZeroDivisionError():
            return _refused(_FAILED, line, reason=_("division by zero"))
        case faults.Unfit() | jinja2.TemplateError():
            return _refused(_FAILED, line, reason=str(error))
        case _:
            return _refused(_MISFIT, line)


def _refused(sentence: str, line: int, **told: str) -> TemplateRefused:
    quoted = {name: one_line(text)[:_LONGEST_QUOTED] for name, text in told.items()}
    return TemplateRefused(_(sentence).format(line=line, **quoted))


def _line(error: BaseException) -> int:
    """The line of the template at which it went wrong; Jinja writes its own lines into the trace. 1 if unknown."""
    line, step = 1, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line


def _shown(value: Any) -> Any:
    """Plain data with every text made safe to look at, and every line with all of its names."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        whole = {**_LINE, **value} if "words" in value else value
        return {name: _shown(one) for name, one in whole.items()}
    return [_shown(one) for one in value] if isinstance(value, list) else value


def amount(value: Any, currency: str = "", short: bool = False) -> str:
    """An amount in words, given in whole units as ``values`` of a line have it: “¥1,200,000”, short “¥1.2M”."""
    number = _number(value)
    if number is None or number.adjusted() > _DIGITS:
        raise faults.Unfit(_("“{text}” is no amount").format(text=value))
    return amount_words(int(number * 100), str(currency), short=bool(short))


def percent(value: Any, of: Any = 100) -> str:
    """What a number is of another, in whole percent: ``{{ 3 | percent(4) }}`` is “75%”."""
    number, whole = _number(value), _number(of)
    for one, text in ((number, value), (whole, of)):
        if one is None or one.adjusted() > sandbox.MOST_DIGITS:
            raise faults.Unfit(_("“{text}” is no number").format(text=text))
    return f"{float(number or 0) * 100 / float(whole):.0f}%" if whole else "–"


def _number(value: Any) -> Decimal | None:
    """The number that a value says, or None where it is none or has no end."""
    text = str(value) if isinstance(value, (int, float, str)) else ""
    try:
        found = Decimal(text) if len(text) <= _LONGEST_NUMBER else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def figure(value: Mapping[str, Any]) -> str:
    """The number of a figure in words, by its unit: “7”, “62%”, “¥1.2M”."""
    return number_words(value["value"], value["unit"])


def day(value: Any) -> str:
    """A day or a moment of the data in words: “20 Nov 2026”, “2026年11月20日”; nothing where there is none."""
    if not value:
        return ""
    from karep.rules.day_words import MONTH_NAMES

    try:
        found = date.fromisoformat(str(value)[:10])
    except ValueError:
        raise faults.Unfit(_("“{text}” is no day").format(text=value)) from None
    if language() == "zh":
        return f"{found.year}年{found.month}月{found.day}日"
    return f"{found.day} {MONTH_NAMES[found.month - 1]} {found.year}"


def line(value: Any) -> str:
    """A text on one line."""
    return one_line(str(value), " / ")


def markdown(value: Any) -> str:
    """A text on one line for Markdown, which reads it back as the same words."""
    return escaped(line(value))


_FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "amount": amount,
    "percent": percent,
    "figure": figure,
    "day": day,
    "line": line,
    "markdown": markdown,
}
"""The filters that a template has besides those of Jinja."""

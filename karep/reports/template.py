"""A report in the layout of the rep's company: a template of its own, filled in with the report as plain data."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

import jinja2

from karep.i18n import N_, _, language
from karep.reports import template_sandbox as sandbox
from karep.reports.document import document
from karep.reports.figure_words import number_words
from karep.reports.formats import TemplateRefused
from karep.reports.render import escaped
from karep.reports.report import Report, leaving
from karep.rules.money import format_amount
from karep.rules.visible import one_line, visible

ENDINGS: Final = (".html.j2", ".md.j2", ".txt.j2")
"""How the names of templates end that are offered, after what they make."""
_LONGEST_QUOTED: Final = 200

_FORBIDDEN: Final = N_("line {line}: a template may not use “{name}”")
_UNKNOWN: Final = N_("line {line}: there is nothing called “{name}” here")
_SYNTAX: Final = N_("line {line}: this is not written as Jinja has it: {reason}")
_TOO_MUCH: Final = N_("line {line}: it makes too much or takes too long")
_FAILED: Final = N_("line {line}: this cannot be reckoned: {reason}")
_TOO_LONG: Final = N_("it has more than {n} characters")
_OUTPUT_TOO_LONG: Final = N_("it makes more than {n} characters")

_LINE: Final[Mapping[str, Any]] = {
    "name": "", "account_id": "", "opportunity_id": "", "day": "", "time": "", "state": "", "level": "", "fields": {},
    "values": {}, "figure": None, "own": False, "reworded": False, "sources": [], "lines": [],
}  # fmt: skip
"""What a template finds in a line that has nothing there, so that it need not ask whether it is there."""


def find_templates(folder: Path) -> list[Path]:
    """The templates in a folder by their names; none where there is no such folder."""
    try:
        found = [path for path in folder.iterdir() if path.name.lower().endswith(ENDINGS) and path.is_file()]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name)


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
    except jinja2.TemplateSyntaxError as error:
        raise _refused(_SYNTAX, error.lineno, reason=error.message or "") from None
    except sandbox.Refused as error:
        raise _refused(_FORBIDDEN, error.line, name=error.message or "") from None
    except sandbox.Forbidden as error:
        raise _refused(_FORBIDDEN, _line(error), name=error.message or "") from None
    except sandbox.Unknown as error:
        raise _refused(_UNKNOWN, _line(error), name=error.message or "") from None
    except sandbox.TooLong:
        raise TemplateRefused(_(_OUTPUT_TOO_LONG).format(n=f"{sandbox.LARGEST_OUTPUT:,}")) from None
    except (sandbox.TooMuch, RecursionError, MemoryError, OverflowError) as error:
        raise _refused(_TOO_MUCH, _line(error)) from None
    except (jinja2.TemplateError, SyntaxError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise _refused(_FAILED, _line(error), reason=str(error)) from None


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
    try:
        minor = int(Decimal(str(value)) * 100)
    except (InvalidOperation, OverflowError):
        raise ValueError(_("“{text}” is no amount").format(text=value)) from None
    return format_amount(minor, language(), currency=str(currency), short=bool(short))


def percent(value: Any, of: Any = 100) -> str:
    """What a number is of another, in whole percent: ``{{ 3 | percent(4) }}`` is “75%”."""
    return f"{float(value) * 100 / float(of):.0f}%" if float(of) else "–"


def figure(value: Mapping[str, Any]) -> str:
    """The number of a figure in words, by its unit: “7”, “62%”, “¥1.2M”."""
    return number_words(value["value"], value["unit"])


def day(value: Any) -> str:
    """A day or a moment of the data in words: “20 Nov 2026”, “2026年11月20日”; nothing where there is none."""
    if not value:
        return ""
    from karep.rules.day_words import MONTH_NAMES

    found = date.fromisoformat(str(value)[:10])
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

"""A report as a page for a browser: one file that loads nothing, runs nothing and prints well on A4.

Everything that a record says passes the template's escaping, so that it is read back as the same words, whatever signs
it holds. The page allows exactly one thing, its own style, by its digest.
"""

from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING, Final

from karep.i18n import language
from karep.reports.charts import TRACK
from karep.reports.page_view import view
from karep.reports.report import Report, leaving

if TYPE_CHECKING:
    import jinja2

TONGUES: Final = {"en": "en", "zh": "zh-CN"}
"""What a page says that its language is, by ours."""


def as_html(report: Report, *, cite: bool = False) -> str:
    """The report as one page of HTML.

    Args:
        report: The report, of a period or any other. Lines that never leave the program are left out.
        cite: End every line with the ids of its records, cut to what tells them apart on this page.
    """
    report = leaving(report)
    spoken = report.language or language()
    style = _style()
    return (
        _templates()
        .get_template("week.html.j2")
        .render(
            page=view(report, cite=cite),
            tongue=TONGUES.get(spoken, "en"),
            style=style,
            digest=digest(style),
            track=TRACK,
        )
    )


def digest(style: str) -> str:
    """What a page's policy allows a style by: the base64 of its SHA-256, as CSP Level 2 has it."""
    from hashlib import sha256

    return b64encode(sha256(style.encode()).digest()).decode("ascii")


@cache
def _templates() -> "jinja2.Environment":
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("karep.reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _style() -> str:
    from markupsafe import Markup

    return Markup(_templates().get_template("week.css.j2").render())

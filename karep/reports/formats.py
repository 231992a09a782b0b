"""The formats that a report on a period is handed on in: one list for the command line, the app and the manual.

What writes a format is imported when it is asked for: text and Markdown cost nothing, a workbook and a page do.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from karep.i18n import N_, _
from karep.reports.report import Report
from karep.rules.visible import one_line

TEMPLATES: Final[Mapping[str, str]] = {".html.j2": "html", ".md.j2": "md", ".txt.j2": "txt"}
"""How the name of a template ends, in small letters or large ones, and the format that it makes.

A sheet and JSON are not among them: one forgotten quotation mark in a template would let a text run as a formula.
"""


class TemplateRefused(Exception):
    """A template that cannot be read or filled in; ``str(error)`` is a translated sentence that says what to do."""


class Format(NamedTuple):
    """One way to write a report."""

    ending: str
    """How the file's name ends."""
    words: str
    """What it is, marked for translation."""
    write: Callable[[Report, bool], bytes]
    """Writes a report, with or without the ids of its records."""
    on_terminal: bool = True
    """Whether a terminal can show it."""
    as_file: bool = False
    """Whether a pipe gets it byte for byte as a file would, whatever the console's own encoding is."""


def _markdown(report: Report, cite: bool) -> bytes:
    return _rendered(report, "md", cite)


def _text(report: Report, cite: bool) -> bytes:
    return _rendered(report, "text", cite)


def _one_message(report: Report, cite: bool) -> bytes:
    from karep.reports.short import short

    return _rendered(short(report), "text", cite)


def _json(report: Report, cite: bool) -> bytes:
    return _rendered(report, "json", cite)


def _rendered(report: Report, form: str, cite: bool) -> bytes:
    from karep.reports.render import render

    return encoded(render(report, form, cite=cite))


def _page(report: Report, cite: bool) -> bytes:
    from karep.reports.page import as_html

    return encoded(as_html(report, cite=cite))


def _workbook(report: Report, cite: bool) -> bytes:
    from karep.reports.sheets import as_xlsx

    return as_xlsx(report, cite=cite)


def _sheet(report: Report, cite: bool) -> bytes:
    from karep.reports.sheets import as_csv

    return as_csv(report)


FORMATS: Final[Mapping[str, Format]] = {
    "md": Format(".md", N_("Markdown"), _markdown),
    # its ending asks for the whole text, which therefore stands behind it
    "short": Format(".txt", N_("one message for a chat, the most important alone"), _one_message),
    "txt": Format(".txt", N_("plain text"), _text),
    "html": Format(".html", N_("a page to print or mail"), _page, as_file=True),
    "xlsx": Format(".xlsx", N_("a workbook for Excel and WPS"), _workbook, on_terminal=False, as_file=True),
    "csv": Format(".csv", N_("one sheet for any program"), _sheet, as_file=True),
    "json": Format(".json", N_("JSON, for other programs"), _json, as_file=True),
}
"""By the names that ``--format`` takes."""

ENDINGS: Final[Mapping[str, str]] = {
    **{one.ending: name for name, one in FORMATS.items()},
    ".markdown": "md",
    ".text": "txt",
    ".htm": "html",
}
"""The format that the ending of a file's name asks for."""


def form_of(name: str) -> str | None:
    """The format that the ending of a file's name asks for; None when it asks for none."""
    return ENDINGS.get(Path(name).suffix.lower())


def template_form(name: str) -> str:
    """The format that a template makes, by its name: ``head-office.html.j2`` makes a page.

    Raises:
        TemplateRefused: If the name does not tell.
    """
    for ending, form in TEMPLATES.items():
        if name.lower().endswith(ending) and len(name) > len(ending):
            return form
    sentence = _("{name}: the name of a template ends in one of {endings}.")
    raise TemplateRefused(sentence.format(name=one_line(name), endings=", ".join(TEMPLATES)))


def find_templates(folder: Path) -> list[Path]:
    """The templates in a folder by their names; none where there is no such folder."""
    try:
        found = [one for one in folder.iterdir() if one.name.lower().endswith(tuple(TEMPLATES)) and one.is_file()]
    except OSError:
        return []
    return sorted((one for one in found if one.name.lower() not in TEMPLATES), key=lambda one: one.name)


def find_template(named: str, folder: Path) -> Path:
    """The template that was named: a path, or the name of one in the folder of templates.

    Raises:
        TemplateRefused: If there is none, or its name does not tell what it makes.
    """
    path = Path(named).expanduser()
    if not path.is_file() and path.name == named and (folder / named).is_file():
        path = folder / named
    if not path.is_file():
        sentence = _("There is no template {name}, here or in {folder}.")
        raise TemplateRefused(sentence.format(name=named, folder=folder))
    template_form(path.name)
    return path


def write(report: Report, form: str, *, cite: bool = False, template: Path | None = None) -> bytes:
    """The report as a file of one of `FORMATS`, in the language in use; the same bytes wherever they go.

    Args:
        report: The report. What never leaves the program is left out, whoever asks.
        form: The format.
        cite: Tell the ids of the records that each line comes from, in the formats that have room for them.
        template: Fill in this file instead.

    Raises:
        KeyError: If there is no such format.
        TemplateRefused: If the template cannot be read or filled in.
    """
    if template is None:
        return FORMATS[form].write(report, cite)
    from karep.reports import template as templates

    try:
        with template.open(encoding="utf-8-sig") as file:
            text = file.read(templates.LONGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("it is no UTF-8 text")
        sentence = _("The template {name} could not be read ({reason}).")
        raise TemplateRefused(sentence.format(name=template, reason=reason)) from error
    try:
        return encoded(templates.fill_template(text, report, html=form == "html"))
    except TemplateRefused as error:
        sentence = _("The template {name} could not be filled in ({reason}).")
        raise TemplateRefused(sentence.format(name=template, reason=str(error))) from error


def encoded(text: str) -> bytes:
    """A text as UTF-8; half a surrogate pair, which no file can hold, becomes a question mark."""
    return text.encode("utf-8", "replace")

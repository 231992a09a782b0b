"""Reports as text, Markdown and JSON.

What is stored was written by strangers: in plain text nothing of it acts on a terminal, and in Markdown it is read
back as the same words, whatever signs it holds. A report on a period is printed by its thirteen parts.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from karep.i18n import _, ngettext
from karep.reports.counted_records import counted_records
from karep.reports.report import NONE, Line, Report, Section, leaving, walk
from karep.reports.report_parts import ReportPart, has_parts, report_parts, sections_beside
from karep.reports.tick_signs import OPEN, TICKED
from karep.rules.visible import one_line, visible

RENDERED: Final = ("text", "md", "json")
"""The formats that `render` writes."""

BETWEEN: Final = " · "
"""Stands between the pieces of a line."""
NOTHING: Final = "–"
"""Stands for a line without words."""
LINE_BREAK: Final = " / "
"""Stands for a line break of a note, where a line must stay one line."""
INDENT: Final = "  "
CHECKLIST: Final = "plan"
"""The section whose lines were planned: a sign says of each whether it is done."""
SHORTEST_ID: Final = 8
"""How many characters of an id a citation has at least; as many are understood where an id is asked for."""
WHOLE_ID: Final = 36
"""How many characters an id has."""

# Everything that Markdown, or a common dialect of it, gives a meaning inside a line.
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>~|#$]|&(?=[#\w])|(?<=\bwww)\.|(?<=[a-zA-Z]):(?=//)|(?<=\w)@(?=\w)")
# What has a meaning only where a line begins: lists, rules, headings drawn below their words.
_AT_START: Final = re.compile(r"(?:[-+=]|[0-9]{1,9}(?=[.)]))")


def render(report: Report, form: str, *, cite: bool = False) -> str:
    """The report in one of `RENDERED`.

    Args:
        report: The report. Lines that never leave the program are left out, whoever asks.
        form: The format.
        cite: End every line of text and Markdown with the ids of its records, cut to what tells them apart on this
            page; JSON has the whole ids in any case.

    Raises:
        KeyError: If there is no such format.
    """
    if form == "json":
        return as_json(report)
    return {"text": as_text, "md": as_markdown}[form](report, cite=cite)


def as_text(report: Report, *, cite: bool = False) -> str:
    """The report as plain text: one line a record, no box drawing, nothing that acts on a terminal.

    A report on a period is written as the messages that it is sent in, with a line between them, see
    `karep.reports.messages`.
    """
    if has_parts(report):
        from karep.reports.messages import BETWEEN_MESSAGES, messages

        return f"\n\n{BETWEEN_MESSAGES}\n\n".join(messages(report, cite=cite)) + "\n"
    report = leaving(report)
    words = cited(report) if cite else line_words
    blocks = ["\n".join(filter(None, (single(report.title), single(report.subtitle))))]
    for section in report.shown:
        rows = [single(_heading(section, report))]
        rows += [f"{INDENT * depth}- {single(words(line))}" for depth, line in walk(section.lines)]
        rows += [f"- {single(last)}" for last in _last_words(section, report)]
        blocks.append("\n".join(rows))
    return ("\n" if report.compact else "\n\n").join(blocks) + "\n"


def as_markdown(report: Report, *, cite: bool = False) -> str:
    """The report as Markdown (CommonMark): headings and nested lists; stored text is read back as it is stored.

    Numbers stand in lists too, because a table survives pasting into few programs.
    """
    report = leaving(report)
    words = cited(report) if cite else words_in(report)
    blocks = [f"# {escaped(single(report.title))}"]
    if report.subtitle.strip():
        blocks.append(escaped(single(report.subtitle)))
    for part in report_parts(report) if has_parts(report) else ():
        blocks += _part_blocks(part, report, words)
    for section in sections_beside(report) if has_parts(report) else report.shown:
        blocks.append(f"## {escaped(single(_heading(section, report)))}")
        blocks.append("\n".join(_items(section, report, words)))
    return ("\n" if report.compact else "\n\n").join(blocks) + "\n"


def _part_blocks(part: ReportPart, report: Report, words: Callable[[Line], str]) -> Iterator[str]:
    yield f"## {part.heading}"
    if not part.shown:
        yield f"- {_(NONE)}"
    for section in part.shown:
        heading = part.section_heading(section)
        if heading:
            yield f"### {escaped(single(heading))}"
        yield "\n".join(_items(section, report, words))


def _items(section: Section, report: Report, words: Callable[[Line], str]) -> list[str]:
    rows = [_item(words(line), depth, tick_sign(section, line, depth)) for depth, line in walk(section.lines)]
    return rows + [_item(last, 0) for last in _last_words(section, report)]


def tick_sign(section: Section, line: Line, depth: int) -> str:
    """The sign before a record that was planned: whether it is done; nothing before any other line."""
    if section.key != CHECKLIST or depth or not line.record_id:
        return ""
    return TICKED if line.state == "done" else OPEN


def as_json(report: Report) -> str:
    """The report as JSON, texts as stored; characters that hide or act on a terminal are written as escapes.

    A report on a period has the layout of `karep.reports.document`.
    """
    if has_parts(report):
        from karep.reports.document import document

        return _json(document(report))
    report = leaving(report)
    sections = [
        {"key": one.key, "title": one.title, "more": one.more, "lines": [_plain(line) for line in one.lines]}
        for one in report.sections
    ]
    return _json({"title": report.title, "subtitle": report.subtitle, "sections": sections})


def _json(document: dict[str, Any]) -> str:
    import json

    text = json.dumps(document, ensure_ascii=False, indent=2)
    return "".join(one if one.isprintable() or one == "\n" else _json_escape(one) for one in text) + "\n"


def line_words(line: Line, period: str = "") -> str:
    """The words of a line, without the lines below it.

    Args:
        line: The line.
        period: Of a number the period that its report is about, as it writes itself: then it is compared with “the
            week before”, not with “the period before”.
    """
    words = BETWEEN.join(part.text.strip() for part in line.parts if part.text.strip()) or NOTHING
    if line.figure is None:
        return words
    from karep.reports.figure_words import figure_words

    return _("{label}: {text}").format(label=words, text=figure_words(line.figure, period))


def words_in(report: Report) -> Callable[[Line], str]:
    """What writes the lines of that report."""
    return lambda line: line_words(line, report.period)


def short_ids(report: Report) -> dict[str, str]:
    """What is left of every record's id of a report, still different from all others of it.

    The end of an id, because ids made at one time begin alike; at least `SHORTEST_ID` characters. Ids of the playbook,
    which are words, stay whole.
    """
    ids = {one for section in report.sections for _depth, line in walk(section.lines) for one in record_ids(line)}
    size = SHORTEST_ID
    while size < WHOLE_ID and len({one[-size:] for one in ids}) < len(ids):
        size += 4
    return {one: one[-size:] if len(one) == WHOLE_ID else one for one in ids}


def record_ids(line: Line) -> Iterator[str]:
    """The ids of the records that a line comes from: of a number those of what it counts."""
    yield from filter(None, (line.record_id, *(one for _noun, one in counted_records(line) or line.sources)))


def cited(report: Report) -> Callable[[Line], str]:
    """What writes the lines of that report with the ids of their records behind them, and says which are reworded."""
    short = short_ids(report)

    def words(line: Line) -> str:
        ids = " ".join(short[one] for one in dict.fromkeys(record_ids(line)))
        marks = (ids, _("reworded") if line.origin in ("reworded", "outdated") else "")
        return " ".join((line_words(line, report.period), *(f"[{mark}]" for mark in marks if mark)))

    return words


def escaped(text: str) -> str:
    """One line of text for Markdown, which reads it back as the same words."""
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    start = _AT_START.match(text)
    if start is None:
        return text
    if start[0].isdigit():
        return f"{start[0]}\\{text[start.end() :]}"
    return f"\\{text}"


def _item(text: str, depth: int, sign: str = "") -> str:
    """A list item; line breaks inside it stay line breaks."""
    rows = [row.strip() for row in visible(text).split("\n")]
    indent = INDENT * depth
    first = f"{indent}- {sign} " if sign else f"{indent}- "
    return first + f"\\\n{indent}{INDENT}".join(escaped(row) for row in rows if row)


def single(text: str) -> str:
    """A text on one line, with nothing left in it that acts on a terminal."""
    return one_line(text, LINE_BREAK).strip()


def _heading(section: Section, report: Report) -> str:
    return BETWEEN.join((section.title, more_words(section.more))) if report.compact and section.more else section.title


def _last_words(section: Section, report: Report) -> list[str]:
    """What stands below the lines of a section: that there are none, or how many are not listed."""
    if section.more and not report.compact:
        return [more_words(section.more)]
    return [] if section.lines else [section.empty or _(NONE)]


def more_words(more: int) -> str:
    """The words for lines that are not listed."""
    return ngettext("… and {n} more", "… and {n} more", more).format(n=more)


def _plain(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {
        "noun": line.noun,
        "id": line.record_id,
        "account_id": line.account_id,
        "opportunity_id": line.opportunity_id,
        "due": line.due.isoformat() if line.due else None,
        "time": f"{line.at:%H:%M}" if line.at else None,
        "state": line.state,
        "level": line.level,
        "sources": [{"noun": noun, "id": one} for noun, one in line.sources],
        **{part.name: part.text for part in line.parts},
    }
    if line.figure is not None:
        found |= {"number": line.figure.value, "before": line.figure.before}
    if line.lines:
        found["lines"] = [_plain(one) for one in line.lines]
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))

"""Reports as text, Markdown and JSON.

What is stored was written by strangers: in plain text nothing of it acts on a terminal, and in Markdown it is read
back as the same words, whatever signs it holds.
"""

import json
import re
from typing import Any, Final

from karep.i18n import _, ngettext
from karep.reports.report import NONE, Line, Report, Section, walk
from karep.rules.visible import one_line, visible

FORMATS: Final = ("text", "md", "json")
"""The formats that `render` writes."""

BETWEEN: Final = " · "
"""Stands between the pieces of a line."""
NOTHING: Final = "–"
"""Stands for a line without words."""
LINE_BREAK: Final = " / "
"""Stands for a line break of a note, where a line must stay one line."""
INDENT: Final = "  "

# Everything that Markdown, or a common dialect of it, gives a meaning inside a line.
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>~|#$]|&(?=[#\w])|(?<=\bwww)\.|(?<=[a-zA-Z]):(?=//)|(?<=\w)@(?=\w)")
# What has a meaning only where a line begins: lists, rules, headings drawn below their words.
_AT_START: Final = re.compile(r"(?:[-+=]|[0-9]{1,9}(?=[.)]))")


def render(report: Report, form: str) -> str:
    """The report in one of `FORMATS`.

    Raises:
        KeyError: If there is no such format.
    """
    return {"text": as_text, "md": as_markdown, "json": as_json}[form](report)


def as_text(report: Report) -> str:
    """The report as plain text: one line a record, no box drawing, nothing that acts on a terminal."""
    blocks = ["\n".join(filter(None, (_single(report.title), _single(report.subtitle))))]
    for section in report.shown:
        rows = [_single(section.title)]
        rows += [f"{INDENT * depth}- {_single(line_words(line))}" for depth, line in walk(section.lines)]
        rows += [f"- {_single(words)}" for words in _last_words(section)]
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def as_markdown(report: Report) -> str:
    """The report as Markdown (CommonMark): headings and nested lists; stored text is read back as it is stored."""
    blocks = [f"# {escaped(_single(report.title))}"]
    if report.subtitle.strip():
        blocks.append(escaped(_single(report.subtitle)))
    for section in report.shown:
        blocks.append(f"## {escaped(_single(section.title))}")
        rows = [_item(line_words(line), depth) for depth, line in walk(section.lines)]
        rows += [_item(words, 0) for words in _last_words(section)]
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def as_json(report: Report) -> str:
    """The report as JSON, texts as stored; characters that hide or act on a terminal are written as escapes."""
    document = {
        "title": report.title,
        "subtitle": report.subtitle,
        "sections": [
            {"key": one.key, "title": one.title, "more": one.more, "lines": [_plain(line) for line in one.lines]}
            for one in report.sections
        ],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return "".join(one if one.isprintable() or one == "\n" else _json_escape(one) for one in text) + "\n"


def line_words(line: Line) -> str:
    """The words of a line, without the lines below it."""
    words = BETWEEN.join(part.text.strip() for part in line.parts if part.text.strip()) or NOTHING
    if line.figure is None:
        return words
    return _("{what}: {number} (week before: {before})").format(
        what=words, number=line.figure.value, before=line.figure.before
    )


def escaped(text: str) -> str:
    """One line of text for Markdown, which reads it back as the same words."""
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    start = _AT_START.match(text)
    if start is None:
        return text
    if start[0].isdigit():
        return f"{start[0]}\\{text[start.end() :]}"
    return f"\\{text}"


def _item(text: str, depth: int) -> str:
    """A list item; line breaks inside it stay line breaks."""
    rows = [row.strip() for row in visible(text).split("\n")]
    indent = INDENT * depth
    return f"{indent}- " + f"\\\n{indent}{INDENT}".join(escaped(row) for row in rows if row)


def _single(text: str) -> str:
    return one_line(text, LINE_BREAK).strip()


def _last_words(section: Section) -> list[str]:
    """What stands below the lines of a section: that there are none, or how many are not listed."""
    if section.more:
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
        **{part.name: part.text for part in line.parts},
    }
    if line.figure is not None:
        found |= {"number": line.figure.value, "before": line.figure.before}
    if line.lines:
        found["lines"] = [_plain(one) for one in line.lines]
    return {name: value for name, value in found.items() if value not in ("", None)}


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))

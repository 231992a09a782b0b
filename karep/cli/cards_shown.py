"""Cards of the playbook as lines of text: six to read in a hurry, the whole of one, how many there are."""

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from karep import paths
from karep.cli.language import wrapped
from karep.cli.refusals import Refusal
from karep.cli.streams import cells, columns
from karep.i18n import _, ngettext
from karep.playbook.book import Playbook
from karep.playbook.card import LABELS, Card, Item
from karep.playbook.finding import Entry
from karep.playbook.folders import own_files
from karep.playbook.kinds import PREFIXES, card_id_of, kind_of
from karep.playbook.shelf import folders, playbook, read_layers
from karep.reports.card_words import GlanceLine, glance_lines, shared_rows
from karep.rules.cutting import cut
from karep.rules.visible import one_line

WIDTH: Final = 78
"""Columns of a line."""
_WIDEST_LABEL: Final = 14
_GAP: Final = 2


def overview(book: Playbook, own_folders: Sequence[Path]) -> list[str]:
    """How many cards there are of each kind, and where one's own are."""
    items = sum(len(stage.checklist) for stage in book.stages.values())
    stages, objections, techniques = len(book.stages), len(book.objections), len(book.techniques)
    questions, battles, guides = len(book.questions), len(book.battles), len(book.guides)
    lines = [
        ngettext("{n} stage", "{n} stages", stages).format(n=stages)
        + ngettext(", with {n} thing to do", ", with {n} things to do", items).format(n=items),
        ngettext("{n} objection", "{n} objections", objections).format(n=objections),
        ngettext("{n} way to ask", "{n} ways to ask", techniques).format(n=techniques),
        ngettext("{n} set of questions", "{n} sets of questions", questions).format(n=questions),
        ngettext("{n} battle card", "{n} battle cards", battles).format(n=battles),
        ngettext("{n} guide", "{n} guides", guides).format(n=guides),
        "",
    ]
    for folder in own_folders:
        files = len(own_files(folder))
        if folder == paths.playbook_folder():
            told = ngettext("Your own: {n} file in {path}", "Your own: {n} files in {path}", files)
        else:
            told = ngettext("The company's: {n} file in {path}", "The company's: {n} files in {path}", files)
        lines.append(one_line(told.format(n=files, path=folder)))
    changed = len(book.own)
    if changed:
        told = ngettext("{n} card differs from karep's.", "{n} cards differ from karep's.", changed)
        lines.append(told.format(n=changed))
    return lines


def at_a_glance(entry: Entry, language: str) -> list[str]:
    """The card with what was found: its name, and six lines at most of what is read first."""
    card_id = card_id_of(entry.id)
    found = playbook(language).card(card_id)
    if found is None or entry.id == card_id:
        return [_title(entry.title, card_id), "", *(_glance(glance_lines(found)) if found else ())]
    card = read_layers(language, folders()).cards[card_id]
    lines = (item for one in card.sections.values() for item in one.items if item.id == entry.id)
    return [_title(found.name, card_id), "", *(row for one in lines for row in _lines_of(one, language))]


def names(entries: Sequence[Entry]) -> list[str]:
    """A line each: the id and what it is called."""
    return [f"  {line}" for line in columns([(one.id, cut(one.title, WIDTH // 2)) for one in entries])]


def named(text: str, language: str) -> Card:
    """The card with that id, or with a line of that id.

    Raises:
        Refusal: No card has it.
    """
    cards = read_layers(language, folders()).cards
    wanted = text.strip()
    small = wanted.lower()
    for one in (wanted, wanted.upper(), small, card_id_of(small), *(f"{letter}.{small}" for letter in PREFIXES)):
        if one in cards:
            return cards[one]
    near = difflib.get_close_matches(wanted, cards, 2, 0.5)
    hint = " " + _("Did you mean {names}?").format(names=", ".join(near)) if near else ""
    sentence = _("There is no card {id}; look for it with: karep playbook find WORDS").format(id=wanted)
    raise Refusal(one_line(sentence + hint))


def whole(card: Card, language: str, *, markdown: bool) -> list[str]:
    """All lines of a card, to be read."""
    lines = [f"# {one_line(_heading(card))}" if markdown else _heading(card)]
    for section in card.sections.values():
        lines += ["", f"## {one_line(section.heading)}" if markdown else one_line(section.heading)]
        lines += [""] if markdown else []
        indent = "" if markdown else "  "
        if section.paragraph:
            lines += _paragraph(section.paragraph, indent, markdown=markdown)
        for item in section.items:
            lines += _paragraph(f"- {item.text}", indent, markdown=markdown)
            for label, words in item.labels.items():
                lines += _paragraph(f"- {_label(label, language)}{words}", f"{indent}  ", markdown=markdown)
    return lines


def entry_values(entry: Entry) -> dict[str, Any]:
    """An answer for another program."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "card": card_id_of(entry.id),
        "stage": entry.stage_id or None,
        "title": entry.title,
        "text": entry.text,
    }


def card_values(card: Card) -> dict[str, Any]:
    """A card for another program."""
    kind = kind_of(card.id)
    sections = [
        {
            "key": one.key,
            "heading": one.heading,
            "paragraph": one.paragraph or None,
            "lines": [{"id": item.id or None, "text": item.text, **item.labels} for item in one.items],
        }
        for one in card.sections.values()
    ]
    return {"kind": kind.name if kind else None, **card.front, "sections": sections}


def _title(name: str, card_id: str) -> str:
    return one_line(f"{name}  {card_id}")


def _heading(card: Card) -> str:
    return _title(str(card.front.get("name", "")), card.id)


def _label(label: str, language: str) -> str:
    return f"{LABELS[label][1]}：" if language == "zh" else f"{LABELS[label][0]}: "


def _lines_of(item: Item, language: str) -> list[str]:
    told = [item.text, *(f"{_label(label, language)}{words}" for label, words in item.labels.items())]
    return [f"  {line}" for words in told for line in wrapped(one_line(words), WIDTH - 2)]


def _glance(lines: Sequence[GlanceLine]) -> list[str]:
    """The lines, each beside what it is called."""
    beside = min(_WIDEST_LABEL, max((cells(line.label) for line in lines), default=0))
    room = WIDTH - beside - _GAP
    told = [wrapped(one_line(line.text), room) for line in lines]
    found = []
    for line, rows, most in zip(lines, told, shared_rows(lines, [len(one) for one in told]), strict=True):
        label = cut(one_line(line.label), beside) if line.label else ""
        kept = rows if len(rows) <= most else [*rows[: most - 1], cut(" ".join(rows[most - 1 :]), room)]
        for number, row in enumerate(kept):
            name = "" if number else label
            found.append(name + " " * (beside + _GAP - cells(name)) + row.strip())
    return found


def _paragraph(text: str, indent: str, *, markdown: bool) -> list[str]:
    line = one_line(text)
    if markdown:
        return [indent + line]
    further = "  " if line.startswith("- ") else ""
    rows = wrapped(line, WIDTH - len(indent) - len(further))
    return [indent + (further if number else "") + row.strip() for number, row in enumerate(rows)]

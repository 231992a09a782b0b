"""Cards of the playbook as lines of text: six to read in a hurry, the whole of one, how many there are."""

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from karep import paths
from karep.cli.language import wrapped
from karep.cli.refusals import Refusal
from karep.cli.streams import cells, columns
from karep.i18n import _, ngettext, pgettext
from karep.playbook.book import Playbook
from karep.playbook.card import LABELS, Card, Item, Section
from karep.playbook.checking import first_sentence
from karep.playbook.finding import Entry
from karep.playbook.folders import own_files
from karep.playbook.kinds import PREFIXES, card_id_of, kind_of
from karep.playbook.shelf import folders, read_layers
from karep.rules.cutting import cut
from karep.rules.visible import one_line

WIDTH: Final = 78
"""Columns of a line."""
GLANCE: Final = 5
"""Sections of a card at a glance; one of them takes two lines."""
_WIDEST_HEADING: Final = 14


def overview(book: Playbook, own_folders: Sequence[Path]) -> list[str]:
    """How many cards there are of each kind, and where one's own are."""
    items = sum(len(stage.checklist) for stage in book.stages.values())
    stages, objections, techniques = len(book.stages), len(book.objections), len(book.techniques)
    questions, battles, guides = len(book.questions), len(book.battles), len(book.guides)
    lines = [
        ngettext("{n} stage", "{n} stages", stages).format(n=stages)
        + ngettext(", with {n} thing to do", ", with {n} things to do", items).format(n=items),
        ngettext("{n} objection", "{n} objections", objections).format(n=objections),
        ngettext("{n} closing technique", "{n} closing techniques", techniques).format(n=techniques),
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
    card = read_layers(language, folders()).cards[_card_of(entry.id)]
    title = [_heading(card), ""]
    line = next((item for one in card.sections.values() for item in one.items if item.id == entry.id), None)
    if line is not None:
        return [*title, *_lines_of(line, language)]
    return title + [line for one in _told(card) for line in one]


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
    for one in (wanted, wanted.upper(), small, _card_of(small), *(f"{letter}.{small}" for letter in PREFIXES)):
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
        "card": _card_of(entry.id),
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


def _card_of(entry_id: str) -> str:
    return entry_id if kind_of(entry_id) else card_id_of(entry_id)


def _heading(card: Card) -> str:
    return one_line(f"{card.front.get('name', '')}  {card.id}")


def _label(label: str, language: str) -> str:
    return f"{LABELS[label][1]}：" if language == "zh" else f"{LABELS[label][0]}: "


def _lines_of(item: Item, language: str) -> list[str]:
    told = [item.text, *(f"{_label(label, language)}{words}" for label, words in item.labels.items())]
    return [f"  {line}" for words in told for line in wrapped(one_line(words), WIDTH - 2)]


def _told(card: Card) -> Iterator[list[str]]:
    """Each section in a line beside what it is called; the words to speak of an answer in two."""
    shown = [(_called(card, one), one) for one in list(card.sections.values())[:GLANCE]]
    beside = min(_WIDEST_HEADING, max((cells(called) for called, _section in shown), default=0))
    room = WIDTH - beside - 2
    for called, section in shown:
        first = section.items[0] if section.items else Item(section.line, first_sentence(section.paragraph))
        rows = wrapped(one_line(first.labels.get("say", first.text)).rstrip(";；"), room)
        most = 2 if "say" in first.labels else 1
        if len(rows) > most:
            rows = [*rows[: most - 1], cut(" ".join(rows[most - 1 :]), room)]
        heading = cut(called, beside)
        first_margin, margin = heading + " " * (beside + 2 - cells(heading)), " " * (beside + 2)
        yield [(margin if number else first_margin) + row.strip() for number, row in enumerate(rows)]


def _called(card: Card, section: Section) -> str:
    """What a section is called in a narrow column."""
    short = {
        "clarify": pgettext("card", "Clarify"),
        "answers": pgettext("card", "Answer"),
        "evidence": pgettext("card", "Evidence"),
        "concession": pgettext("card", "Give"),
        "fails": pgettext("card", "If not"),
    }
    return short.get(section.key, "") if card.id.startswith("o.") else one_line(section.heading)


def _paragraph(text: str, indent: str, *, markdown: bool) -> list[str]:
    line = one_line(text)
    if markdown:
        return [indent + line]
    further = "  " if line.startswith("- ") else ""
    rows = wrapped(line, WIDTH - len(indent) - len(further))
    return [indent + (further if number else "") + row.strip() for number, row in enumerate(rows)]

"""Lays a card of the company or the rep over one of ours, item by item."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from karep.playbook.card import Card, Item, Section

GROWING: Final = ("aliases", "objections", "techniques", "signals", "stages", "roles")
"""The lists of the front matter that a card adds to; whatever else it says there takes the place of ours."""


def lay_over(below: Card, above: Card, *, only_add: bool = False) -> Card:
    """The card below as the one above has it.

    A text of the front matter takes the place of ours; aliases and links are added to ours. A paragraph takes the
    place of ours. Of a list, a line with the id of one of ours takes its place (what belongs to ours and is not said
    again, such as its evidence, stays), a line with a new id is added at the end, and lines without ids take the
    place of all ours without. What the card's `without` names, lines and links, is left out.

    The card below keeps its lines' numbers no longer: they are those of another file, and become 0.

    Args:
        below: The card as it is.
        above: The card that is laid over it.
        only_add: Only new lines, links and aliases are taken, for a card that is written in another language.
    """
    # What was left out in one language does not come back in the words of another.
    without = frozenset(texts((below if only_add else above).front.get("without")))
    sections = {
        key: _section(section, above.sections.get(key), without, only_add=only_add)
        for key, section in below.sections.items()
    }
    sections |= {key: _kept(section, without) for key, section in above.sections.items() if key not in sections}
    named = (key for key in GROWING if key in below.front or key in above.front)
    front = {**below.front, **{key: _grown(below, above, key, without) for key in named}}
    if not only_add:
        front |= {key: value for key, value in above.front.items() if key not in GROWING}
        named_again = {one for key in GROWING for one in texts(front.get(key))}
        left_out = {*texts(below.front.get("without")), *without} - named_again
        front |= {"without": sorted(left_out)} if left_out else {}
    return Card(above.source, front, sections, above.front_lines)


def says_the_same(one: Card, other: Card) -> bool:
    """Whether two cards say the same, wherever they are written."""
    return _said(one) == _said(other)


def texts(value: object) -> list[str]:
    """The texts of a list in a front matter, whatever else stands there."""
    found: Iterable[object] = value if isinstance(value, list | tuple) else ()
    return [one for one in found if isinstance(one, str)]


def _grown(below: Card, above: Card, key: str, without: frozenset[str]) -> list[str]:
    together = [*texts(below.front.get(key)), *texts(above.front.get(key))]
    return [one for one in dict.fromkeys(together) if one not in without]


def _section(below: Section, above: Section | None, without: frozenset[str], *, only_add: bool) -> Section:
    ours = [replace(item, line=0) for item in _kept(below, without).items]
    if above is None:
        return replace(below, line=0, items=ours)
    theirs = _kept(above, without).items
    known = {item.id for item in below.items if item.id}
    added = [item for item in theirs if item.id and item.id not in known]
    if only_add:
        return replace(below, line=0, items=[*ours, *added])
    changed = {item.id: item for item in theirs if item.id}
    plain = [item for item in theirs if not item.id]
    items = [*(_in_place(ours, changed, plain) if plain else (_changed(one, changed) for one in ours)), *added]
    items += plain if all(item.id for item in ours) else ()
    return Section(above.line, above.heading, below.key, above.paragraph or below.paragraph, items)


def _in_place(ours: Sequence[Item], changed: Mapping[str, Item], plain: Sequence[Item]) -> Iterator[Item]:
    """Our lines as they were changed, the plain ones of theirs in the places of ours."""
    places = [number for number, item in enumerate(ours) if not item.id]
    left = iter(plain)
    for number, item in enumerate(ours):
        if item.id:
            yield _changed(item, changed)
        elif number == places[-1]:
            yield from left
        else:
            yield from islice(left, 1)


def _kept(section: Section, without: frozenset[str]) -> Section:
    return replace(section, items=[item for item in section.items if not item.id or item.id not in without])


def _changed(item: Item, changed: Mapping[str, Item]) -> Item:
    found = changed.get(item.id) if item.id else None
    return replace(found, labels={**item.labels, **found.labels}) if found else item


def _said(card: Card) -> object:
    sections = {
        key: (one.heading, one.paragraph, [(item.id, item.text, dict(item.labels)) for item in one.items])
        for key, one in card.sections.items()
    }
    front = {key: value for key, value in card.front.items() if key != "without"}
    return front, sections

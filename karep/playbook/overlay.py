"""Lays a card of the company or the rep over one of ours, item by item."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from karep.playbook.card import Card, Item, Section


def lay_over(below: Card, above: Card, *, only_add: bool = False) -> Card:
    """The card below as the one above has it.

    A text of the front matter takes the place of ours; aliases and links are added to ours. A paragraph takes the
    place of ours. Of a list, a line with the id of one of ours takes its place, a line with a new id is added at the
    end, and lines without ids take the place of all ours without. What the card's `without` names is left out.

    Args:
        below: The card as it is.
        above: The card that is laid over it.
        only_add: Only lines with new ids are taken, for a card written in another language.
    """
    sections = {
        key: _section(section, above.sections.get(key), only_add=only_add) for key, section in below.sections.items()
    }
    if only_add:
        return replace(below, sections=sections)
    sections |= {key: section for key, section in above.sections.items() if key not in sections}
    without = set(_texts(above.front.get("without")))
    kept = {key: replace(one, items=[item for item in one.items if item.id not in without or not item.id])
            for key, one in sections.items()}  # fmt: skip
    return Card(above.source, {**below.front, **_front(below, above)}, kept)


def _front(below: Card, above: Card) -> dict[str, object]:
    """What the card above says in its front matter; lists together with those of the card below."""
    said = dict(above.front)
    for key in ("aliases", "objections", "techniques", "signals", "stages", "roles"):
        if key in said:
            together = [*_texts(below.front.get(key)), *_texts(said[key])]
            without = set(_texts(said.get("without")))
            said[key] = [one for one in dict.fromkeys(together) if one not in without]
    return said


def _section(below: Section, above: Section | None, *, only_add: bool) -> Section:
    if above is None:
        return below
    known = {item.id for item in below.items if item.id}
    added = [item for item in above.items if item.id and item.id not in known]
    if only_add:
        return replace(below, items=[*below.items, *added])
    changed = {item.id: item for item in above.items if item.id in known}
    plain = [item for item in above.items if not item.id]
    kept = [_changed(item, changed) for item in below.items if item.id or not plain]
    return Section(
        above.line,
        above.heading,
        below.key,
        above.paragraph or below.paragraph,
        [*kept, *added, *plain],
    )


def _changed(item: Item, changed: dict[str, Item]) -> Item:
    """The line as it was changed; what it does not say again, such as its evidence, stays."""
    found = changed.get(item.id) if item.id else None
    return replace(found, labels={**item.labels, **found.labels}) if found else item


def _texts(value: object) -> Sequence[str]:
    found: Iterable[object] = value if isinstance(value, list | tuple) else ()
    return [one for one in found if isinstance(one, str)]

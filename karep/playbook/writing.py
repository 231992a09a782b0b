"""Writes cards for a rep to change: a copy of one in force, or a new one. Nothing is ever overwritten."""

import os
import re
from functools import cache
from itertools import count
from pathlib import Path
from typing import Final

from karep import paths
from karep.i18n import _
from karep.playbook.card import FENCE, LABELS, Card, CardError, Section, read_card, split_label
from karep.playbook.folders import card_files, read_folder
from karep.playbook.kinds import KINDS, PREFIXES, kind_of
from karep.playbook.shelf import folders, read_layers
from karep.playbook.shipped import LANGUAGES, checked
from karep.rules.readings import readings

NEW_KINDS: Final = tuple(PREFIXES.values())
"""The kinds of cards that can be added: there are eight stages, no more."""

_TEMPLATES: Final = Path(__file__).parent / "templates"
_LONGEST_NAME: Final = 40
_WORD: Final = re.compile(r"[a-z0-9]+")
# Windows takes these for devices, whatever stands behind the dot.
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_LABEL_WORD: Final = {"en": 0, "zh": 1}


class NotWritten(ValueError):
    """A card that cannot be written; ``str(error)`` is a translated sentence."""


def own_copy(card_id: str, language: str) -> Path:
    """The rep's own card with this id: the one that is there, or a copy of the one in force, made now.

    Raises:
        NotWritten: No card has the id.
        OSError: It cannot be written.
    """
    folder = paths.playbook_folder()
    known, _faults = read_folder(folder, checked(language))
    for card in known:
        if card.id == card_id:
            return Path(card.source)
    found = read_layers(language, folders()).cards.get(card_id)
    kind = kind_of(card_id)
    if found is None or kind is None:
        raise NotWritten(_("There is no card {id}; see: karep playbook find WORDS").format(id=card_id))
    name = _safe(Path(found.source).stem) or card_id.partition(".")[2]
    place = folder / language / kind.folder
    if _is_broken(place / f"{name}.md"):
        return place / f"{name}.md"
    return _write(place, name, _copy_of(found, language))


def drop_untouched(path: Path, language: str) -> bool:
    """Whether a card is a copy in which nothing was changed; then it is deleted, for it would only be in the way.

    Args:
        path: A card of the rep.
        language: The language that it is written in.
    """
    try:
        text = path.read_text("utf-8")
        below = [one for one in folders() if one != paths.playbook_folder()]
        card = read_layers(language, below).cards.get(read_card(path).id)
        if card is None or text != _copy_of(card, language):
            return False
        path.unlink()
    except (OSError, ValueError):
        return False
    return True


def new_card(kind: str, name: str, language: str) -> Path:
    """A new card of the rep: sound at once, with lines to be written over. Its name becomes its id.

    Args:
        kind: One of `NEW_KINDS`.
        name: What it is called; an objection is called what the customer says.
        language: One of `LANGUAGES`.

    Raises:
        NotWritten: No such card can be made, or the name is empty.
        OSError: It cannot be written.
    """
    title = " ".join("".join(one if one.isprintable() else " " for one in name).split())
    if kind not in NEW_KINDS:
        sentence = _("A new card is one of: {kinds}. To change a stage: karep playbook edit S3")
        raise NotWritten(sentence.format(kinds=", ".join(NEW_KINDS)))
    if not title:
        raise NotWritten(_("A new card needs a name."))
    text = (_TEMPLATES / checked(language) / f"{kind}.md").read_text("utf-8")
    prefix = next(letter for letter, named in PREFIXES.items() if named == kind)
    own = _free_name(prefix, slug(title) or "card")
    text = text.replace(f"{prefix}.new", f"{prefix}.{own}").replace('"NAME"', toml_text(title))
    return _write(paths.playbook_folder() / language / KINDS[kind].folder, own, text)


@cache
def template_words() -> frozenset[str]:
    """What stands in a new card, in any language, until the rep writes something else there."""
    found = set[str]()
    for path in (_TEMPLATES / language / f"{kind}.md" for language in LANGUAGES for kind in NEW_KINDS):
        for section in read_card(path).sections.values():
            found.add(section.paragraph)
            for item in section.items:
                texts = (item.text, split_label(item.text)[1], *item.labels.values())
                found |= {*texts, *(f"{item.text}: {words}" for words in item.labels.values())}
                found |= {f"{item.text} {words}" for words in item.labels.values()}
    return frozenset(found)


def namesake(kind: str, name: str, language: str) -> str:
    """The id of a card of that kind that has the name already, or the id that the name would become; "" for none."""
    title = " ".join(name.split())
    wanted = f"{next((letter for letter, named in PREFIXES.items() if named == kind), '')}.{slug(title) or 'card'}"
    for card in read_layers(language, folders()).cards.values():
        of_kind = kind_of(card.id)
        if of_kind is not None and of_kind.name == kind and (card.id == wanted or card.front.get("name") == title):
            return card.id
    return ""


def slug(name: str) -> str:
    """A name in a-z, 0-9 and -, such as ids and files have; Chinese as it is read. Empty where nothing is left."""
    spelled = "".join(f" {known[0]} " if (known := readings(one)) else one for one in name[: 2 * _LONGEST_NAME])
    whole = "-".join(_WORD.findall(spelled.casefold()))
    if len(whole) > _LONGEST_NAME:
        whole = whole[: _LONGEST_NAME + 1].rpartition("-")[0] or whole[:_LONGEST_NAME]
    return f"{whole}-card" if _DEVICES.fullmatch(whole) else whole


def written(card: Card, language: str) -> str:
    """A card as a file, below the first fence; only what others may add to it is left out of its front matter.

    Read again it says of its sections what the card says.
    """
    front = [f"id = {toml_text(card.id)}", f"name = {toml_text(str(card.front.get('name', '')))}", FENCE]
    return "\n".join([*front, *(line for one in card.sections.values() for line in _section(one, language))]) + "\n"


def toml_text(text: str) -> str:
    """A text in quotes, as TOML has it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in escaped) + '"'


def _section(section: Section, language: str) -> list[str]:
    lines = ["", f"## {section.heading} {{#{section.key}}}", ""]
    lines += [section.paragraph] if section.paragraph else []
    lines += [""] if section.paragraph and section.items else []
    for item in section.items:
        lines.append(f"- {item.text} {{#{item.id}}}" if item.id else f"- {item.text}")
        for label, words in item.labels.items():
            colon = "：" if language == "zh" else ": "
            lines.append(f"  - {LABELS[label][_LABEL_WORD[language]]}{colon}{words}")
    return lines


def _copy_of(card: Card, language: str) -> str:
    """The text of a copy, with what it is for above it."""
    explained = (_TEMPLATES / language / "own-copy.txt").read_text("utf-8")
    return f"{FENCE}\n{explained}{written(card, language)}"


def _is_broken(path: Path) -> bool:
    """Whether there is a card that cannot be read, and so cannot say which one it is."""
    try:
        return path.exists() and not read_card(path).id
    except CardError:
        return True


def _safe(name: str) -> str:
    return "" if slug(name) != name else name


def _free_name(prefix: str, wanted: str) -> str:
    """The name, with a number behind it where a card in any language has it already."""
    taken = {card_id for language in LANGUAGES for card_id in read_layers(language, folders()).cards}
    taken |= {
        card.id for folder in folders() for language in LANGUAGES for card in read_folder(folder, language)[0]
    }  # fmt: skip
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(one for one in names if f"{prefix}.{one}" not in taken)


def _write(folder: Path, name: str, text: str) -> Path:
    """Write a file that is not there yet, readable by its owner alone."""
    paths.make_private(folder)
    taken = {path.name.casefold() for path in card_files(folder)}
    for number in count(1):
        path = folder / (f"{name}.md" if number == 1 else f"{name}-{number}.md")
        if path.name.casefold() in taken:
            continue
        try:
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        return path
    raise AssertionError("there is always another number")

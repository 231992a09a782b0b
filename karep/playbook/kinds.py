"""What each kind of card holds: its front matter and its sections, as one table, and what of it a card lacks."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from karep.frozen import frozen
from karep.i18n import _
from karep.playbook.card import LABELS, Card, CardError, Item, Section, split_label
from karep.rules.vocabulary import BUYER_STAGES, ROLES, STAGES

SPIN: Final = ("S", "P", "I", "N")
"""The kinds of question: situation, problem, implication, need-payoff."""
FIVE_STEPS: Final = ("find", "attack", "hold", "defend")
PRAM: Final = ("P", "R", "A", "M")

Form = Literal["paragraph", "lines", "keyed"]
"""One paragraph; a list of plain lines; a list whose lines each have an id of their own."""


@frozen
class Shape:
    """What one section is."""

    form: Form
    required: bool = True
    labels: tuple[str, ...] = ()
    """What must belong to each of its lines."""
    may: tuple[str, ...] = ()
    """What may belong to them besides."""
    spin: bool = False
    """Whether each line begins with a letter of `SPIN` and a colon."""
    prefix: str = ""
    """What stands between the card's id and the line's own name in the ids of its lines."""


@frozen
class Kind:
    """One kind of card."""

    name: str
    folder: str
    sections: Mapping[str, Shape]
    words: tuple[str, ...] = ()
    """The texts that its front matter must have beside `id` and `name`."""
    lists: Mapping[str, tuple[str, ...]] | None = None
    """The lists that its front matter may have, each with the words to choose from; any where that is empty."""
    one_of: Mapping[str, tuple[str, ...]] | None = None
    """The texts out of a closed list that its front matter may have."""
    free: bool = False
    """Whether it may have any other section too."""


_PARAGRAPH, _LINES, _KEYED = Shape("paragraph"), Shape("lines"), Shape("keyed")
_OPTIONAL_LINES: Final = Shape("lines", required=False)
_ROLES: Final = tuple(ROLES)

KINDS: Final = {
    "stage": Kind(
        "stage", "stages",
        {
            "purpose": _PARAGRAPH, "entry": _LINES, "exit": Shape("keyed", prefix="exit."), "know": _LINES,
            "checklist": Shape("keyed", labels=("how", "evidence")),
            "questions": Shape("keyed", spin=True, prefix="q."), "signals": Shape("keyed", prefix="sign."),
            "mistakes": _LINES, "log": _LINES,
        },
        lists={"buyer_stages": tuple(BUYER_STAGES), "five_step": FIVE_STEPS, "objections": (), "techniques": ()},
        one_of={"pram": PRAM},
    ),
    "objection": Kind(
        "objection", "objections",
        {
            "clarify": _LINES, "answers": Shape("keyed", labels=("say",), may=("when",)), "evidence": _LINES,
            "concession": _PARAGRAPH, "fails": _PARAGRAPH, "hides": _OPTIONAL_LINES,
        },
        lists={"stages": STAGES, "aliases": (), "roles": _ROLES},
    ),
    "technique": Kind(
        "technique", "techniques",
        {"when": _LINES, "when-not": _LINES, "say": _KEYED, "after": _PARAGRAPH},
        lists={"stages": STAGES, "aliases": (), "roles": _ROLES, "signals": ()},
    ),
    "questions": Kind(
        "questions", "questions",
        {"purpose": _PARAGRAPH, "questions": Shape("keyed", spin=True), "listen": _LINES},
        lists={"stages": STAGES, "aliases": (), "roles": _ROLES},
    ),
    "battle": Kind(
        "battle", "battles",
        {
            "purpose": _PARAGRAPH, "strong": _LINES, "weak": _LINES, "ask": _KEYED, "say": _KEYED, "proof": _LINES,
            "avoid": _LINES,
        },
        lists={"aliases": ()},
    ),
    "guide": Kind("guide", "guides", {}, lists={"aliases": ()}, free=True),
}  # fmt: skip
"""Every kind of card by name."""
PREFIXES: Final = {"o": "objection", "t": "technique", "q": "questions", "b": "battle", "g": "guide"}
"""The kind of a card by the letter that its id begins with; the ids of stages are S1 to S8."""
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
"""What a card or a line is called in its id."""
ALWAYS: Final = ("id", "name", "without")
"""What the front matter of every card may have; `without` lists ids of ours that the card leaves out."""


def kind_of(card_id: str) -> Kind | None:
    """The kind of the card with that id, which its beginning tells; None for what is no card's id."""
    if card_id in STAGES:
        return KINDS["stage"]
    prefix, dot, rest = card_id.partition(".")
    known = PREFIXES.get(prefix) if dot and NAME.fullmatch(rest) else None
    return KINDS[known] if known else None


def card_id_of(item_id: str) -> str:
    """The id of the card that a line with this id belongs to; of a card's own id, that."""
    parts = item_id.split(".")
    return parts[0].upper() if parts[0].upper() in STAGES else ".".join(parts[:2])


def check_card(card: Card, *, whole: bool = True) -> list[CardError]:
    """Everything that is wrong with a card, in the order of its lines.

    Args:
        card: The card.
        whole: Whether it stands for itself; else it changes or adds to another one, and may lack what that has.
    """
    kind = kind_of(card.id)
    if kind is None:
        reason = _("the id of a card is S1 to S8, or like o.too-dear: o. t. q. b. or g., then a-z, 0-9 and - only")
        return [card.front_error("id", reason)]
    faults = [*_front_faults(card, kind, whole=whole)]
    seen = dict[str, int]()
    for section in card.sections.values():
        shape = kind.sections.get(section.key)
        if shape is None and not kind.free:
            reason = _("this card has no section {key}; its sections are: {known}")
            faults.append(card.error(section.line, reason.format(key=section.key, known=", ".join(kind.sections))))
            continue
        faults += _section_faults(card, section, shape, seen, whole=whole)
    if whole:
        faults += [
            card.error(1, _("the section {key} is missing; add a heading that ends with {{#{key}}}").format(key=key))
            for key, shape in kind.sections.items()
            if shape.required and key not in card.sections
        ]
    return sorted(faults, key=lambda one: one.line)


def _front_faults(card: Card, kind: Kind, *, whole: bool) -> Iterator[CardError]:
    lists, choices = {"without": (), **(kind.lists or {})}, kind.one_of or {}
    known = dict.fromkeys((*ALWAYS, *kind.words, *lists, *choices))
    for key in card.front:
        if key not in known:
            reason = _("the front matter of this card has no {key}; it may have: {known}")
            yield card.front_error(key, reason.format(key=key, known=", ".join(known)))
    for key in ("name", *kind.words):
        value = card.front.get(key)
        if (whole or value is not None) and not (isinstance(value, str) and value.strip()):
            reason = _('the front matter lacks {key}; write it like {key} = "words"')
            yield card.front_error(key, reason.format(key=key))
    for key, words in lists.items():
        value = card.front.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield card.front_error(key, _('{key} is a list: {key} = ["one", "two"]').format(key=key))
        elif words and (wrong := [one for one in value if one not in words]):
            reason = _("{key} knows no {wrong}; it may have: {known}")
            yield card.front_error(key, reason.format(key=key, wrong=", ".join(wrong), known=", ".join(words)))
    for key, words in choices.items():
        if key in card.front and card.front[key] not in words:
            yield card.front_error(key, _("{key} is one of: {known}").format(key=key, known=", ".join(words)))


def _section_faults(
    card: Card, section: Section, shape: Shape | None, seen: dict[str, int], *, whole: bool
) -> Iterator[CardError]:
    if shape is not None and shape.form == "paragraph" and (section.items or not section.paragraph):
        yield card.error(section.line, _("the section {key} is one paragraph, without a list").format(key=section.key))
        return
    if shape is not None and shape.form != "paragraph" and (section.paragraph or not section.items):
        reason = _("the section {key} is a list; begin each of its lines with '- '")
        yield card.error(section.line, reason.format(key=section.key))
        return
    for item in section.items:
        yield from _id_faults(card, item, shape, seen)
        yield from _line_faults(card, item, shape, whole=whole)


def _id_faults(card: Card, item: Item, shape: Shape | None, seen: dict[str, int]) -> Iterator[CardError]:
    prefix = f"{card.id.lower()}.{shape.prefix if shape else ''}"
    if not item.id:
        if shape is not None and shape.form == "keyed":
            wanted = f"{{#{prefix}…}}"
            yield card.error(item.line, _("this line needs an id of its own; end it with {id}").format(id=wanted))
        return
    if shape is not None and shape.form != "keyed":
        yield card.error(
            item.line, _("the lines of this section have no ids; delete {id}").format(id=f"{{#{item.id}}}")
        )
    elif not item.id.startswith(prefix) or not NAME.fullmatch(item.id.removeprefix(prefix)):
        reason = _("in this section an id is {prefix} and then a name in a-z, 0-9 and -; {id} is not")
        yield card.error(item.line, reason.format(id=item.id, prefix=prefix))
    elif item.id in seen:
        reason = _("another line has the id {id} already; give this one another name")
        yield card.error(max(item.line, seen[item.id]), reason.format(id=item.id))
    seen.setdefault(item.id, item.line)


def _line_faults(card: Card, item: Item, shape: Shape | None, *, whole: bool) -> Iterator[CardError]:
    required, may = (shape.labels, shape.may) if shape else ((), tuple(LABELS))
    for label in required if whole else ():
        if label not in item.labels:
            reason = _("below this line a line is missing: - {label} …")
            yield card.error(item.line, reason.format(label=f"{label}:"))
    for label in item.labels:
        if label not in (*required, *may):
            reason = _("{label} is not used in this section; delete it")
            yield card.error(item.line, reason.format(label=f"{label}:"))
    if shape is not None and shape.spin and split_label(item.text)[0] not in SPIN:
        yield card.error(item.line, _("a question begins with S: P: I: or N:"))

"""The eight stages of a deal as the rep reads them: purpose, checklist, questions, objections and the rest.

Only the card that is asked for is read, and only once. The lookups answer None for an id that no card has,
because ticks and objections outlive the cards they were made with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from karep.playbook.card import Card, Item, Section, read_card
from karep.rules.vocabulary import BUYER_STAGES

CARDS = Path(__file__).parent / "cards"
LANGUAGES = ("en", "zh")
STAGE_FILES = {
    "S1": "s1-identify.md",
    "S2": "s2-plan.md",
    "S3": "s3-engage.md",
    "S4": "s4-discover.md",
    "S5": "s5-propose.md",
    "S6": "s6-close.md",
    "S7": "s7-deliver.md",
    "S8": "s8-grow.md",
}
RULE_ID = "objection-rule"
"""The id of what holds for every objection, and the name of its card."""
FIVE_STEPS = ("find", "attack", "hold", "defend")
SPIN = ("S", "P", "I", "N")
"""The kinds of question: situation, problem, implication, need-payoff."""
OBJECTION_LABELS = ("clarify", "respond", "evidence", "concession")
REQUIRED_SECTIONS = (
    "purpose", "entry", "exit", "know", "checklist", "questions", "signals", "techniques", "mistakes", "log",
)  # fmt: skip
OPTIONAL_SECTIONS = ("objections", "win-back")
FRONT_KEYS = ("id", "name", "buyer_stages", "five_step", "pram", "objections_from")


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to do at a stage.

    `id` (such as `s1.duplicates`) stays for ever; `how` says how it is done, or what counts as evidence.
    """

    id: str
    title: str
    how: str


@dataclass(frozen=True, slots=True)
class ExitFact:
    """One fact that is true when a stage is done. `id` (such as `s1.exit.tier`) stays for ever."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question to ask the customer; `spin` is its letter in SPIN.

    `id` (such as `s5.q.criteria`) stays for ever: a tick on a deal with this id says that it was asked.
    """

    id: str
    spin: str
    text: str


@dataclass(frozen=True, slots=True)
class Objection:
    """What a customer may object, in the customer's words, and how to answer it. `id` stays for ever.

    `concession` is the rule for giving way: what may be given, and for what.
    """

    id: str
    stage_id: str
    title: str
    clarify: str
    respond: str
    evidence: str
    concession: str


@dataclass(frozen=True, slots=True)
class ObjectionRule:
    """What holds for every objection: the steps of the answer in order, and what to mind before conceding."""

    name: str
    steps: tuple[str, ...]
    concession: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the playbook, in one language.

    Attributes:
        id: S1 to S8.
        buyer_stages: where the buyer stands meanwhile, in order (keys of the vocabulary's BUYER_STAGES).
        five_step: find, attack, hold, defend.
        pram: P, R, A or M (plan, relationship, agreement, maintenance); "" before the plan.
        objections_from: the id of the stage whose objections serve here too, or "".
        win_back: the steps to win back a lost customer; empty where a stage has none.
        headings: the heading of each section, by the section's key (REQUIRED_SECTIONS, OPTIONAL_SECTIONS).
    """

    id: str
    name: str
    buyer_stages: tuple[str, ...]
    five_step: tuple[str, ...]
    pram: str
    purpose: str
    entry: tuple[str, ...]
    exit: tuple[ExitFact, ...]
    know: tuple[str, ...]
    checklist: tuple[ChecklistItem, ...]
    questions: tuple[Question, ...]
    objections: tuple[Objection, ...]
    objections_from: str
    signals: tuple[str, ...]
    techniques: tuple[str, ...]
    mistakes: tuple[str, ...]
    log: tuple[str, ...]
    win_back: tuple[str, ...]
    headings: Mapping[str, str] = field(hash=False)


def load_stages(language: str) -> tuple[Stage, ...]:
    """All eight stages in order, in a language of LANGUAGES.

    Raises:
        ValueError: the language has no cards.
        CardError: a card cannot be read.
    """
    return tuple(_load_stage(language, stage_id) for stage_id in STAGE_FILES)


def stage(language: str, stage_id: str) -> Stage | None:
    """One stage, reading no other card; None when there is no such stage. Raises what load_stages raises."""
    return _load_stage(language, stage_id) if stage_id in STAGE_FILES else None


def checklist_item(language: str, item_id: str) -> ChecklistItem | None:
    """The checklist item with this id, or None when the playbook has none (any more)."""
    found = stage(language, item_id.partition(".")[0].upper())
    return next((item for item in found.checklist if item.id == item_id), None) if found else None


def exit_fact(language: str, fact_id: str) -> ExitFact | None:
    """The exit fact with this id, or None when the playbook has none (any more)."""
    found = stage(language, fact_id.partition(".")[0].upper())
    return next((fact for fact in found.exit if fact.id == fact_id), None) if found else None


def question(language: str, question_id: str) -> Question | None:
    """The question with this id, or None when the playbook has none (any more)."""
    found = stage(language, question_id.partition(".")[0].upper())
    return next((one for one in found.questions if one.id == question_id), None) if found else None


@lru_cache(maxsize=256)
def objection(language: str, objection_id: str) -> Objection | None:
    """The objection with this id, or None when the playbook has none (any more). Reads only the card that holds it."""
    key = f"{{#{objection_id}}}".encode("utf-8", "replace")
    holding = (one for one, name in STAGE_FILES.items() if key in (_folder(language) / name).read_bytes())
    found = (one for stage_id in holding for one in _load_stage(language, stage_id).objections)
    return next((one for one in found if one.id == objection_id), None)


def load_objections(language: str) -> tuple[Objection, ...]:
    """Every objection of the playbook, stage by stage, each once. Raises what load_stages raises."""
    return tuple(one for found in load_stages(language) for one in found.objections)


@cache
def objection_rule(language: str) -> ObjectionRule:
    """How to answer any objection. Raises what load_stages raises."""
    card = read_card(_folder(language) / f"{RULE_ID}.md")
    _check_sections(card, ("steps", "concession"), ())
    return ObjectionRule(_word(card, "name"), _lines(card, "steps"), _lines(card, "concession"))


def read_stage(path: Path) -> Stage:
    """Reads a stage from a file.

    Raises:
        CardError: the file is not a complete stage card; names the file and the line.
    """
    return build_stage(read_card(path))


@cache
def _load_stage(language: str, stage_id: str) -> Stage:
    path = _folder(language) / STAGE_FILES[stage_id]
    card = read_card(path)
    found = build_stage(card)
    if found.id != stage_id:
        raise card.error(1, f"this is the card of {found.id}, not of {stage_id}")
    return found


def _folder(language: str) -> Path:
    # Checked against the list before it becomes part of a path: the word may come from the command line.
    if language not in LANGUAGES:
        raise ValueError(f"the playbook has no cards in the language {language!r}")
    return CARDS / language


def build_stage(card: Card) -> Stage:
    """Makes a stage of a card.

    Raises:
        CardError: something of a stage is missing, double or unknown.
    """
    _check_sections(card, REQUIRED_SECTIONS, OPTIONAL_SECTIONS)
    for key in card.front:
        if key not in FRONT_KEYS:
            raise card.error(1, f"the front matter has no {key}: {', '.join(FRONT_KEYS)}")
    stage_id = _choice(card, "id", tuple(STAGE_FILES))
    exits = _keyed(card, "exit", f"{stage_id.lower()}.exit.")
    checklist = _keyed(card, "checklist", f"{stage_id.lower()}.")
    for item in checklist:
        if not item.note:
            raise card.error(item.line, "this item needs a line below it: how, or what counts as done")
    return Stage(
        id=stage_id,
        name=_word(card, "name"),
        buyer_stages=_words(card, "buyer_stages", tuple(BUYER_STAGES)),
        five_step=_words(card, "five_step", FIVE_STEPS),
        pram=_choice(card, "pram", ("P", "R", "A", "M"), optional=True),
        purpose=_paragraph(card, "purpose"),
        entry=_lines(card, "entry"),
        exit=tuple(ExitFact(item.key, item.text) for item in exits),
        know=_lines(card, "know"),
        checklist=tuple(ChecklistItem(item.key, item.text, item.note) for item in checklist),
        questions=tuple(
            Question(item.key, *_labelled(card, item, SPIN))
            for item in _keyed(card, "questions", f"{stage_id.lower()}.q.")
        ),
        objections=_objections(card, stage_id),
        objections_from=_choice(card, "objections_from", tuple(STAGE_FILES), optional=True),
        signals=_lines(card, "signals"),
        techniques=_lines(card, "techniques"),
        mistakes=_lines(card, "mistakes"),
        log=_lines(card, "log"),
        win_back=_lines(card, "win-back") if "win-back" in card.sections else (),
        headings=MappingProxyType({key: section.heading for key, section in card.sections.items()}),
    )


def _check_sections(card: Card, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    for key, section in card.sections.items():
        if key not in required and key not in optional:
            raise card.error(section.line, f"no section is called {key}: {', '.join(required + optional)}")
        if section.parts and key != "objections":
            raise card.error(section.parts[0].line, f"the section {key} has no parts")
    for key in required:
        if key not in card.sections:
            raise card.error(1, f"the section {key} is missing")


def _word(card: Card, key: str) -> str:
    """A word of the front matter."""
    value = card.front.get(key)
    if not isinstance(value, str) or not value.strip():
        raise card.error(1, f"the front matter lacks {key}, a text")
    return value


def _choice(card: Card, key: str, choices: tuple[str, ...], *, optional: bool = False) -> str:
    """A word of the front matter out of a closed list; "" when it is optional and absent."""
    if optional and key not in card.front:
        return ""
    value = _word(card, key)
    if value not in choices:
        raise card.error(1, f"{key} in the front matter is one of {', '.join(choices)}")
    return value


def _words(card: Card, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """A list of the front matter, each word out of a closed list."""
    value = card.front.get(key)
    if not isinstance(value, list) or not value or any(word not in choices for word in value):
        raise card.error(1, f"{key} in the front matter is a list out of {', '.join(choices)}")
    return tuple(value)


def _paragraph(card: Card, key: str) -> str:
    section = card.sections[key]
    if not section.paragraph or section.items:
        raise card.error(section.line, f"the section {key} is one paragraph")
    return section.paragraph


def _items(card: Card, key: str) -> list[Item]:
    """The lines of a section that is a list and nothing else."""
    section = card.sections[key]
    if not section.items or section.paragraph:
        raise card.error(section.line, f"the section {key} is a list")
    return section.items


def _lines(card: Card, key: str) -> tuple[str, ...]:
    """The lines of a section whose lines are words alone."""
    return tuple(_plain(card, item).text for item in _items(card, key))


def _plain(card: Card, item: Item) -> Item:
    if item.key or item.note:
        raise card.error(item.line, "a line here has no key and no note")
    return item


def _keyed(card: Card, key: str, prefix: str) -> list[Item]:
    """The lines of a section whose lines each have an id of their own."""
    seen: set[str] = set()
    for item in _items(card, key):
        if not item.key.startswith(prefix) or item.key == prefix:
            raise card.error(item.line, f"this line needs an id: end it with {{#{prefix}something}}")
        if item.key in seen:
            raise card.error(item.line, f"the id {item.key} is used twice")
        seen.add(item.key)
    return _items(card, key)


def _labelled(card: Card, item: Item, labels: tuple[str, ...]) -> tuple[str, str]:
    """The label and the words of a line such as `clarify: What do you mean?`, which has no note below it."""
    if item.note:
        raise card.error(item.line, "a line here has no note")
    label, colon, words = item.text.partition(":")
    if not colon or label not in labels or not words.strip():
        expected = ", ".join(f"{label}:" for label in labels)
        raise card.error(item.line, f"this line begins with one of {expected}")
    return label, words.strip()


def _objections(card: Card, stage_id: str) -> tuple[Objection, ...]:
    section = card.sections.get("objections")
    if section is None:
        return ()
    if section.items or section.paragraph or not section.parts:
        raise card.error(section.line, "the section objections has parts (### ) and nothing else")
    seen: set[str] = set()
    for part in section.parts:
        if part.key in seen:
            raise card.error(part.line, f"the id {part.key} is used twice")
        seen.add(part.key)
    return tuple(_objection(card, part, stage_id) for part in section.parts)


def _objection(card: Card, part: Section, stage_id: str) -> Objection:
    if not part.key.startswith("o."):
        raise card.error(part.line, "an objection needs an id: end its heading with {#o.something}")
    if part.paragraph:
        raise card.error(part.line, "an objection is a list, without a paragraph")
    answers: dict[str, str] = {}
    for item in part.items:
        label, words = _labelled(card, _plain(card, item), OBJECTION_LABELS)
        if label in answers:
            raise card.error(item.line, f"this objection has {label} twice")
        answers[label] = words
    for label in OBJECTION_LABELS:
        if label not in answers:
            raise card.error(part.line, f"this objection lacks {label}")
    return Objection(part.key, stage_id, part.heading, **answers)

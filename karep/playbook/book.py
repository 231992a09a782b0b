"""What the playbook says, in one language: stages, objections, techniques, questions, rivals and guides."""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from karep.frozen import frozen
from karep.playbook.card import CardError, Meanwhile
from karep.playbook.kinds import card_id_of

OBJECTION_RULE: Final = "g.objection-rule"
"""The guide to what holds for every objection."""


@frozen
class ChecklistItem:
    """One thing to do at a stage. `id` (such as `s1.duplicates`) stays for ever."""

    id: str
    title: str
    how: str
    """How it is done."""
    evidence: str
    """What counts as done."""


@frozen
class Point:
    """One line with an id of its own: an exit fact, a signal, words to say. The id stays for ever."""

    id: str
    text: str


@frozen
class Question:
    """One question to ask the customer; `spin` is its letter in SPIN.

    `id` (such as `s5.q.criteria`) stays for ever: a tick on a deal with this id says that it was asked.
    """

    id: str
    spin: str
    text: str


@frozen
class Stage:
    """One stage: why, from when to when, what to do, to ask, to look out for."""

    id: str
    """S1 to S8."""
    name: str
    buyer_stages: tuple[str, ...]
    """Where the buyer stands meanwhile, in order (keys of the vocabulary's BUYER_STAGES)."""
    five_step: tuple[str, ...]
    pram: str
    """P, R, A or M (plan, relationship, agreement, maintenance); "" before the plan."""
    purpose: str
    entry: tuple[str, ...]
    exit: tuple[Point, ...]
    """The facts that are true when the stage is done."""
    know: tuple[str, ...]
    checklist: tuple[ChecklistItem, ...]
    questions: tuple[Question, ...]
    objections: tuple[str, ...]
    """The ids of the objections that come up here, its own first."""
    techniques: tuple[str, ...]
    """The ids of the ways to ask for the next yes."""
    signals: tuple[Point, ...]
    mistakes: tuple[str, ...]
    log: tuple[str, ...]
    headings: Mapping[str, str] = field(hash=False)
    """The heading of each section, by the section's key."""


@frozen
class Answer:
    """One way to answer an objection. `id` (such as `o.too-expensive.value`) stays for ever."""

    id: str
    name: str
    """What it is called, in a word or two."""
    say: str
    """The words to speak."""
    when: str
    """When this one fits; "" where it always does."""


@frozen
class Objection:
    """What a customer may object, in the customer's words, and how to answer it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    """What customers say and what reps call it."""
    stages: tuple[str, ...]
    roles: tuple[str, ...]
    """Who usually says so."""
    clarify: tuple[str, ...]
    """What to ask first, the best question before the others."""
    answers: tuple[Answer, ...]
    evidence: tuple[str, ...]
    """What proves it."""
    concession: str
    """What may be given, for what in return, and who approves it."""
    fails: str
    """What to do if nothing of this works."""
    hides: tuple[str, ...]
    """What may be behind it."""

    @property
    def stage_id(self) -> str:
        """The stage that it belongs to; "" where it belongs to none."""
        return self.stages[0] if self.stages else ""


@frozen
class Technique:
    """One way to ask for the order, or for the next yes."""

    id: str
    name: str
    aliases: tuple[str, ...]
    stages: tuple[str, ...]
    signals: tuple[str, ...]
    """The ids of the signals that it answers."""
    roles: tuple[str, ...]
    """Whom it suits."""
    when: tuple[str, ...]
    when_not: tuple[str, ...]
    say: tuple[Point, ...]
    after: str
    """What to do after a yes, a no, and silence."""


@frozen
class QuestionSet:
    """Questions for one sort of person or meeting."""

    id: str
    name: str
    aliases: tuple[str, ...]
    stages: tuple[str, ...]
    roles: tuple[str, ...]
    purpose: str
    questions: tuple[Question, ...]
    listen: tuple[str, ...]
    """What to listen for in the answers."""


@frozen
class BattleCard:
    """How to stand beside one rival, or one sort of rival."""

    id: str
    name: str
    aliases: tuple[str, ...]
    """What else the rival is called."""
    purpose: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    ask: tuple[Point, ...]
    say: tuple[Point, ...]
    proof: tuple[str, ...]
    avoid: tuple[str, ...]


@frozen
class GuideLine:
    """One line of a guide: its id ("" when it has none), its words, and how."""

    id: str
    text: str
    how: str


@frozen
class GuidePart:
    """One section of a guide."""

    key: str
    heading: str
    paragraph: str
    lines: tuple[GuideLine, ...]


@frozen
class Guide:
    """A page to read: how to answer any objection, how to ask, what is proper."""

    id: str
    name: str
    aliases: tuple[str, ...]
    parts: tuple[GuidePart, ...]

    def part(self, key: str) -> GuidePart | None:
        """The section with that key."""
        return next((one for one in self.parts if one.key == key), None)


AnyCard = Stage | Objection | Technique | QuestionSet | BattleCard | Guide


@frozen
class Ticked:
    """Something of a card that a deal can have a tick for: an item, an exit fact, a question, a signal."""

    id: str
    kind: str
    """``item``, ``exit``, ``question`` or ``signal``."""
    stage_id: str
    """Its stage; "" for a question of a set."""
    text: str


@frozen
class Playbook:
    """All cards in force, in one language, each kind by id and in order."""

    language: str
    stages: Mapping[str, Stage]
    objections: Mapping[str, Objection]
    techniques: Mapping[str, Technique]
    questions: Mapping[str, QuestionSet]
    battles: Mapping[str, BattleCard]
    guides: Mapping[str, Guide]
    ticked: Mapping[str, Ticked]
    """Whatever a tick can stand for, by its id."""
    own: frozenset[str]
    """The ids of the cards that the company or the rep changed or added."""
    faults: tuple[CardError, ...]
    """What could not be used of their cards, and why."""
    meanwhile: Mapping[str, Meanwhile] = field(default_factory=dict)
    """What is used in place of a file that cannot be, by its name; a file with faults that is not here is used."""

    def card(self, card_id: str) -> AnyCard | None:
        """The card of any kind with that id."""
        kinds = (self.stages, self.objections, self.techniques, self.questions, self.battles, self.guides)
        return next((found for cards in kinds if (found := cards.get(card_id))), None)

    def exits(self) -> dict[str, list[str]]:
        """The ids of the exit facts by stage, as `karep.rules.stages.unmet_between` takes them."""
        return {stage.id: [fact.id for fact in stage.exit] for stage in self.stages.values()}

    def objections_of(self, stage_id: str) -> list[Objection]:
        """The objections that come up at a stage, its own first."""
        return [self.objections[one] for one in self.stages[stage_id].objections if one in self.objections]

    def techniques_of(self, stage_id: str) -> list[Technique]:
        """The ways to ask for the next yes at a stage."""
        return [self.techniques[one] for one in self.stages[stage_id].techniques if one in self.techniques]

    def answer(self, answer_id: str) -> Answer | None:
        """The answer with that id."""
        card = self.objections.get(card_id_of(answer_id))
        return next((one for one in card.answers if one.id == answer_id), None) if card else None

    def words(self, item_id: str) -> str:
        """What a tick's item says; its id where no card says anything of it (any more)."""
        found = self.ticked.get(item_id)
        return found.text if found else item_id

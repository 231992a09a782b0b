"""What a card of the playbook says first, in six lines to be read in the corridor, and the words of it to speak."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from karep.frozen import frozen
from karep.i18n import _, pgettext
from karep.playbook.book import (
    OBJECTION_RULE,
    AnyCard,
    BattleCard,
    Guide,
    Objection,
    Playbook,
    QuestionSet,
    Stage,
    Technique,
)
from karep.playbook.checking import first_sentence
from karep.reports.tick_signs import OPEN
from karep.rules.vocabulary import ROLES

GLANCE_ROWS: Final = 6
"""As many rows tell a card at a glance."""


@frozen
class GlanceLine:
    """One of the lines that tell a card at a glance."""

    label: str
    text: str
    is_first: bool = False
    """Whether it is told in full before the others are, when rows are left."""


def glance_lines(card: AnyCard, signs: Mapping[str, str] | None = None) -> list[GlanceLine]:
    """What of a card is read first; lines without words are left out.

    Args:
        card: The card.
        signs: Of the questions that were asked on the deal at hand, by id; None where no deal is at hand.
    """
    match card:
        case Objection():
            lines = _objection_glance(card)
        case Technique():
            lines = _technique_glance(card)
        case QuestionSet():
            lines = _question_glance(card, signs)
        case BattleCard():
            lines = _battle_glance(card)
        case Guide():
            lines = _guide_glance(card)
        case Stage():
            lines = _stage_glance(card)
    return [line for line in lines if line.text]


def _first(texts: Sequence[str]) -> str:
    return texts[0] if texts else ""


def _first_sentence(text: str) -> str:
    """The first sentence, without the mark that leads on to the next one."""
    return first_sentence(text).rstrip(";；")


def _objection_glance(card: Objection) -> list[GlanceLine]:
    return [
        GlanceLine(pgettext("card", "Clarify"), _first(card.clarify)),
        GlanceLine(pgettext("card", "Answer"), card.answers[0].say if card.answers else "", is_first=True),
        GlanceLine(pgettext("card", "Evidence"), _first(card.evidence)),
        GlanceLine(pgettext("card", "Give"), _first_sentence(card.concession)),
        GlanceLine(pgettext("card", "If not"), _first_sentence(card.fails)),
    ]


def _technique_glance(card: Technique) -> list[GlanceLine]:
    return [
        GlanceLine(pgettext("card", "Use when"), _first(card.when)),
        GlanceLine(pgettext("card", "Not when"), _first(card.when_not)),
        GlanceLine(pgettext("card", "Say"), card.say[0].text if card.say else "", is_first=True),
        GlanceLine(pgettext("card", "Then"), card.after, is_first=True),
    ]


def _question_glance(card: QuestionSet, signs: Mapping[str, str] | None) -> list[GlanceLine]:
    known = signs or {}
    ordered = sorted(card.questions, key=lambda one: one.id in known)[: GLANCE_ROWS - 2]
    ask = [
        GlanceLine("" if number else pgettext("card", "Ask"), question_words(one.spin, one.text, one.id, signs))
        for number, one in enumerate(ordered)
    ]
    return [
        GlanceLine(pgettext("card", "Purpose"), _first_sentence(card.purpose)),
        *ask,
        GlanceLine(pgettext("card", "Listen for"), _first(card.listen)),
    ]


def _battle_glance(card: BattleCard) -> list[GlanceLine]:
    return [
        GlanceLine(pgettext("card", "Strong"), _first(card.strong)),
        GlanceLine(pgettext("card", "Weak"), _first(card.weak)),
        GlanceLine(pgettext("card", "Ask"), card.ask[0].text if card.ask else ""),
        GlanceLine(pgettext("card", "Say"), card.say[0].text if card.say else "", is_first=True),
        GlanceLine(pgettext("card", "Avoid"), _first(card.avoid)),
    ]


def _guide_glance(card: Guide) -> list[GlanceLine]:
    """The first line of each part, then further lines of the parts until the rows are full."""
    told = [
        [one for one in (_first_sentence(part.paragraph), *(line.text for line in part.lines)) if one]
        for part in card.parts[:GLANCE_ROWS]
    ]
    rows = [min(1, len(some)) for some in told]
    for place, some in enumerate(told):
        rows[place] += min(len(some) - rows[place], GLANCE_ROWS - sum(rows))
    return [
        GlanceLine(part.heading if number == 0 else "", text)
        for part, some, room in zip(card.parts, told, rows, strict=False)
        for number, text in enumerate(some[:room])
    ]


def _stage_glance(card: Stage) -> list[GlanceLine]:
    ask = [question_words(one.spin, one.text) for one in card.questions]
    return [
        GlanceLine(pgettext("card", "Purpose"), _first_sentence(card.purpose), is_first=True),
        GlanceLine(pgettext("card", "Do"), _(", ").join(one.title for one in card.checklist)),
        GlanceLine(pgettext("card", "Ask"), _first(ask)),
        GlanceLine(pgettext("card", "Signal"), card.signals[0].text if card.signals else ""),
        GlanceLine(pgettext("card", "Done when"), card.exit[0].text if card.exit else ""),
    ]


def question_words(spin: str, text: str, question_id: str = "", signs: Mapping[str, str] | None = None) -> str:
    """A question with its letter in SPIN, and whether it was asked on the deal at hand."""
    sign = "" if signs is None else f"{signs.get(question_id, OPEN)} "
    return f"{sign}{spin} {text}"


def shared_rows(lines: Sequence[GlanceLine], wanted: Sequence[int], most: int = GLANCE_ROWS) -> list[int]:
    """How many rows each of the lines has: one at least, and of the rows that are left as many as it wants.

    Args:
        lines: The lines; those that are told first in full have what is left before the others.
        wanted: How many rows each would take.
        most: How many rows there are.
    """
    given = [1] * len(lines)
    for place in sorted(range(len(lines)), key=lambda one: not lines[one].is_first):
        given[place] += min(wanted[place] - 1, max(0, most - sum(given)))
    return given


def siblings(book: Playbook, card: AnyCard) -> tuple[str, ...]:
    """The ids of all cards of the same kind, in the order in which they are read."""
    shelves: dict[type, Iterable[str]] = {
        Objection: book.objections,
        Technique: book.techniques,
        BattleCard: book.battles,
        QuestionSet: book.questions,
        Stage: book.stages,
        Guide: book.guides,
    }
    ids = tuple(shelves[type(card)])
    if isinstance(card, Objection):
        places = {one: number for number, one in enumerate(book.stages)}
        return tuple(sorted(ids, key=lambda one: places.get(book.objections[one].stage_id, len(places))))
    return ids


def words_to_speak(card: AnyCard, key: str = "") -> str:
    """The exact words of a card to say or to copy: of the line with that key, or its first ones."""
    match card:
        case Objection():
            said = {one.id: one.say for one in card.answers}
        case Technique():
            said = {one.id: one.text for one in card.say}
        case BattleCard():
            said = {one.id: one.text for one in (*card.say, *card.ask)}
        case QuestionSet() | Stage():
            said = {one.id: one.text for one in card.questions}
        case Guide():
            said = {line.id: line.text for part in card.parts for line in part.lines if line.id}
    return said.get(key.partition(":")[0]) or next(iter(said.values()), card.name)


def roles_words(roles: Iterable[str]) -> str:
    """Roles in words, in one line."""
    return _(", ").join(_(ROLES[one]) if one in ROLES else one for one in roles)


def rule_words(book: Playbook) -> str:
    """The steps that hold for every objection, in one line; "" where the guide to them was left out."""
    rule = book.guides.get(OBJECTION_RULE)
    steps = rule.part("steps") if rule else None
    return " → ".join(line.text.rstrip(".。") for line in steps.lines) if steps else ""

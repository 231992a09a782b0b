"""All that a card of the playbook says, as lines under headings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from karep.db.views.objections import Counts
from karep.frozen import frozen
from karep.i18n import _, pgettext
from karep.playbook.book import AnyCard, BattleCard, Guide, Objection, Playbook, QuestionSet, Stage, Technique
from karep.reports.answer_history import history_words
from karep.reports.card_words import question_words, roles_words, rule_words
from karep.reports.tick_signs import OPEN
from karep.reports.words import stage_words
from karep.screens.widgets.wrapped_list import Paragraph, Paragraphs

_BULLET = "· "


@frozen
class Reading:
    """What a card is read beside."""

    book: Playbook
    counts: Mapping[str, Counts] = field(default_factory=dict)
    """How often cards and answers were used, by id."""
    signs: Mapping[str, str] | None = None
    """The signs of what was ticked on the deal at hand, by id; None where no deal is at hand."""


def whole_card(card: AnyCard, reading: Reading) -> list[Paragraphs]:
    """Everything that a card says; parts without lines are left out. A line with an id of its own has it as its key."""
    match card:
        case Objection():
            parts = _objection(card, reading)
        case Technique():
            parts = _technique(card, reading)
        case QuestionSet():
            parts = _question_set(card, reading)
        case BattleCard():
            parts = _battle(card)
        case Guide():
            parts = _guide(card)
        case Stage():
            parts = _stage(card, reading)
    return [part for part in parts if part.lines]


def _part(title: str, prefix: str, texts: Iterable[str]) -> Paragraphs:
    """Plain lines; their keys are made of a prefix and their number."""
    lines = {f"{prefix}.{number}": Paragraph(_BULLET + text) for number, text in enumerate(texts) if text}
    return Paragraphs(title, lines)


def _text(title: str, key: str, text: str) -> Paragraphs:
    return Paragraphs(title, {key: Paragraph(text)} if text else {})


def _points(title: str, points: Iterable[tuple[str, str]], reading: Reading | None = None) -> Paragraphs:
    """Lines with ids of their own; with a reading that knows a deal, each with the sign of its tick."""
    signs = reading.signs if reading else None
    lines = {}
    for key, text in points:
        sign = _BULLET if signs is None else f"{signs.get(key, OPEN)} "
        lines[key] = Paragraph(sign + text)
    return Paragraphs(title, lines)


def _labelled(key: str, label: str, text: str) -> dict[str, Paragraph]:
    words = _("{label}: {text}").format(label=label, text=text)
    return {key: Paragraph(words, "muted", indent=2)} if text else {}


def _questions(title: str, card: QuestionSet | Stage, reading: Reading) -> Paragraphs:
    lines = {}
    for one in card.questions:
        words = question_words(one.spin, one.text, one.id, reading.signs)
        lines[one.id] = Paragraph(words, lead=words.index(one.spin) + len(one.spin) if one.spin else 0)
    return Paragraphs(title, lines)


def _objection(card: Objection, reading: Reading) -> list[Paragraphs]:
    answers: dict[str, Paragraph] = {}
    for one in card.answers:
        history = history_words(one.id, reading.counts)
        name = f"{one.name} ({history})" if history else one.name
        answers[one.id] = Paragraph(name, lead=len(name))
        answers[f"{one.id}:say"] = Paragraph(one.say, indent=2)
        answers |= _labelled(f"{one.id}:when", pgettext("card", "When"), one.when)
    about = [_("Usually said by: {who}").format(who=roles_words(card.roles)) if card.roles else ""]
    about += [_(", ").join(stage_words(one) for one in card.stages)]
    return [
        _part(_("Ask first"), f"{card.id}:clarify", card.clarify),
        Paragraphs(_("Answer"), answers),
        _part(pgettext("card", "Evidence"), f"{card.id}:evidence", card.evidence),
        _text(_("What you may give"), f"{card.id}:concession", card.concession),
        _text(_("If it fails"), f"{card.id}:fails", card.fails),
        _part(_("What may be behind it"), f"{card.id}:hides", card.hides),
        _text(_("For every objection"), f"{card.id}:rule", rule_words(reading.book)),
        _part(_("Where it comes up"), f"{card.id}:about", about),
    ]


def _technique(card: Technique, reading: Reading) -> list[Paragraphs]:
    signals = ((one, reading.book.words(one)) for one in card.signals)
    where = [_("Suits: {who}").format(who=roles_words(card.roles)) if card.roles else ""]
    where += [_(", ").join(stage_words(one) for one in card.stages)]
    return [
        _part(pgettext("card", "Use when"), f"{card.id}:when", card.when),
        _part(pgettext("card", "Not when"), f"{card.id}:when-not", card.when_not),
        _points(pgettext("card", "Say"), ((one.id, one.text) for one in card.say)),
        _text(_("Afterwards"), f"{card.id}:after", card.after),
        _points(_("Signals that it answers"), signals, reading),
        _part(_("Where it fits"), f"{card.id}:about", where),
    ]


def _question_set(card: QuestionSet, reading: Reading) -> list[Paragraphs]:
    return [
        _text(pgettext("card", "Purpose"), f"{card.id}:purpose", card.purpose),
        _questions(pgettext("card", "Ask"), card, reading),
        _part(pgettext("card", "Listen for"), f"{card.id}:listen", card.listen),
    ]


def _battle(card: BattleCard) -> list[Paragraphs]:
    return [
        _text(_("Who they are"), f"{card.id}:purpose", card.purpose),
        _part(_("Where they are strong"), f"{card.id}:strong", card.strong),
        _part(_("Where a customer may find less"), f"{card.id}:weak", card.weak),
        _points(_("Ask, so that the customer can weigh"), ((one.id, one.text) for one in card.ask)),
        _points(pgettext("card", "Say"), ((one.id, one.text) for one in card.say)),
        _part(_("Proof to bring"), f"{card.id}:proof", card.proof),
        _part(pgettext("card", "Avoid"), f"{card.id}:avoid", card.avoid),
    ]


def _guide(card: Guide) -> list[Paragraphs]:
    parts = []
    for part in card.parts:
        lines: dict[str, Paragraph] = {}
        if part.paragraph:
            lines[f"{card.id}:{part.key}"] = Paragraph(part.paragraph)
        for number, one in enumerate(part.lines):
            key = one.id or f"{card.id}:{part.key}.{number}"
            lines[key] = Paragraph(_BULLET + one.text)
            if one.how:
                lines[f"{key}:how"] = Paragraph(one.how, "muted", indent=2)
        parts.append(Paragraphs(part.heading, lines))
    return parts


def _stage(card: Stage, reading: Reading) -> list[Paragraphs]:
    """The sections of a stage in their order, with the names of the cards that belong to it."""
    checklist: dict[str, Paragraph] = {}
    for one in card.checklist:
        checklist[one.id] = Paragraph(_BULLET + one.title, lead=len(_BULLET + one.title))
        checklist[f"{one.id}:how"] = Paragraph(one.how, indent=2)
        checklist |= _labelled(f"{one.id}:evidence", _("Done when"), one.evidence)
    name = card.headings.get
    return [
        _text(name("purpose", ""), f"{card.id}:purpose", card.purpose),
        _part(name("entry", ""), f"{card.id}:entry", card.entry),
        _points(name("exit", ""), ((one.id, one.text) for one in card.exit), reading),
        _part(name("know", ""), f"{card.id}:know", card.know),
        Paragraphs(name("checklist", ""), checklist),
        _questions(name("questions", ""), card, reading),
        _names(name("objections", "") or _("Objections"), reading.book.objections_of(card.id)),
        _points(name("signals", ""), ((one.id, one.text) for one in card.signals), reading),
        _names(name("techniques", "") or _("Ways to ask"), reading.book.techniques_of(card.id)),
        _part(name("mistakes", ""), f"{card.id}:mistakes", card.mistakes),
        _part(name("log", ""), f"{card.id}:log", card.log),
    ]


def _names(title: str, cards: Sequence[Objection | Technique]) -> Paragraphs:
    """Cards that enter opens."""
    return Paragraphs(title, {one.id: Paragraph(f"› {one.name}") for one in cards})

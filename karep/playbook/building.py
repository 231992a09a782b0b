"""Makes a `Playbook` of cards that were checked: what they say by kind, by stage and by id."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from karep.i18n import _
from karep.playbook import book
from karep.playbook.card import Card, CardError, Item, split_label
from karep.playbook.kinds import kind_of
from karep.rules.vocabulary import STAGES


def build(language: str, cards: Mapping[str, Card], own: Collection[str]) -> book.Playbook:
    """Make a playbook, in which nothing is at fault yet.

    Args:
        language: Of the words.
        cards: The cards by id, each without faults by `check_card`.
        own: The ids of those that are not ours alone.
    """
    made: dict[str, dict[str, Any]] = {kind: {} for kind in _MAKERS}
    for card in cards.values():
        kind = kind_of(card.id)
        assert kind is not None, "cards are checked before"
        made[kind.name][card.id] = _MAKERS[kind.name](card)
    stages = {one: made["stage"][one] for one in STAGES if one in made["stage"]}
    made["stage"] = {one: _with_links(stage, made, _list(cards[one], "without")) for one, stage in stages.items()}
    ticked = {one.id: one for one in _ticked(made)}
    return book.Playbook(
        language=language,
        stages=MappingProxyType(made["stage"]),
        objections=MappingProxyType(made["objection"]),
        techniques=MappingProxyType(made["technique"]),
        questions=MappingProxyType(made["questions"]),
        battles=MappingProxyType(made["battle"]),
        guides=MappingProxyType(made["guide"]),
        ticked=MappingProxyType(ticked),
        own=frozenset(own),
        faults=(),
    )


def _with_links(stage: book.Stage, made: Mapping[str, Mapping[str, Any]], without: Collection[str]) -> book.Stage:
    """The stage with the objections and techniques that name it, after those that it names itself."""

    def linked(named: Iterable[str], cards: Mapping[str, Any]) -> tuple[str, ...]:
        known = [one for one in named if one in cards]
        naming = (one.id for one in cards.values() if stage.id in one.stages and one.id not in without)
        return tuple(dict.fromkeys([*known, *naming]))

    return replace(
        stage,
        objections=linked(stage.objections, made["objection"]),
        techniques=linked(stage.techniques, made["technique"]),
    )


def dead_links(cards: Iterable[Card], whole: book.Playbook) -> Iterator[CardError]:
    """The links in the front matter of these cards that lead to nothing in the playbook."""
    known: Mapping[str, Collection[str]] = {
        "objections": whole.objections,
        "techniques": whole.techniques,
        "signals": whole.ticked,
    }
    for card in cards:
        for key, ids in known.items():
            for link in _list(card, key):
                if link not in ids:
                    reason = _("{key} names {id}, which no card has; correct the id, or delete it")
                    yield card.front_error(key, reason.format(key=key, id=link))


def _ticked(made: Mapping[str, Mapping[str, Any]]) -> Iterator[book.Ticked]:
    for stage in made["stage"].values():
        yield from (book.Ticked(one.id, "item", stage.id, one.title) for one in stage.checklist)
        yield from (book.Ticked(one.id, "exit", stage.id, one.text) for one in stage.exit)
        yield from (book.Ticked(one.id, "question", stage.id, one.text) for one in stage.questions)
        yield from (book.Ticked(one.id, "signal", stage.id, one.text) for one in stage.signals)
    for questions in made["questions"].values():
        yield from (book.Ticked(one.id, "question", "", one.text) for one in questions.questions)


def _list(card: Card, key: str) -> tuple[str, ...]:
    found = card.front.get(key, ())
    return tuple(found) if isinstance(found, list | tuple) else ()


def _text(card: Card, key: str) -> str:
    return str(card.front.get(key, ""))


def _items(card: Card, key: str) -> Iterable[Item]:
    return card.sections[key].items if key in card.sections else ()


def _lines(card: Card, key: str) -> tuple[str, ...]:
    return tuple(item.text for item in _items(card, key))


def _points(card: Card, key: str) -> tuple[book.Point, ...]:
    return tuple(book.Point(item.id, item.text) for item in _items(card, key))


def _questions(card: Card) -> tuple[book.Question, ...]:
    return tuple(book.Question(item.id, *split_label(item.text)) for item in _items(card, "questions"))


def _stage(card: Card) -> book.Stage:
    return book.Stage(
        id=card.id,
        name=_text(card, "name"),
        buyer_stages=_list(card, "buyer_stages"),
        five_step=_list(card, "five_step"),
        pram=_text(card, "pram"),
        purpose=card.sections["purpose"].paragraph,
        entry=_lines(card, "entry"),
        exit=_points(card, "exit"),
        know=_lines(card, "know"),
        checklist=tuple(
            book.ChecklistItem(item.id, item.text, item.labels["how"], item.labels["evidence"])
            for item in _items(card, "checklist")
        ),
        questions=_questions(card),
        objections=_list(card, "objections"),
        techniques=_list(card, "techniques"),
        signals=_points(card, "signals"),
        mistakes=_lines(card, "mistakes"),
        log=_lines(card, "log"),
        headings=MappingProxyType({key: section.heading for key, section in card.sections.items()}),
    )


def _objection(card: Card) -> book.Objection:
    return book.Objection(
        id=card.id,
        name=_text(card, "name"),
        aliases=_list(card, "aliases"),
        stages=_list(card, "stages"),
        roles=_list(card, "roles"),
        clarify=_lines(card, "clarify"),
        answers=tuple(
            book.Answer(item.id, item.text, item.labels["say"], item.labels.get("when", ""))
            for item in _items(card, "answers")
        ),
        evidence=_lines(card, "evidence"),
        concession=card.sections["concession"].paragraph,
        fails=card.sections["fails"].paragraph,
        hides=_lines(card, "hides"),
    )


def _technique(card: Card) -> book.Technique:
    return book.Technique(
        id=card.id,
        name=_text(card, "name"),
        aliases=_list(card, "aliases"),
        stages=_list(card, "stages"),
        signals=_list(card, "signals"),
        roles=_list(card, "roles"),
        when=_lines(card, "when"),
        when_not=_lines(card, "when-not"),
        say=_points(card, "say"),
        after=card.sections["after"].paragraph,
    )


def _question_set(card: Card) -> book.QuestionSet:
    return book.QuestionSet(
        id=card.id,
        name=_text(card, "name"),
        aliases=_list(card, "aliases"),
        stages=_list(card, "stages"),
        roles=_list(card, "roles"),
        purpose=card.sections["purpose"].paragraph,
        questions=_questions(card),
        listen=_lines(card, "listen"),
    )


def _battle(card: Card) -> book.BattleCard:
    return book.BattleCard(
        id=card.id,
        name=_text(card, "name"),
        aliases=_list(card, "aliases"),
        purpose=card.sections["purpose"].paragraph,
        strong=_lines(card, "strong"),
        weak=_lines(card, "weak"),
        ask=_points(card, "ask"),
        say=_points(card, "say"),
        proof=_lines(card, "proof"),
        avoid=_lines(card, "avoid"),
    )


def _guide(card: Card) -> book.Guide:
    parts = tuple(
        book.GuidePart(
            section.key,
            section.heading,
            section.paragraph,
            tuple(book.GuideLine(item.id, item.text, item.labels.get("how", "")) for item in section.items),
        )
        for section in card.sections.values()
    )
    return book.Guide(card.id, _text(card, "name"), _list(card, "aliases"), parts)


_MAKERS = {
    "stage": _stage,
    "objection": _objection,
    "technique": _technique,
    "questions": _question_set,
    "battle": _battle,
    "guide": _guide,
}
"""What makes something of each kind of card."""

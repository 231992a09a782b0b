"""What the word before the cursor of a log line can become: people, cards, stages, ways, and the words of the parts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from karep.frozen import frozen
from karep.playbook.objection_words import objections_called
from karep.rules.log_line.kinds import WORDS
from karep.rules.log_line.labels import find_label, label_word, labels
from karep.rules.log_line.stage_words import stage_word
from karep.rules.log_line.understood import Candidate, PartKind, Understood
from karep.rules.numerals import fold_width
from karep.rules.searching.match import BEGUN_SOUND, Fields, match
from karep.rules.searching.query import Query
from karep.rules.vocabulary import STAGES

MOST: Final = 40
_BETWEEN: Final = frozenset(" ,.;:!?、()[]\"“”'…→>/|#+&")
"""What no word goes across, in narrow characters."""


@frozen
class Completion:
    """A text that can stand for ``text[start:end]`` of the line."""

    start: int
    end: int
    text: str
    shown: str = ""
    """What tells it from others that are written alike."""


@frozen
class Known:
    """What the words of a line can be completed to."""

    language: str
    people: tuple[Candidate, ...] = ()
    """Those of the account."""
    deals: tuple[Candidate, ...] = ()


def word_before(text: str, cursor: int) -> str:
    """The word that ends at the cursor; nothing behind a blank or a mark."""
    folded = fold_width(text[:cursor])
    start = cursor
    while start and folded[start - 1] not in _BETWEEN:
        start -= 1
    return text[start:cursor]


def label_before(text: str, cursor: int) -> tuple[PartKind, int] | None:
    """The part that the cursor stands in, if a label opens it, and where its words begin."""
    folded, found, at = fold_width(text), None, 0
    while label := find_label(folded, at, cursor):
        found, at = (label[0], label[2]), label[2]
    return found


def answers(understood: Understood) -> list[Completion]:
    """The choices of the first question that is open, each in place of the words that are not clear."""
    for question in understood.questions:
        if question.part is not None and question.choices:
            start, end = question.part.value_start, question.part.end
            apart = len({one.account_id for one in question.choices}) > 1 and question.about == "person"
            return [
                Completion(start, end, one.name, one.account_name if apart else one.title or "")
                for one in question.choices
            ]
    return []


def completions(text: str, cursor: int, known: Known) -> list[Completion]:
    """What the word before the cursor can become, the likeliest first."""
    label = label_before(text, cursor)
    if label is not None and (found := list(_inside(*label, text, cursor, known))):
        return _distinct(found)
    if is_objection(text, cursor):
        return []
    word = word_before(text, cursor)
    if not word:
        return _distinct([*_new_people(text, cursor, known), *_labels("", text, cursor, known)])
    folded = fold_width(text[:cursor])
    return _distinct(
        [
            *_people(word, folded, cursor, known.people),
            *_labels(word, text, cursor, known),
            *_written(folded, cursor, _ways(known.language)),
        ]
    )


def _inside(kind: PartKind, start: int, text: str, cursor: int, known: Known) -> Iterator[Completion]:
    """What fits behind a label."""
    words = fold_width(text[start:cursor]).strip()
    # some words may stand behind the blanks after a label
    start = cursor - len(text[start:cursor].lstrip())
    if kind == "objection":
        yield from (Completion(start, cursor, one) for one in _cards(words, known.language))
    elif kind == "stage":
        named = [stage_word(one, known.language) for one in STAGES]
        wanted = [one for one in named if fold_width(one) != words and fold_width(one).startswith(words)]
        wanted += [word for one, word in zip(STAGES, named, strict=True) if words and one.lower().startswith(words)]
        yield from (Completion(start, cursor, one + " ") for one in wanted)
    elif kind == "kind":
        ways = [one for one in _ways(known.language) if one != words and one.startswith(words)]
        yield from (Completion(start, cursor, one + " ") for one in ways)
    elif kind == "deal":
        deals = [one.name for one in known.deals if words in fold_width(one.name) != words]
        yield from (Completion(start, cursor, one + " ") for one in deals)
    elif kind == "person":
        word = word_before(text, cursor)
        if word:
            yield from _people(word, fold_width(text[:cursor]), cursor, known.people)
        else:
            yield from _new_people(text, cursor, known)


def _cards(words: str, language: str) -> list[str]:
    """The titles of the objections that are called so."""
    return [one.name for one in objections_called(words, language) if fold_width(one.name) != words]


def is_objection(text: str, cursor: int) -> bool:
    """Whether the word before the cursor is the first of an objection: a card, or the customer's own words."""
    label = label_before(text, cursor)
    return label is not None and label[0] == "objection" and len(text[label[1] : cursor].split()) == 1


def _new_people(text: str, cursor: int, known: Known) -> Iterator[Completion]:
    """Those of the account whom the line does not name yet; only where names are expected, at its beginning."""
    if not text[:cursor].strip() or label_before(text, cursor):
        yield from (Completion(cursor, cursor, one.name + " ") for one in known.people if one.name not in text)


def _people(word: str, folded: str, cursor: int, people: Sequence[Candidate]) -> Iterator[Completion]:
    """The people whose name begins as written, is called so, or sounds so."""
    for one in people:
        start = _begun(folded, fold_width(one.name))
        if start is None and one.form_of_address:
            start = _begun(folded, fold_width(one.form_of_address))
        if start is None:
            rank = match(Query.of(word).words, Fields(names=(one.name, one.form_of_address)))
            start = cursor - len(word) if rank is not None and rank <= BEGUN_SOUND else None
        if start is not None:
            yield Completion(start, cursor, one.name + " ")


def _labels(word: str, text: str, cursor: int, known: Known) -> Iterator[Completion]:
    folded = fold_width(text[:cursor])
    for one in labels(known.language):
        start = _begun(folded, fold_width(one)) if word else cursor
        if start is not None and f"{one}:" not in fold_width(text):
            yield Completion(start, cursor, f"{one}: " if one.isascii() else f"{one}:")


def _ways(language: str) -> list[str]:
    """The words for the kinds of touch in a language, the usual one of each kind first."""
    chinese = language == "zh"
    of_kind = [[word for word in words if word.isascii() != chinese] for words in WORDS.values()]
    return [words[0] for words in of_kind if words] + [word for words in of_kind for word in words[1:]]


def _written(folded: str, cursor: int, words: Iterable[str]) -> Iterator[Completion]:
    for one in words:
        start = _begun(folded, fold_width(one))
        if start is not None:
            yield Completion(start, cursor, one + " ")


def _begun(folded: str, wanted: str) -> int | None:
    """Where the text before the cursor begins to be a word; letters begin one only behind a mark, Chinese anywhere."""
    for size in range(min(len(folded), len(wanted)), 0, -1):
        start = len(folded) - size
        if folded.endswith(wanted[:size]) and (
            not start or folded[start - 1] in _BETWEEN or not (wanted[0].isascii() and folded[start - 1].isascii())
        ):
            return start
    return None


def _distinct(found: Iterable[Completion]) -> list[Completion]:
    return list({(one.start, one.text): one for one in reversed(list(found)[:MOST])}.values())[::-1]


def label_text(kind: PartKind, language: str) -> str:
    """The label of a part as it is put into the line: ``异议:``, ``objection: ``."""
    if kind == "tag":
        return "#"
    word = label_word(kind, language)
    return f"{word}:" if language == "zh" else f"{word}: "

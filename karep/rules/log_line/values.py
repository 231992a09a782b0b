"""What the words behind a label say: promises, next steps, objections with answers, competitors."""

import re
from datetime import date, time, timedelta
from typing import Final, Literal

from karep.rules.date_words import Found, Order, find_when
from karep.rules.log_line.pieces import tidy
from karep.rules.log_line.understood import NextStep, ObjectionSaid, PartKind, PromiseSaid, RivalSaid
from karep.rules.repeats import find_repeat, first_on

TimeOfDay = time | None
"""A local time of day, where one was said."""

NAMES_APART: Final = re.compile(
    r"[\s]*[,，、;；/／+&][\s]*|(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])|\s+and\s+|(?<=.)[和与及](?=.)"
)
"""What stands between two people in a list of them."""

_PIECES: Final = re.compile(r"[,，、;；]| and |以及|和(?=[^,，、]*(?:周|月|号|天|日))")
_PART_OF_DAY: Final = re.compile(
    r".*?((?:清晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上)|(?<![a-z])(?:morning|afternoon|evening)(?![a-z])).*",
    re.I | re.S,
)
_WEEKDAY: Final = re.compile(r"周|星期|礼拜|(?<![a-z])(?:mon|tue|wed|thu|fri|sat|sun)", re.I)
_TODAY: Final = re.compile(r"今|本周|这周|today|this", re.I)
_ARROW: Final = re.compile(r"\s*(?:→|⇒|-+>|=+>|＞＞|>>)\s*")
_RIVALS: Final = re.compile(r"[、/／]|\s+and\s+|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fffA-Z])")
_NAME_ENDS: Final = re.compile(r"\s*[,，:：(（]\s*|\s+[–—-]+\s+")
_LATIN_NAME: Final = re.compile(r"[A-Z0-9][\w&.'’-]*(?:\s+(?:[A-Z0-9][\w&.'’-]*|of|and|&))*(?=\s)")


def promises(ours: bool, words: str, today: date, order: Order) -> list[PromiseSaid]:
    """The promises that the words hold: several where every one has its own day, else one."""
    owed_by: Literal["us", "them"] = "us" if ours else "them"
    pieces = [piece for piece in _PIECES.split(words) if tidy(piece)]
    if len(pieces) > 1 and all(_coming(piece, today, order) for piece in pieces):
        return [_promise(owed_by, piece, today, order) for piece in pieces]
    return [_promise(owed_by, words, today, order)] if tidy(words) else []


def _promise(owed_by: Literal["us", "them"], words: str, today: date, order: Order) -> PromiseSaid:
    found = _coming(words, today, order)
    what = _without(words, found) if found else ""
    if found is None or not what:
        # a day alone is still what was promised
        return PromiseSaid(owed_by, tidy(words), found.when.day if found else None)
    return PromiseSaid(owed_by, what, found.when.day)


def _coming(words: str, today: date, order: Order) -> Found | None:
    """The first day from today on; a promise is not due before it is made."""
    found = find_when(words, today, order=order)
    return found if found and found.when.day >= today else None


def _without(words: str, found: Found) -> str:
    """The words but for their day; a part of the day that names no time stays, for an appointment is not guessed."""
    part = "" if found.when.time else _PART_OF_DAY.sub(r"\1", found.when.matched)
    part = part if part != found.when.matched else ""
    return tidy(f"{words[: found.start]} {part} {words[found.end :]}")


def opens(kind: PartKind, words: str, today: date, order: Order) -> bool:
    """Whether the words of a clause that begins 我方 or "we", without a colon, are a promise or a next step.

    They are when a day to come is in them; in English behind a “by”, since "we" begins any sentence.
    """
    found = _coming(words, today, order)
    if found is None or not _without(words, found):
        return False
    if kind == "next":
        return not tidy(words[: found.start])
    return not words.isascii() or found.when.matched.lower().startswith("by ")


def next_step(words: str, today: date, order: Order, fallback: date) -> NextStep:
    """The next step that the words say; without a day it falls on `fallback`."""
    repeat, rest = "", words
    if (again := find_repeat(words)) is not None:
        repeated, start, end = again
        repeat, rest = repeated.text, f"{words[:start]} {words[end:]}"
    found = _coming(rest, today, order)
    if found is None and again is not None:
        return NextStep(tidy(rest), first_on(again[0], today), repeat=repeat)
    if found is None:
        return NextStep(tidy(rest), fallback, due_said=False)
    due = found.when.day
    if due == today and _WEEKDAY.search(found.when.matched) and not _TODAY.search(found.when.matched):
        # 下次:周五, said on a Friday, is the next one
        due += timedelta(days=7)
    return NextStep(_without(rest, found), due, found.when.time, repeat)


def objection(words: str) -> ObjectionSaid:
    """An objection, and behind an arrow what was answered."""
    said, *answers = _ARROW.split(words, maxsplit=1)
    answer = tidy(answers[0]) if answers else ""
    return ObjectionSaid(tidy(said), answer) if tidy(said) else ObjectionSaid(tidy(words))


def rivals(words: str) -> list[RivalSaid]:
    """The competitors named, and what was said of each."""
    found = []
    for piece in _RIVALS.split(words):
        plain = tidy(piece)
        if plain:
            name, note = _name_and_note(plain)
            found.append(RivalSaid(name, note))
    return found


def _name_and_note(words: str) -> tuple[str, str]:
    mark = _NAME_ENDS.search(words, 1)
    if mark and tidy(words[mark.end() :]):
        note = words[mark.end() :]
        opened = mark[0].strip() in "(（"
        return words[: mark.start()].strip(), tidy(re.sub(r"[)）]", "", note, count=1) if opened else note)
    if latin := _LATIN_NAME.match(words):
        return latin[0], tidy(words[latin.end() :])
    first, _blank, rest = words.partition(" ")
    return (first, tidy(rest)) if not first.isascii() else (words, "")

"""One line that plans what comes next: when, how often, with whom, and in the words that are left, what.

Nothing that was typed is dropped: every word is in one of the parts or in ``what``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, Literal

from karep.frozen import frozen
from karep.rules.cadence import DEFAULT_SETTINGS, CadenceSettings, proposed_day
from karep.rules.date_words import Order, find_when, parse_when
from karep.rules.log_line.head import Reader, Said
from karep.rules.log_line.names import Names, attendee, forms_within, mentioned
from karep.rules.log_line.pieces import Line, tidy
from karep.rules.log_line.understood import AtHand, Attendee, Book, Candidate, Question
from karep.rules.repeats import Repeat, find_repeat, first_on
from karep.rules.rest_days import WEEKENDS, RestDays
from karep.rules.time_words import time_at

LONGEST_LINE: Final = 2_000
"""What lies behind so many characters is kept as it was typed, and understood as nothing."""

DueFrom = Literal["said", "repeat", "proposed"]
_SAID: DueFrom = "said"
_REPEAT: DueFrom = "repeat"
_PROPOSED: DueFrom = "proposed"

_TO_TIME: Final = re.compile(r"[\s,，的]{0,3}(?P<at>(?:at|@|from) ?)?")
_TOKEN: Final = re.compile(r"[^\s,，;；、]+")
_LONGEST_TIME: Final = 20


@frozen
class Stretch:
    """A part of the text that says something else than what is to be done."""

    kind: Literal["account", "person", "when", "repeat"]
    start: int
    end: int


@frozen
class FollowUpLine:
    """What a line plans."""

    text: str
    account: Candidate | None
    person: Candidate | None
    deal: Candidate | None
    what: str
    """"" when nothing was said but who and when."""
    due: date
    due_from: DueFrom
    """``said`` in the line, the first day of its ``repeat``, or ``proposed`` by the rhythm of the tier."""
    at: time | None = None
    repeat: Repeat | None = None
    question: Question | None = None
    """What has to be answered before it can be saved."""
    parts: tuple[Stretch, ...] = ()
    """In the order of the text; they do not overlap."""


def parse_follow_up(
    text: str,
    given: AtHand,
    book: Book,
    *,
    today: date,
    order: Order = "ymd",
    settings: CadenceSettings = DEFAULT_SETTINGS,
    rest: RestDays = WEEKENDS,
) -> FollowUpLine:
    """What a line plans. Never raises, and leaves no word out.

    Args:
        text: What was typed.
        given: What the line is about before a word is typed.
        book: Where names are looked up when no account is at hand.
        today: The rep's day.
        order: How ``3/12`` is read.
        settings: How often a customer should hear from us.
        rest: Which days are free; on none of them falls a day that was not said.
    """
    reading = _Reading(text, Line.of(text[:LONGEST_LINE]), given, book, today, order)
    reading.read_repeat()
    reading.read_when()
    who = reading.read_who()
    at_hand, repeat = reading.at_hand, reading.repeat
    deal = at_hand.deal or (at_hand.deals[0] if len(at_hand.deals) == 1 else None)
    due, due_from = reading.due, _SAID
    if due is None and repeat is not None:
        due, due_from = _begin(repeat, today, rest), _REPEAT
    if due is None:
        due, due_from = proposed_day(at_hand.tier, deal.title if deal else None, today, settings, rest), _PROPOSED
    return FollowUpLine(
        text,
        at_hand.account,
        who,
        deal,
        tidy(reading.line.text + text[LONGEST_LINE:]),
        due,
        due_from,
        reading.at,
        repeat,
        reading.question,
        tuple(sorted(reading.parts, key=lambda part: part.start)),
    )


def _begin(repeat: Repeat, today: date, rest: RestDays) -> date | None:
    """The first day of a repeat; one that names no day begins on a workday."""
    try:
        begin = first_on(repeat, today)
    except ValueError:
        # its first day lies behind the end of the calendar
        return None
    return begin if repeat.names_day else rest.working_day(begin, after=today)


@dataclass(slots=True)
class _Reading:
    """Takes one part after the other out of the line; what was taken is painted over with blanks."""

    text: str
    line: Line
    at_hand: AtHand
    book: Book
    today: date
    order: Order
    repeat: Repeat | None = None
    due: date | None = None
    at: time | None = None
    question: Question | None = None
    parts: list[Stretch] = field(default_factory=list)

    def _take(self, kind: Literal["account", "person", "when", "repeat"], start: int, end: int) -> None:
        # the 和 before a name may stand in front of something that was taken already
        start = max([start, *(part.end for part in self.parts if start < part.end <= end)])
        self.parts.append(Stretch(kind, start, end))
        self.line = self.line.without(start, end)

    # --- how often and when ------------------------------------------------------------------------------------------

    def read_repeat(self) -> None:
        """How often again, with the time of day behind it."""
        found = find_repeat(self.line.text)
        if found is None:
            return
        self.repeat, start, end = found
        joint = _TO_TIME.match(self.line.folded, end)
        said = joint and time_at(self.line.folded, joint.end(), after_at=bool(joint["at"]))
        if said:
            self.at, end = said
        self._take("repeat", start, end)

    def read_when(self) -> None:
        """The first day from today on; days that have passed belong to what was said."""
        looked = self.line.text
        while (found := find_when(looked, self.today, order=self.order)) is not None:
            if found.when.day >= self.today:
                self.due, self.at = found.when.day, found.when.time or self.at
                self._take("when", found.start, found.end)
                return
            looked = looked[: found.start] + " " * (found.end - found.start) + looked[found.end :]
        if self.repeat is None:
            self._read_time()

    def _read_time(self) -> None:
        """A time that stands alone is today's."""
        for word in _TOKEN.finditer(self.line.text):
            if len(word[0]) > _LONGEST_TIME or not any(letter.isdigit() for letter in word[0]):
                continue
            said = parse_when(word[0], self.today, order=self.order)
            if said and said.time and said.day == self.today:
                self.due, self.at = said.day, said.time
                self._take("when", word.start(), word.end())
                return

    # --- who ---------------------------------------------------------------------------------------------------------

    def read_who(self) -> Candidate | None:
        """The person that it is about: named at the head of the line or in it, else the one at hand."""
        said = list(self._heads(self.at_hand))
        if self.at_hand.account is None:
            self._find_account(said)
        else:
            for one in said:
                if one.leads and one.part.kind == "account":
                    self._take("account", one.part.start, one.part.end)
        names = Names(self.at_hand, self.book)
        people = [(one, self._known(names, one)) for one in said if one.part.kind == "person"]
        leading = [one for one, who in people if who.person is not None and one.leads]
        # a follow-up is about one person: where several are named, the names stay in what is to be done
        if len(leading) == 1:
            self._take("person", leading[0].part.start, leading[0].part.end)
        first = next((who for _one, who in people if who.person or who.choices), None)
        if first is not None and first.person is None and self.question is None and self.at_hand.account is not None:
            self.question = Question("person", first.word, first.choices)
        if self.question is not None:
            return None
        if first is not None and first.person is not None:
            return first.person
        spoken_of = mentioned(self.line.text, self.line.folded, self.at_hand.people)
        return spoken_of[0][2] if spoken_of else self.at_hand.person

    def _heads(self, at_hand: AtHand) -> Iterator["_Head"]:
        """Who and where at the head of the line; what stands behind how or when it shall be is left in the sentence."""
        reader = Reader(self.line, Names(at_hand, self.book), self.today, self.order)
        leads = True
        found, _subjects = reader.head(0, len(self.line.text))
        for one in found:
            leads = leads and one.part.kind in ("person", "account")
            if one.part.kind in ("person", "account"):
                yield _Head(one, leads)

    def _find_account(self, said: list["_Head"]) -> None:
        """The account that the line names, itself or by its people; a question where that is not clear."""
        where = next((one for one in said if one.part.kind == "account" and one.said.accounts), None)
        if where is not None and len(where.said.accounts) == 1:
            self.at_hand = self.book.at_hand(where.said.accounts[0].id)
            if where.leads:
                self._take("account", where.part.start, where.part.end)
                said += [one for one in self._heads(self.at_hand) if one.part not in [each.part for each in said]]
            return
        if where is not None:
            self.question = Question("account", where.said.word, where.said.accounts)
            return
        people = [one.said.attendee for one in said if one.said.attendee is not None]
        known = [one for one in people if one.person or one.choices] or self._spoken_of()
        if not known:
            self.question = Question("who")
        elif known[0].person is None:
            self.question = Question("person", known[0].word, known[0].choices)
        elif known[0].person.account_id:
            self.at_hand = self.book.at_hand(known[0].person.account_id)
        else:
            self.question = Question("account", known[0].word)

    def _spoken_of(self) -> list[Attendee]:
        """Somebody in the middle of the sentence, as 王总 in 给王总打电话."""
        names = Names(self.at_hand, self.book)
        found = [attendee(word, names.people(word)) for word in forms_within(self.line.text)]
        return [one for one in found if one.person or one.choices]

    def _known(self, names: Names, one: "_Head") -> Attendee:
        """Who it is among the people of the account that was found."""
        account = self.at_hand.account
        choices = tuple(
            each for each in names.people(one.said.word) if account is None or each.account_id == account.id
        )
        return attendee(one.said.word, choices)


@frozen
class _Head:
    """Somebody or some account at the head of the line."""

    said: Said
    leads: bool
    """Whether nothing but names stands before it: it is then no part of what is to be done."""

    @property
    def part(self) -> "Stretch":
        """Where it stands."""
        found = self.said.part
        return Stretch("person" if found.kind == "person" else "account", found.start, found.end)

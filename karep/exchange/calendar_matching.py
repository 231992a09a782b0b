"""Which account and which person a meeting is about: by the addresses of its guests, then by names."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from karep.db.views.calendar import (
    PersonHere,
    PersonNamed,
    last_change,
    list_accounts_named,
    list_people_here,
    list_people_named,
)
from karep.exchange.calendar_events import Guest, Meeting
from karep.frozen import frozen
from karep.i18n import _
from karep.rules.forms_of_address import CHINESE
from karep.rules.matching import company_key, email_key, fold, person_key
from karep.rules.visible import one_line
from karep.rules.who_is_meant import is_address, is_called, surely_is, title_in

_SHORTEST_CHINESE: Final = 2
_SHORTEST_LATIN: Final = 3
_GRAM: Final = 2
_CHINESE_RUN: Final = re.compile("[\u4e00-\u9fff]+")
_LONGEST_ADDRESS: Final = 5
_LONGEST_START: Final = 6
_WORDS: Final = re.compile(r"[^\W_]+")
_MOST_NAMED: Final = 3
_LONGEST_TEXT: Final = 200
_MOST_BEARERS: Final = 1_000
"""People of one surname among whom a title is looked for."""
_GOES_ON: Final = re.compile(
    "工[业程作厂人具艺序资会期地]|总[部结计共体额数局线量]|处理|部[门分]|科[技学研]|院[校子]|所[有以]|行[业程动政]|厂[区房]|局部|董事|长[度期]|师范|员工"
)
"""Words whose first character ends no title."""
_BEGINS: Final = re.compile("(?:^|[^\u4e00-\u9fff]|[与和跟同给找见约请访会陪向对及致送到系话午晚早聊谈问候回复看])$")
"""What stands before somebody who is called by surname and title alone."""


@frozen
class Match:
    """Whom a meeting is with."""

    account_id: str
    account_name: str
    person_id: str | None = None
    person_name: str = ""


@frozen
class NoMatch:
    """Why nobody in the book is meant."""

    reason: str
    """Translated."""


@frozen
class _Called:
    """A name that a text may hold."""

    name: str
    """Folded."""
    id: str


class Names:
    """Names by their first two characters, so that a text is searched for a hundred thousand of them at once."""

    def __init__(self) -> None:
        """Know no name yet."""
        self._by_gram: dict[str, list[_Called]] = {}

    def add(self, name: str | None, record: str) -> None:
        """Let a record be found by a name; one that is too short to mean anything is left out."""
        folded = fold(name or "")
        least = _SHORTEST_LATIN if folded.isascii() else _SHORTEST_CHINESE
        if len(folded) >= least:
            self._by_gram.setdefault(folded[:_GRAM], []).append(_Called(folded, record))

    def within(self, text: str) -> dict[str, str]:
        """The records whose names stand in a text, with the name; a name within a longer one that was found is not
        meant."""
        folded = fold(text)
        spans: list[tuple[int, int, _Called]] = []
        for start in range(len(folded) - _GRAM + 1):
            for one in self._by_gram.get(folded[start : start + _GRAM], ()):
                end = start + len(one.name)
                if folded.startswith(one.name, start) and _is_whole(folded, start, end):
                    spans.append((start, end, one))
        outer = [
            (start, end, one)
            for start, end, one in spans
            if not any(s <= start and end <= e and e - s > end - start for s, e, _other in spans)
        ]
        return {one.id: one.name for _start, _end, one in outer}


class Matcher:
    """The names and addresses of the whole book, read once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read the book."""
        self._connection = connection
        self._as_of = last_change(connection)
        self._by_mail: dict[str, list[PersonNamed]] = {}
        self._by_key: dict[str, list[PersonNamed]] = {}
        self._people: dict[str, PersonNamed] = {}
        self._people_named = Names()
        self._accounts: dict[str, str] = {}
        self._accounts_named = Names()
        self._here: dict[str, list[PersonHere]] = {}
        self._by_start: dict[str, set[str]] = {}
        self._places: set[str] = set()
        self._by_surname: dict[str, list[PersonNamed]] = {}
        self._addressed: dict[str, list[PersonNamed]] = {}
        for person in list_people_named(connection):
            self._people[person.id] = person
            self._by_key.setdefault(person_key(person.name), []).append(person)
            if _is_full_name(person.name):
                self._people_named.add(person.name, person.id)
            if mail := email_key(person.email or ""):
                self._by_mail.setdefault(mail, []).append(person)
            if CHINESE.match(person.name):
                self._by_surname.setdefault(person.name[0], []).append(person)
        for one in list_accounts_named(connection):
            self._accounts[one.id] = one.name
            for name in {one.name, company_key(one.name)[1], one.short_name}:
                self._accounts_named.add(name, one.id)
            for place in (one.region, one.city, one.district):
                self._places.update((fold(place or ""), fold(place or "").rstrip("省市区县")))
            for start in _starts(fold(one.name)):
                self._by_start.setdefault(start, set()).add(one.id)

    def still(self, connection: sqlite3.Connection) -> bool:
        """Whether the book is as it was read; it is asked through this connection from now on."""
        self._connection = connection
        return self._as_of == last_change(connection)

    def match(self, meeting: Meeting, account: tuple[str, str] | None = None) -> Match | NoMatch:
        """Whom a meeting is with, or why that cannot be said.

        Args:
            meeting: The meeting.
            account: Id and name of the account that it is with; None to find it.
        """
        text = f"{meeting.subject}\n{meeting.place}"
        ways = [self._mailed(meeting.guests), self._called(meeting.guests)]
        if account is not None:
            ways = [[one for one in people if one.account_id == account[0]] for people in ways]
        people = next((found for found in ways if found), [])
        if account is not None:
            return self._in_account(*account, people, meeting)
        named = self._accounts_named.within(text)
        if people:
            return self._of_people(people, set(named), meeting)
        if len(named) == 1:
            only = next(iter(named))
            return self._in_account(only, self._accounts[only], [], meeting)
        spoken = [self._people[one] for one in self._people_named.within(meeting.subject)]
        if spoken:
            return self._of_people(spoken, set(named), meeting)
        named = named or dict.fromkeys(self._begun(meeting.subject), "")
        if len(named) == 1:
            only = next(iter(named))
            return self._in_account(only, self._accounts[only], [], meeting)
        if named:
            return _several(self._accounts[one] for one in named)
        if addressed := self._spoken_to(meeting.subject):
            return self._of_people(addressed, set(), meeting)
        return NoMatch(_("nobody and no account of the book is named in it"))

    def _begun(self, subject: str) -> set[str]:
        """The accounts whose names begin with the first word of a subject, as “华为 框架合同” does; never a place."""
        words = _WORDS.findall(fold(subject))
        first = words[0] if words else ""
        return set() if first in self._places else self._by_start.get(first, set())

    def _spoken_to(self, subject: str) -> list[PersonNamed]:
        """The people of the whole book whom a subject calls by surname and title; only where nobody else may be meant
        by it."""
        found: dict[PersonNamed, None] = {}
        for word in _addresses(subject):
            # 蓝鲸科技赵总 is somebody of 蓝鲸科技, which the book does not know
            if not _BEGINS.search(subject[: subject.find(word)]):
                continue
            meant = self._may_be(word)
            if len(meant) > 1:
                return []
            found |= dict.fromkeys(meant)
        return list(found)

    def _may_be(self, word: str) -> list[PersonNamed]:
        """Everybody of the book who is called so."""
        if word not in self._addressed:
            people = self._by_surname.get(word[0], [])
            # among so many of one surname nobody is the only one with a title
            few = people if len(people) <= _MOST_BEARERS else []
            self._addressed[word] = [one for one in few if is_called(word, one)]
        return self._addressed[word]

    def _mailed(self, guests: Iterable[Guest]) -> list[PersonNamed]:
        found = (self._by_mail.get(email_key(one.email), ()) for one in guests if one.email)
        return list(dict.fromkeys(person for people in found for person in people))

    def _called(self, guests: Iterable[Guest]) -> list[PersonNamed]:
        found = (self._by_key.get(person_key(one.name), ()) for one in guests if one.name)
        return list(dict.fromkeys(person for people in found for person in people))

    def _of_people(self, people: list[PersonNamed], named: set[str], meeting: Meeting) -> Match | NoMatch:
        """The account of these people: the one that most of them belong to, or that the text names."""
        if among := [one for one in people if one.account_id in named]:
            people = among
        numbers: dict[str, int] = {}
        for one in people:
            numbers[one.account_id] = numbers.get(one.account_id, 0) + 1
        most = max(numbers.values())
        accounts = [account for account, number in numbers.items() if number == most]
        if len(accounts) > 1:
            return _several(dict.fromkeys(one.account_name for one in people if one.account_id in accounts))
        return self._in_account(
            accounts[0], next(o.account_name for o in people if o.account_id == accounts[0]), people, meeting
        )

    def _in_account(self, account: str, name: str, people: list[PersonNamed], meeting: Meeting) -> Match:
        """The person of an account: the first guest who belongs to it, else the one whom the subject names."""
        guest = next((one for one in people if one.account_id == account), None)
        if guest is not None:
            return Match(account, name, guest.id, guest.name)
        if account not in self._here:
            self._here[account] = list_people_here(self._connection, account)
        spoken = _spoken_of(meeting.subject, self._here[account])
        return Match(account, name, spoken.id, spoken.name) if spoken else Match(account, name)


def _starts(name: str) -> Iterator[str]:
    """The beginnings of an account's name that stand for it: its first Latin word, or its first Chinese characters."""
    words = _WORDS.findall(name)
    first = words[0] if words else ""
    if first.isascii():
        if len(first) > _SHORTEST_LATIN:
            yield first
    else:
        yield from (first[:length] for length in range(_SHORTEST_CHINESE, min(len(first), _LONGEST_START) + 1))


def _spoken_of(subject: str, people: list[PersonHere]) -> PersonHere | None:
    """The one person whom a subject surely names: by the whole name, or as 王总."""
    names = Names()
    for one in people:
        if _is_full_name(one.name):
            names.add(one.name, one.id)
    whole = names.within(subject)
    if len(whole) == 1:
        return next(one for one in people if one.id in whole)
    for word in _addresses(subject):
        meant = surely_is(word, people)
        if len(meant) == 1:
            return meant[0]
    return None


def _addresses(text: str) -> Iterator[str]:
    """The parts of a text that are a surname with a title: 王总, 欧阳经理; the longer ones first.

    李总监 is not 李总 as well, and there is no 王工 in 王工业园.
    """
    for run in _CHINESE_RUN.findall(text[:_LONGEST_TEXT]):
        taken: list[range] = []
        for length in range(_LONGEST_ADDRESS, 1, -1):
            for start in range(len(run) - length + 1):
                end = start + length
                word = run[start:end]
                if not is_address(word) or any(start in one and end - 1 in one for one in taken):
                    continue
                if _GOES_ON.match(run, end - 1):
                    continue
                if title_in(word):
                    taken.append(range(start, end))
                yield word


def _is_full_name(name: str) -> bool:
    """Whether a name is more than a first name or a surname, which many share."""
    folded = fold(name)
    return " " in folded if folded.isascii() else len(folded) >= _SHORTEST_CHINESE


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter goes on where a Latin name begins or ends; Chinese has no such borders."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (before.isascii() and before.isalnum() and text[start].isascii())
        or (after.isascii() and after.isalnum() and text[end - 1].isascii())
    )


def _several(names: Iterable[str]) -> NoMatch:
    listed = [one_line(one) for one in names]
    shown = _(", ").join(listed[:_MOST_NAMED]) + (" …" if len(listed) > _MOST_NAMED else "")
    return NoMatch(_("it may be with {names}").format(names=shown))

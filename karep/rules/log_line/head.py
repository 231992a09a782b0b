"""What stands between the labels of a log line: who, how, when and where, in any order, and the sentences."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from datetime import date
from typing import Final

from karep.frozen import frozen
from karep.rules.date_words import Order
from karep.rules.log_line.kinds import OPENS_A_SENTENCE, is_verb, kind_at, kind_of
from karep.rules.log_line.moments import LATELY, LONGEST, Moment, moment_at, moment_before
from karep.rules.log_line.names import Names, attendee, looks_new
from karep.rules.log_line.pieces import IDLE, Line
from karep.rules.log_line.understood import Attendee, Candidate, Part, PartKind
from karep.rules.money import Money, parse_money
from karep.rules.scripts import simplified
from karep.rules.who_is_meant import is_address

_IDLE: Final = re.compile(rf"[{re.escape(IDLE)}:：&+()（）]*")
_JOINT: Final = re.compile(r"(?:以及|还有|和|与|跟|同|及|@|and (?=[^\W\d_])|with |w/ ?|plus )")
_TOWARDS: Final = re.compile(r"(?:去|到|在|于|at |in |to |@ ?)?")
_CHINESE_RUN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]+")
_LATIN_WORD: Final = re.compile(r"[^\s,，;；、:：。!！?？|/&+()（）\"“”«»<>\u3400-\u9fff]+")
_BRACKET: Final = re.compile(r"[（(][^()（）]{1,20}[)）]")
_QUESTION_MARK: Final = re.compile(r"[?？]")
_CHUNK_ENDS: Final = re.compile(r"[,，;；。!！?？|\n]+|\.(?=\s|$)|(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")
_PHONE: Final = re.compile(r"\s{0,3}(?:[:：]\s{0,3})?\+?[0-9][0-9 -]{5,}")
_SIGNED: Final = re.compile(r"(?:[¥￥$€£]|rmb|usd|eur|cny|hk\$)|(?:万元|亿元|元|美元)$", re.IGNORECASE)
_SURNAME_BEHIND: Final = re.compile(r"(?<=[a-z]) [A-Z][a-z]")
_TITLE_GOES_ON: Final = frozenset("监经裁助长师")
_MOST_SAID: Final = 24
"""As many things stand at the head of a line at most."""
_VERB: Final = re.compile(r" +[a-z]")
_PARTICLES: Final = frozenset(("of", "and", "the", "de", "van", "von", "der", "den", "la", "le", "el", "al", "&"))
"""Small words within a name."""
_LONGEST_NAME: Final = 8
_MOST_WORDS: Final = 4


@frozen
class Said:
    """One thing that a stretch of the text says."""

    part: Part
    word: str = ""
    """Who or where, as typed."""
    attendee: Attendee | None = None
    accounts: tuple[Candidate, ...] = ()
    kind: str = ""
    moment: Moment | None = None
    money: Money | None = None


@frozen
class Reader:
    """Reads the words between the labels of one line."""

    line: Line
    names: Names
    today: date
    order: Order

    # --- the head of the line ----------------------------------------------------------------------------------------

    def head(self, start: int, end: int, known: Set[PartKind] = frozenset()) -> tuple[list[Said], list[Attendee]]:
        """What the words at `start` say of who, how, when and where, until a word is none of these.

        Who begins the sentence behind the head, as in “Margaret said”, is given apart: the words stay in the sentence.
        """
        said: list[Said] = []
        at = self._skip(start, end)
        while (
            at < end
            and len(said) < _MOST_SAID
            and (one := self._next(at, end, known | {each.part.kind for each in said})) is not None
        ):
            said.append(one)
            at = self._skip(one.part.end, end)
        return self._with_the_sentence(said, end)

    def _with_the_sentence(self, said: list[Said], end: int) -> tuple[list[Said], list[Attendee]]:
        """Give back to the sentence what it begins with: who, and those named with them; what they say still holds."""
        kept, begins = list(said), list[Said]()
        while kept and not self._may_end_at(kept[-1].part, end):
            begins.append(kept.pop())
            while begins[-1].attendee and kept and kept[-1].attendee and self._are_joined(kept[-1], begins[-1]):
                begins.append(kept.pop())
        subjects = [one.attendee for one in reversed(begins) if one.attendee and self._is_clear(one.word)]
        near = [one for one in begins if one.moment and one.moment.is_near]
        if near:
            place = begins[-1].part.start
            kept += [replace(near[0], part=Part("when", place, place, place))]
        return kept, subjects

    def _is_clear(self, word: str) -> bool:
        """Whether who begins a sentence is surely a name: in the whole book, Bill and Grant are other words too."""
        return self.names.at_hand.account is not None or not word.isascii() or " " in word

    def _are_joined(self, one: Said, other: Said) -> bool:
        between = self.line.text[one.part.end : other.part.start + 1]
        return "、" in between or bool(_JOINT.match(self.line.folded, other.part.start))

    def _skip(self, at: int, end: int) -> int:
        found = _IDLE.match(self.line.text, at, end)
        return found.end() if found else at

    def _may_end_at(self, part: Part, end: int) -> bool:
        """Whether the sentence may begin behind this part: at a mark, or, without one, behind how it was."""
        text = self.line.text
        if part.end >= end or part.kind == "kind":
            return True
        before, after = text[part.end - 1], text[part.end]
        if part.kind == "person" and before.isascii() and _VERB.match(text, part.end, end):
            # who begins a sentence: a mark or nothing before, a small letter behind
            return bool(self.line.text[: part.start].strip()) and text[: part.start].rstrip()[-1].isalnum()
        return not after.isalnum() or before.isascii() != after.isascii()

    def _next(self, at: int, end: int, known: Set[PartKind]) -> Said | None:
        joint = _JOINT.match(self.line.folded, at, end)
        if (who := self._person(self._skip(joint.end(), end) if joint else at, end, at)) is not None:
            return who
        if joint:
            place = self._skip(joint.end(), end)
            where = self._account(at, end) if joint[0] == "@" and "account" not in known else None
            return where or self._new_person(place, at, end, sure=joint[0] == "@" or "person" in known)
        named = bool(known & {"person", "account", "new_account"})
        if "kind" not in known and (way := self._kind(at, end, named=named)) is not None:
            return way
        if "when" not in known and (when := self._when(at, end)) is not None:
            return when
        if "account" not in known and (where := self._account(at, end)) is not None:
            return where
        among = bool(known & {"person", "account"}) or self.names.at_hand.account is not None
        return self._new_person(at, at, end, among=among)

    # --- who ---------------------------------------------------------------------------------------------------------

    def _person(self, at: int, end: int, start: int) -> Said | None:
        """Somebody known whose name begins at `at`."""
        for word in self._words(at, end):
            choices = self.names.people(word)
            if choices and self._is_whole(at, at + len(word), word, choices):
                part = Part("person", start, at + len(word), at)
                return Said(part, word, attendee(word, choices))
        return None

    def _is_whole(self, at: int, word_end: int, word: str, choices: tuple[Candidate, ...]) -> bool:
        """Whether a name may end where it does: anywhere when it is a whole name or form of address."""
        text = self.line.text
        if _SURNAME_BEHIND.match(text, word_end) and not kind_at(self.line.folded, word_end + 1):
            # Ana Ruiz is not the Ana whom we know
            return False
        if word_end >= len(text) or not text[word_end].isalnum() or not text[word_end - 1].isalnum():
            return True
        if text[word_end].isascii() and text[word_end - 1].isascii():
            return False
        word = simplified(word)
        if is_address(word) and text[word_end] in _TITLE_GOES_ON:
            # 陈总监 is not 陈总
            return False
        return is_address(word) or any(word in (one.name, one.form_of_address) for one in choices)

    def _words(self, at: int, end: int) -> Iterator[str]:
        """What could be a name at `at`, the longest first."""
        text = self.line.text
        if run := _CHINESE_RUN.match(text, at, end):
            # 张伟（采购） says which of two
            bracket = _BRACKET.match(text, run.end(), end)
            if bracket and run.end() - at <= _LONGEST_NAME:
                yield text[at : bracket.end()]
            for stop in range(min(run.end(), at + _LONGEST_NAME), at + 1, -1):
                mark = _QUESTION_MARK.match(text, stop, end)
                yield text[at : mark.end() if mark else stop]
            return
        ends: list[int] = []
        place = at
        while len(ends) < _MOST_WORDS and (word := _LATIN_WORD.match(text, place, end)):
            ends.append(word.end())
            place = word.end() + 1
            if text[word.end() : place] != " ":
                break
        for stop in reversed(ends):
            if (words := text[at:stop].rstrip(".'’")) and _may_be_one_name(words):
                yield words

    def _new_person(self, at: int, start: int, end: int, *, sure: bool = False, among: bool = False) -> Said | None:
        """Somebody whom nobody knows, where names stand: joined to others, or before the way of the touch.

        Args:
            at: Where the name would begin.
            start: Where the words begin that lead to it.
            end: Where to stop.
            sure: Whether a sign or somebody known leads to it.
            among: Whether it stands where people of an account are named.
        """
        if self.line.text[start] == "@" and (word := next(iter(self._words(at, end)), "")):
            return Said(Part("person", start, at + len(word), at), word, Attendee(word, None))
        for word in self._words(at, end):
            word_end = at + len(word)
            apart = word_end >= end or not self.line.text[word_end].isalnum()
            named = sure or (among and self._is_among_names(self._skip(word_end, end), end))
            if apart and looks_new(word, named=named):
                return Said(Part("person", start, word_end, at), word, Attendee(word, None))
        return None

    def _is_among_names(self, at: int, end: int) -> bool:
        """Whether what stands at `at` goes on as a head does: with how or when it was, or with somebody known."""
        if self._kind(at, end, named=True) or self._when(at, end):
            return True
        joint = _JOINT.match(self.line.folded, at, end)
        place = self._skip(joint.end(), end) if joint else at
        if self._person(place, end, place) is not None:
            return True
        word = next(iter(self._words(place, end)), "")
        following = self._skip(place + len(word), end)
        return bool(word) and looks_new(word, named=True) and self._kind(following, end, named=True) is not None

    # --- how and when ------------------------------------------------------------------------------------------------

    def _leads_on(self, at: int, stop: int, end: int) -> bool:
        """Whether a word for the way, where nobody is named before it, is not the beginning of a thing's name.

        “Call about the PO” and “met Ana” are ways, “call centre project” and 微信小程序 are not.
        """
        text = self.line.text
        if stop >= end or not (text[stop].isalnum() or text[stop] == " "):
            return True
        after = self._skip(stop, end)
        if after >= end or text[stop:after].strip() or OPENS_A_SENTENCE.match(self.line.folded, after):
            return True
        if is_verb(self.line.folded[at:stop]) or self._when(after, end) is not None:
            return True
        joint = _JOINT.match(self.line.folded, after, end)
        if joint or self._person(after, end, after) is not None or self._account(after, end) is not None:
            return True
        return not text[after].isascii() and text[stop] == " "

    def _kind(self, at: int, end: int, *, named: bool = False) -> Said | None:
        """How it was, where that is said at `at`; `named` when somebody or an account stands before."""
        found = kind_at(self.line.folded, at)
        if found is None or found[1] > end or _PHONE.match(self.line.text, found[1], end):
            return None
        if not named and not self._leads_on(at, found[1], end):
            return None
        return Said(Part("kind", at, found[1], at), kind=found[0])

    def _when(self, at: int, end: int) -> Said | None:
        """A day up to today that begins at `at`."""
        found = moment_at(self.line.text, at, end, self.today, self.order)
        return _said_when(found) if found else None

    def _is_apart(self, place: int) -> bool:
        """Whether no word goes on here: Chinese writes none apart."""
        text = self.line.text
        if place >= len(text) or not text[place].isalnum():
            return True
        return not (text[place].isascii() and text[place - 1].isascii())

    # --- where -------------------------------------------------------------------------------------------------------

    def _account(self, at: int, end: int) -> Said | None:
        towards = _TOWARDS.match(self.line.folded, at, end)
        place = towards.end() if towards else at
        for word in self._words(place, end):
            if kind_of(Line.of(word).folded):
                continue
            apart = place + len(word) >= end or self._is_apart(place + len(word))
            if self.names.is_at_hand(word) and apart:
                account = self.names.at_hand.account
                assert account is not None
                return Said(Part("account", at, place + len(word), place), word, accounts=(account,))
            if apart and self.names.at_hand.account is None and (found := self.names.accounts(word)):
                return Said(Part("account", at, place + len(word), place), word, accounts=found)
        return None

    # --- what stands alone further on ---------------------------------------------------------------------------------

    def alone(self, start: int, end: int, known: Set[PartKind]) -> list[Said]:
        """What stands alone between marks behind the head: 谈框架合同，现场，昨天 still says how and when."""
        said: list[Said] = []
        for at, stop in self._chunks(start, end):
            one = self._alone(at, stop, known | {each.part.kind for each in said})
            if one is not None:
                said.append(one)
        if not any(one.part.kind == "when" for one in said) and "when" not in known:
            said += self._when_at_the_end(start, end)
        return said

    def _chunks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start
        for mark in _CHUNK_ENDS.finditer(self.line.text, start, end):
            yield self._skip(at, mark.start()), mark.start()
            at = mark.end()
        yield self._skip(at, end), end

    def _alone(self, at: int, stop: int, known: Set[PartKind]) -> Said | None:
        words = self.line.text[at:stop].strip()
        stop = at + len(words)
        if not words or len(words) > LONGEST:
            return None
        if "kind" not in known and (kind := kind_of(self.line.folded[at:stop])):
            return Said(Part("kind", at, stop, at), kind=kind)
        if (
            "kind" not in known
            and (way := self._kind(at, stop, named=True))
            and self.line.folded[way.part.end : stop][:1] == ":"
        ):
            return way
        if "when" not in known and (when := self._when(at, stop)) and when.part.end == stop and self._is_lately(when):
            return when
        known_account = self.names.at_hand.account is not None
        if known_account and (who := self._person(at, stop, at)) and who.part.end == stop and self._is_surely(who):
            return who
        if "account" not in known and (where := self._account(at, stop)) and where.part.end == stop:
            return where
        if "amount" not in known and _SIGNED.search(words) and (money := parse_money(words)):
            return Said(Part("amount", at, stop, at), money=money)
        return None

    def _is_surely(self, who: Said) -> bool:
        """Whether a word in the middle of the sentences is somebody's name, and not a part of one."""
        known = who.attendee
        if known is None:
            return False
        whole = [one for one in (known.person, *known.choices) if one and who.word in (one.name, one.form_of_address)]
        return bool(whole) or is_address(who.word)

    def _is_lately(self, when: Said) -> bool:
        """Whether a day that stands alone behind the sentence is likely to be when it was."""
        if when.moment is None:
            return False
        dated = any(letter.isdigit() for letter in when.moment.said)
        return when.moment.is_relative or (dated and self.today - when.moment.day <= LATELY)

    def _when_at_the_end(self, start: int, end: int) -> list[Said]:
        words = self.line.text[start:end].rstrip(f"{IDLE}.。!！")
        found = moment_before(self.line.text, start, start + len(words), self.today, self.order)
        return [_said_when(found)] if found else []


def _said_when(found: Moment) -> Said:
    return Said(Part("when", found.start, found.end, found.start), moment=found)


def _may_be_one_name(words: str) -> bool:
    """Whether Latin words may be one name: any two, more only in capitals."""
    several = words.split(" ")
    return len(several) <= 2 or all(word[:1].isupper() or word in _PARTICLES for word in several)


def left_over(start: int, end: int, taken: Iterable[Part]) -> list[tuple[int, int]]:
    """What no part was taken of, between `start` and `end`."""
    left, at = [], start
    for part in sorted(taken, key=lambda part: part.start):
        left.append((at, part.start))
        at = part.end
    return [(first, last) for first, last in (*left, (at, end)) if first < last]

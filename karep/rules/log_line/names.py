"""Which words of a log line are people and accounts, known and unknown."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from karep.rules.date_patterns import DAY_WORDS
from karep.rules.forms_of_address import CHINESE, COMPOUND, forms_of_address
from karep.rules.log_line.understood import AtHand, Attendee, Book, Candidate
from karep.rules.log_line.whose import is_called
from karep.rules.matching import fold
from karep.rules.scripts import simplified
from karep.rules.searching.match import BEGINNING_SOUND, BEGUN, Fields, match
from karep.rules.searching.query import Query
from karep.rules.who_is_meant import is_address, surely_is

_WORDS: Final = Path(__file__).with_name("name_words.txt").read_text("utf-8")


def _table(title: str) -> frozenset[str]:
    """The words under a title in ``name_words.txt``."""
    _before, _title, after = _WORDS.partition(f"[{title}]\n")
    return frozenset(after.partition("\n\n")[0].split())


_SURNAMES: Final = _table("surnames")
_NO_NAMES: Final = _table("begin like a name and are none")
_GIVEN: Final = frozenset("".join(_table("given names")))
_COMMON: Final = _table("no name when it stands alone in small letters")
_LONGEST_CHINESE: Final = 4
_POSITION: Final = re.compile(
    r"(?:.{0,6})(?:总监|总经理|经理|主任|主管|工程师|部长|处长|科长|局长|厂长|院长|总工|助理|秘书|会计|出纳|老板|董事长|总裁|董秘|店长|专员|"
    r"采购员|负责人|CEO|CFO|CTO|COO|VP)[?？]?"
)
_LATIN_TITLE: Final = re.compile(r"(?:mr|mrs|ms|miss|dr|prof|professor|sir|madam)\.? [a-z]", re.IGNORECASE)
_LATIN_NAME: Final = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: (?:[A-ZÀ-Þ][\w'’.-]*|de|van|von|der|den|la|le|el|bin|al))*")


@dataclass(slots=True)
class Names:
    """Looks words up: among the people at hand first, then in the book; each word once."""

    at_hand: AtHand
    book: Book
    account_words: frozenset[str] = frozenset()
    """The words that were found to name the account at hand."""
    _accounts: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def people(self, word: str) -> tuple[Candidate, ...]:
        """Whom a word may mean; nobody for what is no name."""
        account = self.at_hand.account
        key = (account.id or account.name if account else "", word)
        if key not in self.book.meant:
            self.book.meant[key] = tuple(self._look_up(word))
        return self.book.meant[key]

    def _look_up(self, word: str) -> list[Candidate]:
        plain, _bracket, title = word.replace("（", "(").rstrip(")）").partition("(")
        plain = plain.strip()
        if not _may_be_a_name(plain):
            return []
        folded = simplified(plain)
        people = self.at_hand.people
        known = surely_is(plain, people) or surely_is(folded, people) or self._sounding(plain)
        if not known and self.at_hand.account is None and _is_asked_for(folded):
            known = list(self.book.people_called(folded))
        elif not known and looks_new(folded, named=True) and not is_address(folded):
            # somebody of another account: only by the whole name
            known = [one for one in self.book.people_called(folded) if fold(one.name) in (fold(plain), fold(folded))]
        return [one for one in known if one.title and title in one.title] if title else known

    def _sounding(self, word: str) -> list[Candidate]:
        letters = word.replace(" ", "").lower()
        if not (letters.isascii() and letters.isalpha() and len(letters) > 1) or letters in DAY_WORDS:
            return []
        query = Query.of(letters)
        found = []
        for one in self.at_hand.people:
            called = (one.name, one.form_of_address, *forms_of_address(one.name, one.title))
            rank = match(query.words, Fields(called)) if query else None
            if rank is not None and rank <= BEGINNING_SOUND and rank != BEGUN:
                found.append(one)
        return found

    def accounts(self, word: str) -> tuple[Candidate, ...]:
        """The accounts that a word may mean."""
        if word not in self._accounts:
            plain = word.strip()
            known = len(plain) > 1 and plain.casefold() not in _COMMON and not is_address(plain)
            known = known and plain.casefold() not in DAY_WORDS
            self._accounts[word] = tuple(self.book.accounts_called(plain)) if known else ()
        return self._accounts[word]

    def is_at_hand(self, word: str) -> bool:
        """Whether a word names the account at hand."""
        account = self.at_hand.account
        if account is None or len(word) < 2:
            return False
        return word in self.account_words or is_called(account, word)


def attendee(word: str, choices: tuple[Candidate, ...]) -> Attendee:
    """Who took part, by a word and whom it may mean."""
    if len(choices) == 1:
        return Attendee(word, choices[0])
    return Attendee(word, None, choices)


def _may_be_a_name(word: str) -> bool:
    if CHINESE.search(word):
        return len(word) > 1 and word not in _NO_NAMES
    return len(word) > 1 and word.casefold() not in _COMMON and any(letter.isalpha() for letter in word)


def _is_full_name(word: str) -> bool:
    """Whether capitals are a first and a last name: one alone, as Invoice or Toyota, may be anything."""
    several = word.split(" ")
    return 1 < len(several) <= _LONGEST_CHINESE and not any(
        one.isupper() or one.casefold() in _COMMON for one in several
    )


def _is_asked_for(word: str) -> bool:
    """Whether a word is worth asking the whole book for: a name that begins with a surname, or Latin letters."""
    if CHINESE.match(word):
        return is_address(word) or word[:2] in COMPOUND or (word[0] in _SURNAMES and len(word) <= _LONGEST_CHINESE)
    return len(word) > 2


def is_position(word: str) -> bool:
    """Whether a word is a position and not a name: 采购总监, but not 王经理."""
    return bool(_POSITION.fullmatch(word)) and not (word[:1] in _SURNAMES and is_address(word))


def looks_new(word: str, *, named: bool) -> bool:
    """Whether a word that nobody is known by is the name of somebody.

    Args:
        word: The word.
        named: Whether it stands where names stand, beside others and before the way of the touch: a plain name is only
            taken for one there, but 王工, 采购总监 and Dr. Lee anywhere at the head of the line.
    """
    if word in _NO_NAMES or not word:
        return False
    if CHINESE.match(word):
        surname = word[:2] in COMPOUND or word[0] in _SURNAMES
        if (surname and is_address(word) and len(word) <= 6) or _POSITION.fullmatch(word):
            return True
        given = word[2:] if word[:2] in COMPOUND else word[1:]
        return named and surname and 1 <= len(given) <= 2 and set(given) <= _GIVEN
    if _LATIN_TITLE.match(word):
        return True
    return named and bool(_LATIN_NAME.fullmatch(word)) and _is_full_name(word)


def mentioned(text: str, folded: str, people: tuple[Candidate, ...]) -> list[tuple[int, str, Candidate]]:
    """Who of some people a sentence speaks of, by name or form of address, in its order: place, word and person."""
    found: list[tuple[int, str, Candidate]] = []
    for one in people:
        for called in _called(one):
            place = _place(called, text, folded)
            if place is not None:
                found.append((place, called, one))
                break
    return sorted(found, key=lambda each: each[0])


def _called(one: Candidate) -> list[str]:
    words = [one.name, one.form_of_address or "", *forms_of_address(one.name, one.title)]
    parts = one.name.split()
    if len(parts) > 1 and one.name.isascii():
        words += [part for part in (parts[0], parts[-1]) if len(part) > 2]
    return [word for word in dict.fromkeys(words) if len(word) > 1]


def _place(called: str, text: str, folded: str) -> int | None:
    if CHINESE.search(called):
        place = folded.find(called)
        return place if place >= 0 else None
    if called not in text:
        return None
    found = re.search(rf"(?<![\w]){re.escape(called)}(?![\w])", text)
    return found.start() if found else None


_ADDRESSED: Final = re.compile(
    rf"(?:{'|'.join(COMPOUND)}|[{''.join(sorted(_SURNAMES))}])"
    r"(?:总|董|工|处|局|科|部长|主任|经理|科长|处长|老师|先生|女士|姐|哥)(?![装程作具厂业地会序况])"
)
_TITLED: Final = re.compile(
    r"(?<![\w])(?:Mr|Mrs|Ms|Dr|Prof)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?|(?<![\w.])[A-Z][\w'’-]+ [A-Z][\w'’-]+"
)


_CAPITALS: Final = re.compile(r"(?<![\w])[A-Z][\w'’&.-]*(?: (?:[A-Z&][\w'’&.-]*|of|and))*")


def capitals_within(text: str) -> list[str]:
    """The runs of words in capitals, which may name an account: Harrowgate Machine Works."""
    return list(dict.fromkeys(one.rstrip(".") for one in _CAPITALS.findall(text)))[:4]


def forms_within(text: str) -> list[str]:
    """What could be somebody in a sentence when nobody is at hand: 曾总, Dr. Lee, Margaret Doyle."""
    return list(dict.fromkeys([*_ADDRESSED.findall(text), *_TITLED.findall(text)]))[:6]

"""Whom a rep means by 曾总, 王工, 李处, Dr. Lee or Ana, among the people of one account."""

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

from karep.rules.forms_of_address import CHINESE, COMPOUND, TITLES
from karep.rules.matching import fold


class Called(Protocol):
    """Somebody with a name, and what is known of their position."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def form_of_address(self) -> str | None: ...  # noqa: D102
    @property
    def title(self) -> str | None: ...  # noqa: D102
    @property
    def department(self) -> str | None: ...  # noqa: D102


Someone = TypeVar("Someone", bound=Called)

_ANY_TITLE: Final = ("先生", "女士", "小姐", "老师", "师傅", "同学", "姐", "哥", "生", "老")
_USUAL_LENGTH: Final = 2
"""Characters of a title such as 总监, 厂长 or 技师."""
_BEFORE: Final = ("小", "老", "阿", "大")
_LATIN_WORDS: Final = (
    "mr mrs ms miss mx dr prof professor sir madam herr frau hr fr monsieur madame mme m mlle señor señora sr sra "
    "signor signora dhr mevr meneer mevrouw ir ing"
)
_LATIN_BEFORE: Final = frozenset(_LATIN_WORDS.split())


def who_is(word: str, people: Iterable[Someone]) -> list[Someone]:
    """The people that a word may mean; the first of these ways that finds anybody decides.

    The whole name or form of address; a surname with what the title fits (曾总, 李处, Mr. Bell); a surname with a word
    that fits everybody (王姐, 小周), or whose bearer's title nobody knows; a whole part of a Latin name; the title;
    a part of the name.
    """
    wanted = fold(word)
    given = list(people)
    if not wanted:
        return []
    ways = (_is_called, _has_surname_and_title, _has_surname, _has_name_part, _has_title, _has_part)
    return next((found for way in ways if (found := [one for one in given if way(wanted, one)])), [])


def surely_is(word: str, people: Iterable[Someone]) -> list[Someone]:
    """The people that a word is a name of: as `who_is`, but of a name only whole words, or two Chinese characters."""
    chinese = bool(CHINESE.search(word))
    return [one for one in who_is(word, people) if (chinese and len(word) > 1) or _is_named(fold(word), one)]


def _is_named(wanted: str, one: Called) -> bool:
    ways = (_is_called, _has_surname, _has_name_part, _has_title)
    return any(way(wanted, one) for way in ways)


def is_address(word: str) -> bool:
    """Whether a word is a Chinese surname with a title, as 曾总 or 李处, whoever that may be."""
    surname, _title = _split(fold(word))
    return bool(surname)


def is_called(word: str, one: Called) -> bool:
    """Whether somebody is called so: by the whole name or the form of address; by surname and a title that fits where
    no form of address is known."""
    wanted = fold(word)
    return _is_called(wanted, one) or (not one.form_of_address and _has_surname_and_title(wanted, one))


def title_in(word: str) -> str:
    """The title of such a word, where it surely is one: 总监 of 李总监; empty for 与李总监."""
    surname, title = _split(fold(word))
    known = title in TITLES or title in _ANY_TITLE or len(title) == _USUAL_LENGTH
    return title if surname and known else ""


def _is_called(wanted: str, one: Called) -> bool:
    given = (fold(one.name), fold(one.form_of_address or ""))
    return wanted in given or wanted.replace(" ", "") in [name.replace(" ", "") for name in given if name]


def _has_surname_and_title(wanted: str, one: Called) -> bool:
    surname, suffix = _split(wanted)
    if not surname:
        return False
    held = fold(f"{one.title or ''} {one.department or ''}")
    return _bears(surname, one.name) and any(part in held for part in TITLES.get(suffix, (suffix,)) if part)


def _has_surname(wanted: str, one: Called) -> bool:
    latin = _without_latin_title(wanted)
    if latin != wanted:
        name = fold(one.name).split()
        return bool(latin) and (name[-len(latin.split()) :] == latin.split() or name[:1] == latin.split())
    surname, suffix = _split(wanted)
    if surname and (suffix in _ANY_TITLE or not (one.title or one.department)):
        return _bears(surname, one.name)
    return wanted[0] in _BEFORE and 2 <= len(wanted) <= 3 and _bears(wanted[1:], one.name)


def _has_name_part(wanted: str, one: Called) -> bool:
    parts = set(fold(one.name).split())
    return not CHINESE.search(wanted) and set(wanted.split()) <= parts


def _has_title(wanted: str, one: Called) -> bool:
    return wanted == fold(one.title or "")


def _has_part(wanted: str, one: Called) -> bool:
    return wanted in fold(one.name) and (len(wanted) > 1 or bool(CHINESE.search(wanted)))


def _split(wanted: str) -> tuple[str, str]:
    """A Chinese surname and what follows it, or two empty texts."""
    if " " in wanted or not CHINESE.match(wanted):
        return "", ""
    size = 2 if wanted[:2] in COMPOUND else 1
    rest = wanted[size:]
    known = rest in TITLES or rest in _ANY_TITLE or (rest[-1:] in ("长", "师", "员", "监", "裁") and len(rest) > 1)
    return (wanted[:size], rest) if known else ("", "")


def _bears(surname: str, name: str) -> bool:
    """Whether a Chinese name begins with the surname; 欧 is not the surname of 欧阳敏."""
    return name.startswith(surname) and (len(surname) > 1 or name[:2] not in COMPOUND)


def _without_latin_title(wanted: str) -> str:
    first, _space, rest = wanted.partition(" ")
    return rest if first in _LATIN_BEFORE and rest else wanted

"""Whom a rep means by 曾总, 王工, 李处, Dr. Lee or Ana, among the people of one account."""

import re
from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

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

_TITLES: Final[dict[str, tuple[str, ...]]] = {
    "总": ("总", "董事长", "老板"),
    "董": ("董事",),
    "工": ("工", "技术", "设备", "研发", "动力", "质量"),
    "处": ("处",),
    "局": ("局",),
    "科": ("科",),
    "部": ("部",),
    "所": ("所",),
    "院": ("院",),
    "厂": ("厂",),
    "行": ("行长",),
    "主任": ("主任",),
    "经理": ("经理",),
    "主管": ("主管",),
    "会计": ("会计", "财务", "成本"),
    "秘书": ("秘书", "助理"),
    "书记": ("书记",),
    "博士": ("博士",),
    "教授": ("教授",),
    "医生": ("医",),
    "老板": ("老板", "总经理", "董事长"),
}
"""What follows a surname, and what a title or department that it fits holds; longer words stand for themselves."""
_ANY_TITLE: Final = ("先生", "女士", "小姐", "老师", "师傅", "同学", "姐", "哥", "生", "老")
_BEFORE: Final = ("小", "老", "阿", "大")
_COMPOUND_WORDS: Final = (
    "欧阳 司马 上官 诸葛 尉迟 司徒 皇甫 东方 令狐 慕容 公孙 宇文 长孙 独孤 南宫 夏侯 轩辕 端木 百里 呼延 司空 万俟"
)
_COMPOUND: Final = frozenset(_COMPOUND_WORDS.split())
_LATIN_WORDS: Final = (
    "mr mrs ms miss mx dr prof professor sir madam herr frau hr fr monsieur madame mme m mlle señor señora sr sra "
    "signor signora dhr mevr meneer mevrouw ir ing"
)
_LATIN_BEFORE: Final = frozenset(_LATIN_WORDS.split())
_CHINESE: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def forms_of_address(name: str, title: str | None) -> list[str]:
    """How somebody with a Chinese name and a title is spoken of: 曾总 for the 总经理 曾国梁."""
    if not title or not _CHINESE.match(name):
        return []
    surname = name[: 2 if name[:2] in _COMPOUND else 1]
    return [surname + word for word, held in _TITLES.items() if any(part in title for part in held)]


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


def _is_called(wanted: str, one: Called) -> bool:
    given = (fold(one.name), fold(one.form_of_address or ""))
    return wanted in given or wanted.replace(" ", "") in [name.replace(" ", "") for name in given if name]


def _has_surname_and_title(wanted: str, one: Called) -> bool:
    surname, suffix = _split(wanted)
    if not surname:
        return False
    held = fold(f"{one.title or ''} {one.department or ''}")
    return _bears(surname, one.name) and any(part in held for part in _TITLES.get(suffix, (suffix,)) if part)


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
    return not _CHINESE.search(wanted) and set(wanted.split()) <= parts


def _has_title(wanted: str, one: Called) -> bool:
    return wanted == fold(one.title or "")


def _has_part(wanted: str, one: Called) -> bool:
    return wanted in fold(one.name) and (len(wanted) > 1 or bool(_CHINESE.search(wanted)))


def _split(wanted: str) -> tuple[str, str]:
    """A Chinese surname and what follows it, or two empty texts."""
    if " " in wanted or not _CHINESE.match(wanted):
        return "", ""
    size = 2 if wanted[:2] in _COMPOUND else 1
    rest = wanted[size:]
    known = rest in _TITLES or rest in _ANY_TITLE or (rest[-1:] in ("长", "师", "员", "监", "裁") and len(rest) > 1)
    return (wanted[:size], rest) if known else ("", "")


def _bears(surname: str, name: str) -> bool:
    """Whether a Chinese name begins with the surname; 欧 is not the surname of 欧阳敏."""
    return name.startswith(surname) and (len(surname) > 1 or name[:2] not in _COMPOUND)


def _without_latin_title(wanted: str) -> str:
    first, _space, rest = wanted.partition(" ")
    return rest if first in _LATIN_BEFORE and rest else wanted

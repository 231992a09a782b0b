"""The words that open a part of a log line, in both languages: 异议:, we:, 下次: …"""

import re
from typing import Final

from karep.rules.log_line.understood import PartKind


def _words(chinese: str, english: str) -> tuple[str, ...]:
    return (*chinese.split(), *english.split(", "))


LABELS: Final[dict[PartKind, tuple[str, ...]]] = {
    "account": _words("客户 公司", "account, customer, client, company"),
    "new_account": _words("新客户", "new account, new customer, new client"),
    "person": _words("人员 参会 参会人 与会 参加 在场 联系人", "who, with, attendees, people"),
    "kind": _words("方式", "kind, via, channel"),
    "when": _words("时间 日期", "when, date"),
    "purpose": _words("目的", "purpose, aim"),
    "summary": _words("纪要 摘要 内容", "summary, note, notes"),
    "outcome": _words("结果 结论", "outcome, result"),
    "objection": _words("异议 顾虑 疑虑 反对意见", "objection, objections, obj, concern, concerns, pushback"),
    "ours": _words("我方 我们 我司 我 我方承诺 我们承诺", "we, us, ours, our, we promised, our promise"),
    "theirs": _words("对方 他们 他 她 对方承诺 客户承诺", "they, them, theirs, they promised, their promise"),
    "next": _words(
        "下次 下一步 下次联系 跟进 后续 待办", "next, nxt, next step, next steps, follow-up, follow up, todo"
    ),
    "rival": _words("竞品 竞争对手 对手 友商 竞对", "rival, rivals, competitor, competitors, competition"),
    "need": _words("需求 痛点", "need, needs, pain"),
    "deal": _words("商机 项目", "deal, opportunity"),
    "stage": _words("阶段", "stage"),
    "amount": _words("金额", "amount, value"),
    "colleagues": _words("同行 陪同 我方人员", "colleagues, team, with us"),
    "private": _words("私密", "private, confidential"),
}
"""What opens each part, the word that is offered first in front: Chinese, then English."""

_PART_OF: Final[dict[str, PartKind]] = {word: part for part, words in LABELS.items() for word in words}
_WORD: Final = "|".join(re.escape(word) for word in sorted(_PART_OF, key=len, reverse=True))
# the folded text has narrow marks; a label begins a word, and 10:30 or http:// is none
_NAMED: Final = rf"(?P<word>{_WORD}) {{0,2}}:(?!//) {{0,8}}"
_LABEL: Final = re.compile(rf"(?<![^\s,;.!?()\[\]\"“”…]){_NAMED}")
_AGAIN: Final = re.compile(_NAMED)


def find_label(folded: str, start: int, end: int) -> tuple[PartKind, int, int] | None:
    """The next label in ``folded[start:end]``: its part, where it begins, and where its words begin."""
    found = _LABEL.search(folded, start, end)
    return (_PART_OF[found["word"]], found.start(), found.end()) if found else None


def repeated_label(folded: str, at: int, part: PartKind) -> int | None:
    """Where the words begin behind a second label of the same part, if one stands at this place."""
    found = _AGAIN.match(folded, at)
    return found.end() if found and _PART_OF[found["word"]] == part else None


_BARE_PLACE: Final = r"(?<![^\s,;.!?()\[\]\"“”…，；。！？、])"
_BARE: Final[tuple[tuple[re.Pattern[str], PartKind], ...]] = (
    (re.compile(rf"{_BARE_PLACE}(?:我方|我们)(?:承诺|答应|会|将|要)? {{0,2}}(?=[^\s:])"), "ours"),
    (re.compile(rf"{_BARE_PLACE}(?:对方|他们)(?:承诺|答应|会|将|要)? {{0,2}}(?=[^\s:])"), "theirs"),
    (re.compile(rf"{_BARE_PLACE}we(?:'ll| will| promised(?: to)?)? (?=[a-z])"), "ours"),
    (re.compile(rf"{_BARE_PLACE}they(?:'ll| will| promised(?: to)?)? (?=[a-z])"), "theirs"),
    (re.compile(rf"{_BARE_PLACE}(?:下次|下一步) {{0,2}}(?=[^\s:])"), "next"),
)
"""Words that open a part without a colon, when a day to come follows in their clause."""


def bare_labels(folded: str, start: int, end: int) -> list[tuple[PartKind, int, int]]:
    """Where a part may begin without a colon: its kind, where it begins, and where its words begin; in order."""
    found = [(kind, one.start(), one.end()) for pattern, kind in _BARE for one in pattern.finditer(folded, start, end)]
    return sorted(found, key=lambda one: one[1])


def label_word(part: PartKind, language: str) -> str:
    """The word that is written for a part, in a language: 异议, objection."""
    chinese = language == "zh"
    return next(word for word in LABELS[part] if word.isascii() != chinese)


def labels(language: str) -> list[str]:
    """The words that can be offered for every part, in a language."""
    return [label_word(part, language) for part in LABELS]

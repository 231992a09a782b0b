"""What a rep calls the customer's objections in a word or two, beside the titles of their cards."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from karep.playbook.stages import Objection, load_objections
from karep.rules.matching import fold
from karep.rules.numerals import fold_width
from karep.rules.scripts import simplified

_CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "o.no-need": ("not needed", "no interest", "不需要", "没兴趣"),
    "o.have-supplier": ("existing supplier", "current supplier", "现有供应商"),
    "o.send-documents": ("brochure", "email it", "发资料"),
    "o.no-time": ("busy", "太忙", "没空"),
    "o.never-heard": ("unknown", "brand", "没名气", "品牌"),
    "o.too-expensive": ("price", "cost", "价格", "太贵", "成本"),
    "o.rival-better": ("competitor better", "竞品更好", "竞争对手"),
    "o.function-missing": ("feature", "functions", "specification", "功能", "规格"),
    "o.delivery-doubt": ("delivery time", "lead time", "quality", "交期", "质量"),
    "o.colleagues-disagree": ("internal", "disagree", "内部"),
    "o.more-discount": ("lower price", "rebate", "折扣", "降价", "让利"),
    "o.ask-boss": ("boss", "decide later", "请示", "考虑"),
    "o.no-budget": ("money", "预算"),
    "o.longer-credit": ("payment terms", "账期", "付款"),
    "o.switching-risk": ("change of supplier", "更换", "切换", "风险"),
    "o.clause": ("contract", "terms", "合同", "条款"),
    "o.late": ("delay", "延期", "晚交", "迟"),
    "o.not-as-promised": ("promise", "mismatch", "不符"),
    "o.users-resist": ("users", "acceptance", "抵触", "员工"),
    "o.slow-service": ("support", "response time", "响应慢", "售后"),
    "o.bill-differs": ("invoice", "账单", "发票"),
    "o.rival-cheaper": ("cheaper price elsewhere", "竞品更便宜", "别家便宜"),
    "o.fewer-suppliers": ("consolidation", "缩减", "削减"),
    "o.new-manager": ("new boss", "新领导", "换人"),
    "o.no-more-needed": ("no new need", "暂无需求"),
    "o.renewal-discount": ("renewal price", "续约"),
}
"""By the card's id, in both languages; the word that means it most comes first."""
_RANKS: Final = 4
_SHORTEST, _SHORTEST_LATIN = 2, 4


def objections_called(words: str, language: str) -> list[Objection]:
    """The objections whose title, or another name, has a word that begins like this; all where nothing is written.

    Those that begin so come first. In Chinese, where nothing parts the words, one may begin anywhere in a title.

    Args:
        words: As typed so far.
        language: The language of the titles.
    """
    wanted = " ".join(fold_width(words).split())
    cards = load_objections(language)
    ranked = [(_rank(wanted, fold_width(card.title), _names(card.id, language)), card) for card in cards]
    return [card for rank in range(_RANKS) for found, card in ranked if found == rank]


def objection_named(words: str) -> str | None:
    """The id of the card that the customer's words name, in either language; None where they name none.

    They do where they are another name of it, or hold its title, or are a part of that.
    """
    wanted = fold(simplified(words))
    if len(wanted) < (_SHORTEST_LATIN if wanted.isascii() else _SHORTEST):
        return None
    for language in ("zh", "en"):
        for card in load_objections(language):
            title = fold(card.title)
            if wanted in _names(card.id, language) or wanted in title or title in wanted:
                return card.id
    return None


@cache
def _names(card_id: str, language: str) -> tuple[str, ...]:
    return tuple(one for one in _CALLED.get(card_id, ()) if one.isascii() == (language != "zh"))


def _rank(wanted: str, title: str, names: tuple[str, ...]) -> int | None:
    """0 where the title begins so, 1 another name, 2 and 3 a word in them; None where nothing does."""
    if title.startswith(wanted):
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if _has_word(wanted, title):
        return 2
    return 3 if any(_has_word(wanted, name) for name in names) else None


def _has_word(wanted: str, text: str) -> bool:
    """Whether a word of the text, and what follows it, begins so."""
    if not wanted.isascii():
        return wanted in text
    return any(text.startswith(wanted, at) and not text[at - 1 : at].isalnum() for at in range(len(text)))

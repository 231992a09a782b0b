"""What a gift may be: what a person may be given in a year, when somebody has to approve it, what to look out for.

The year is the calendar year of the day on which a gift was given. Only gifts in the currency of the limit count
towards it; others are told apart. Gifts as good as cash are never right (see `karep.rules.gift_cash`). The tables of
words are imported where a gift is judged: a brief that only tells of gifts does without them.
"""

from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING, Final

from karep.frozen import frozen
from karep.rules.concessions import is_named
from karep.rules.lazy_pattern import pattern
from karep.rules.matching import fold
from karep.settings import GIFT_LIMIT, Settings

if TYPE_CHECKING:
    from karep.rules.gift_taboos import Sign

NEAR_PERCENT: Final = 80
"""From so many per cent of the limit on a year's total is near it."""

WITHIN: Final = "within"
UNJUDGED: Final = "not_judged"
"""Where a year's total stands when what was given in other currencies keeps it from being judged."""
NEAR: Final = "near"
OVER: Final = "over"

CASH: Final = "cash"
GOVERNMENT: Final = "government"
"""Faults of a gift, beside `OVER`: it is as good as cash; the person serves the state. The latter two need approval."""


@frozen
class Allowance:
    """What the gifts to one person may be worth in a year."""

    limit: int = GIFT_LIMIT * 100
    """In minor units of `currency`; a person may have a limit of their own."""
    currency: str = "CNY"

    @classmethod
    def of(cls, settings: Settings) -> "Allowance":
        """What the rep has set."""
        return cls(settings.number("gift_limit") * 100, settings["currency"].strip().upper() or "CNY")

    def counts(self, currency: str | None) -> bool:
        """Whether an amount in `currency` counts towards the limit; one without a currency does."""
        return not currency or currency.strip().upper() == self.currency

    def for_person(self, own: int | None) -> int:
        """The limit of a person who may have one of their `own`."""
        return self.limit if own is None else own


USUAL_ALLOWANCE: Final = Allowance()


@frozen
class YearTotal:
    """What one person was given in a year."""

    counted: int = 0
    """In minor units of the currency of the limit."""
    others: dict[str, int] = field(default_factory=dict)
    """In other currencies, by their codes; not part of `counted`."""
    unvalued: int = 0
    """How many gifts have no value."""
    gifts: int = 0
    """How many there were."""


NOTHING_YET: Final = YearTotal()


def year_total(values: Iterable[tuple[int | None, str | None]], allowance: Allowance) -> YearTotal:
    """What the gifts of a year come to, each given as value and currency."""
    counted, unvalued, gifts = 0, 0, 0
    others: dict[str, int] = {}
    for value, currency in values:
        gifts += 1
        if value is None:
            unvalued += 1
        elif allowance.counts(currency):
            counted += value
        else:
            code = (currency or "").strip().upper()
            others[code] = others.get(code, 0) + value
    return YearTotal(counted, others, unvalued, gifts)


def limit_reading(total: int, limit: int) -> str:
    """Where a year's total stands: `WITHIN` the limit, `NEAR` it (80 % and more of it), or `OVER` it."""
    if total > limit:
        return OVER
    return NEAR if total and total * 100 >= limit * NEAR_PERCENT else WITHIN


def year_reading(total: YearTotal, limit: int) -> str:
    """Where a whole year stands: as `limit_reading`, but `UNJUDGED` where other currencies may take it further."""
    state = limit_reading(total.counted, limit)
    return UNJUDGED if state == WITHIN and total.others else state


@frozen
class GiftPlan:
    """A gift that is about to be noted, with what is known of who gets it."""

    item: str
    value: int | None = None
    """In minor units of `currency`."""
    currency: str | None = None
    approver: str = ""
    has_person: bool = True
    """Whether it is for a person, not for an account as a whole."""
    government: bool = False
    """Whether the person serves the state."""
    before: YearTotal = NOTHING_YET
    """What the person was given in that year beside it."""
    own_limit: int | None = None
    """The person's own limit, in minor units of the setting's currency."""


@frozen
class GiftReading:
    """A gift read against the limit."""

    total: int
    """The year's total with it."""
    limit: int
    state: str
    """`WITHIN`, `NEAR` or `OVER`."""
    cash: str | None
    """The word by which it is as good as cash."""
    needs_approval: tuple[str, ...]
    """Why somebody has to approve it: `OVER`, `GOVERNMENT`."""
    faults: tuple[str, ...]
    """Why it cannot be noted as it is, the weightiest first: `CASH`, what it `needs_approval` for and lacks."""
    counted: bool
    """Whether its value counts towards the limit."""


def read_gift(plan: GiftPlan, allowance: Allowance = USUAL_ALLOWANCE) -> GiftReading:
    """What speaks against a gift, and where the year's total stands with it.

    A gift that has no value, or one in another currency, does not move the total, and so never goes over the limit.
    """
    counted = plan.value is not None and allowance.counts(plan.currency)
    total = plan.before.counted + (plan.value or 0 if counted else 0)
    limit = allowance.for_person(plan.own_limit)
    state = limit_reading(total, limit) if plan.has_person else WITHIN
    from karep.rules.gift_cash import cash_word

    cash = cash_word(plan.item)
    goes_over = state == OVER and counted and bool(plan.value)
    reasons = ((OVER, goes_over), (GOVERNMENT, plan.has_person and plan.government))
    needed = tuple(reason for reason, there in reasons if there)
    open_needs = () if is_named(plan.approver) else needed
    return GiftReading(total, limit, state, cash, needed, ((CASH,) if cash else ()) + open_needs, counted)


@frozen
class Counted:
    """What a gift means for the year of its person."""

    person_id: str | None
    year: int
    value: int
    """What counts of it towards the limit, in minor units."""
    approved: bool
    """Whether somebody is named who approved it."""

    @classmethod
    def of(
        cls,
        person_id: str | None,
        year: int,
        value: int | None,
        currency: str | None,
        approver: str,
        allowance: Allowance,
    ) -> "Counted":
        """What a gift with these values means; one in another currency than the limit's counts for nothing."""
        counts = (value or 0) if allowance.counts(currency) else 0
        return cls(person_id or None, year, counts, is_named(approver))


def adds_to_year(former: Counted, now: Counted) -> bool:
    """Whether a gift that is changed asks for more than before: by what it is worth, for whom, when, or unapproved.

    Otherwise a year that went over the limit later, with approval, would forbid mending an earlier gift.
    """
    moved = (former.person_id, former.year) != (now.person_id, now.year)
    return moved or now.value > former.value or (former.approved and not now.approved)


# --- what to look out for ----------------------------------------------------------------------------------------


@frozen
class GiftWarnings:
    """What the rep should know before giving it; none of it forbids anything."""

    repeated: str = ""
    """Something that was given before and is the same, or much alike."""
    taboo: str = ""
    """The taboo of the person that it meets, in the words of the rep."""
    unlucky: "Sign | None" = None
    """The bad sign that many Chinese see in it."""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.repeated or self.taboo or self.unlucky)


def gift_warnings(
    item: str,
    *,
    given: Iterable[str] = (),
    taboos: Iterable[str] = (),
    has_person: bool = True,
    is_invitation: bool = False,
) -> GiftWarnings:
    """What to look out for with an item.

    Args:
        item: What is to be given.
        given: What was given before.
        taboos: What the person must not be given or does not want, in the words of the rep.
        has_person: Whether it is for a person: nobody minds a clock for a meeting room.
        is_invitation: Whether it is an invitation: it meets what was said about meals.
    """
    repeated = next((one for one in given if is_alike(item, one)), "")
    from karep.rules.gift_taboos import taboo_words, unlucky_gift

    taboo = next((one for one in taboos if taboo_words(item, one, is_invitation=is_invitation)), "")
    return GiftWarnings(repeated, taboo, unlucky_gift(item) if has_person else None)


_CHINESE: Final = pattern("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_QUANTITY: Final = pattern(r"(?:[0-9]+|[一二两三四五六七八九十百]+)\s*[盒瓶箱袋罐份套本个件斤支块提包]")
_SMALL_WORDS: Final = frozenset(("a", "an", "the", "of", "and", "for", "with", "in", "from", "set", "box", "pack"))


def is_alike(one: str, other: str) -> bool:
    """Whether two items are the same or the words of one are all in the other: “tea”, “Longjing tea”; 月饼, 月饼两盒.

    A single Chinese character is too little to tell.
    """
    first, second = (_QUANTITY.sub(" ", fold(text)).strip() for text in (one, other))
    if not first or not second:
        return False
    if first == second:
        return True
    if _CHINESE.search(first) or _CHINESE.search(second):
        short, long = sorted((first.replace(" ", ""), second.replace(" ", "")), key=len)
        return len(short) > 1 and short in long
    from karep.rules.gift_taboos import singular

    words, others = ({singular(word) for word in text.split()} - _SMALL_WORDS for text in (first, second))
    return bool(words and others) and (words <= others or others <= words)

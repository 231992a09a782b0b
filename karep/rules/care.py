"""What is due before an important day, and when: greetings, gifts, service visits, talks about business."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, Literal

from karep.frozen import frozen
from karep.rules.lazy_pattern import pattern
from karep.rules.rest_days import LONGEST_REST, RestDays
from karep.settings import BUDGET_DAYS, CONTRACT_DAYS, GIFT_DAYS, GIFT_LIMIT, GREETING_DAYS, VISIT_DAYS, Settings


@frozen
class CareSettings:
    """Lead times in days, and what gifts to one person may be worth in a year."""

    greeting_days: int = GREETING_DAYS
    gift_days: int = GIFT_DAYS
    visit_days: int = VISIT_DAYS
    contract_days: tuple[int, ...] = CONTRACT_DAYS
    """On each of these days before a contract ends it comes up again."""
    budget_days: int = BUDGET_DAYS
    gift_limit: int = GIFT_LIMIT * 100
    """In minor units."""

    @classmethod
    def of(cls, settings: Settings) -> "CareSettings":
        """What the rep has set."""
        return cls(
            greeting_days=settings.number("greeting_days"),
            gift_days=settings.number("gift_days"),
            visit_days=settings.number("visit_days"),
            contract_days=settings.numbers("contract_days"),
            budget_days=settings.number("budget_days"),
            gift_limit=settings.number("gift_limit") * 100,
        )

    def lead(self, act: str) -> int:
        """So many days before a day a ``greeting``, a ``gift`` or a ``visit`` for it is due; 0 for never."""
        return {"gift": self.gift_days, "visit": self.visit_days}.get(act, self.greeting_days)

    def wanted(self, acts: Iterable[str]) -> tuple[str, ...]:
        """Those of some acts that the rep has not switched off with a lead of no days."""
        return tuple(act for act in acts if self.lead(act))

    @property
    def longest(self) -> int:
        """The longest lead of a greeting, a gift or a visit, in days."""
        return max(self.greeting_days, self.gift_days, self.visit_days)


DEFAULT_CARE: Final = CareSettings()

State = Literal["ahead", "due", "late", "planned", "done", "left_out"]
"""Of something to do: not yet, now, too late, agreed for a day, done, left out on purpose."""
SETTLED: Final = ("planned", "done", "left_out")
"""The states in which nothing more is asked of the rep."""
BELATED_DAYS: Final = 3
"""So many days after a day a greeting is still asked for."""
ENDED_DAYS: Final = 30
"""So many days after its end a contract still comes up, unless somebody did something about it."""

_BY_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "birthday": ("gift", "greeting"),
    "anniversary": ("gift", "greeting"),
    "memorial": (),
    "contract_end": ("talk",),
    "budget": ("talk",),
}
BUSINESS: Final = ("contract_end", "budget")
"""The kinds of days that are about business, not about somebody."""
_VISITED: Final = frozenset({"spring_festival", "consumer_rights"})
_GIVEN: Final = frozenset({"spring_festival", "dragon_boat", "mid_autumn"})
_TRADE: Final = frozenset({"june_18", "november_11", "december_12"})
"""Days of shops: nobody congratulates on them."""
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "contract_end": ("续约", "续签", "续期", "合同", "contract", "renew"),
    "budget": ("预算", "budget"),
}


def comes_once(kind: str, year: int | None) -> bool:
    """Whether a day falls in its year alone: a contract ends once, everything else comes back every year."""
    return kind == "contract_end" and year is not None


def occasion_acts(kind: str, *, no_gift: bool = False) -> tuple[str, ...]:
    """What is proposed for an important day, the longest lead first; on a memorial day nothing is.

    Args:
        kind: The kind of the day.
        no_gift: Whether it is somebody who is given nothing: who serves the state, or does not want it.
    """
    return tuple(act for act in _BY_KIND.get(kind, ("greeting",)) if not (no_gift and act == "gift"))


_REFUSED: Final = pattern(
    r"[不勿别](?:要|能|可|再|肯|愿)?(?:收|送|受|接受)(?:任何|所有|一切)?礼(?![金券卡盒炮花])"
    r"|拒绝?收|[拒谢]绝(?:任何|一切)?礼|退回"
    r"|\bno (?:personal )?gifts?\b(?! (?:of|with|from|over|above|more|worth|containing))"
    r"|(?:\b(?:not|never)|n['’]t) (?:to )?(?:accept|take|receive|want|like) (?:any )?(?:gift|present)s?\b"
    r"(?! (?:of|with|from|over|above|worth))"
    r"|\b(?:refuse|decline|reject)s? (?:all |any )?(?:gift|present)s?\b"
    r"|\b(?:returned|returns|sent back|sends back)\b(?! (?:from|to|the favou?r))",
    re.IGNORECASE,
)
_STATE: Final = pattern(
    r"事业单位|政府|机关|行政单位|公共部门|公立|government|^\s*public\s*$"
    r"|public (?:sector|body|authority|administration|institution|hospital)",
    re.IGNORECASE,
)


def refuses_gifts(text: str) -> bool:
    """Whether what is known of somebody's likes and dislikes clearly says that they are to be given nothing."""
    return bool(_REFUSED.search(text))


def serves_state(kind: str | None) -> bool:
    """Whether an account of that kind, as it was typed, is a part of the state: its people are given nothing."""
    return bool(_STATE.search(kind or ""))


def festival_acts(key: str, *, greeted: bool) -> tuple[str, ...]:
    """What is proposed for a festival, the longest lead first.

    Before Consumer Rights Day and Spring Festival every key account is visited; Spring Festival, Dragon Boat and
    Mid-Autumn call for gifts; on the days that are greeted, but for those of shops, there are greetings.
    """
    given = {"visit": key in _VISITED, "gift": key in _GIVEN, "greeting": greeted and key not in _TRADE}
    return tuple(act for act, proposed in given.items() if proposed)


@frozen
class Lead:
    """The day on which something should be under way."""

    wanted: date
    """So many days before, as set."""
    on: date
    """The working day that it falls on: the nearest one before, where the wanted one is free."""

    @property
    def moved(self) -> bool:
        """Whether the wanted day is a free one."""
        return self.on != self.wanted


def lead_before(day: date, days: int, rest: RestDays) -> Lead:
    """When something is due that should be under way `days` before a day: never on a free day."""
    wanted = day - timedelta(days=days)
    return Lead(wanted, rest.working_day(wanted))


@frozen
class Step:
    """One thing to do for a day."""

    act: str
    """``greeting``, ``gift``, ``visit`` or ``talk``."""
    lead: Lead
    state: State
    last: date | None = None
    """The last day on which it is in time, where that is not the day of its lead."""

    def days_late(self, today: date) -> int:
        """For how many days it has been too late."""
        return max(0, (today - (self.last or self.lead.on)).days)

    @property
    def is_open(self) -> bool:
        """Whether something is asked of the rep, now or later."""
        return self.state not in SETTLED

    @property
    def is_asked(self) -> bool:
        """Whether something is asked of the rep now."""
        return self.state in ("due", "late")


def steps(
    acts: Iterable[str],
    day: date,
    today: date,
    settings: CareSettings,
    rest: RestDays,
    noted: Mapping[str, State],
    *,
    many: bool = False,
) -> tuple[Step, ...]:
    """How far each act for a day is, but for those that the rep has switched off.

    A gift or a visit is due on the day of its lead, and late after it. A greeting is due from then on, and late only
    after the day itself; so is everything that is done for `many` customers, which takes its time.

    Args:
        acts: What is to be done.
        day: The important day.
        today: The rep's day.
        settings: The lead times.
        rest: Which days are free.
        noted: What is done, planned or left out, by act.
        many: Whether it is done for many customers, as for a festival.
    """
    found = []
    for act in settings.wanted(acts):
        lead = lead_before(day, settings.lead(act), rest)
        last = day if many or act == "greeting" else lead.on
        state: State = "ahead" if today < lead.on else "due" if today <= last else "late"
        found.append(Step(act, lead, noted.get(act, state), last))
    return tuple(found)


def talk(
    kind: str, day: date, today: date, settings: CareSettings, rest: RestDays, closed: Iterable[date]
) -> Step | None:
    """The talk that the end of a contract, or a budget, calls for now; None while its first lead is not reached.

    Each lead asks anew; whatever was done about it on or after that day closes it, until the next lead. It is late
    once the last lead has passed.

    Args:
        kind: ``contract_end`` or ``budget``.
        day: The end of the contract, or the day of the budget.
        today: The rep's day.
        settings: The lead times.
        rest: Which days are free.
        closed: The days on which something was done about it.
    """
    days = settings.contract_days if kind == "contract_end" else (settings.budget_days,)
    leads = sorted((lead_before(day, one, rest) for one in days), key=lambda lead: lead.on)
    reached = [lead for lead in leads if lead.on <= today]
    if not reached:
        return None
    lead = reached[-1]
    if any(one >= lead.on for one in closed):
        return Step("talk", lead, "done")
    return Step("talk", lead, "late" if today > leads[-1].on else "due")


def planned_day(step: Step, day: date, today: date, rest: RestDays) -> date:
    """The day for which something is best planned: its lead, or the next working day when that has passed.

    It is never after the important day, unless that has passed too.
    """
    if step.lead.on > today:
        return step.lead.on
    ahead = (today + timedelta(days=one) for one in range(1, LONGEST_REST + 1))
    found = next((one for one in ahead if not rest.is_free(one)), today + timedelta(days=1))
    return found if found <= day or day < today else day


def is_about(kind: str, text: str) -> bool:
    """Whether a text speaks of contracts, or of budgets, as the kind of the day says."""
    folded = text.casefold()
    return any(word in folded for word in _ABOUT.get(kind, ()))


def business_lead(settings: CareSettings) -> int:
    """So many days ahead the ends of contracts, and budgets, are looked for."""
    return max(*settings.contract_days, settings.budget_days, 0)

"""Coverage: how well the people of an account are looked after, and by how many of ours.

The score, 0–100, is the sum over the roles of weight × strength ÷ 5 × recency, the best person of each role counting.
Weights are out of 100 (decision-maker 30, purchaser 20, technical 12, finance 8, user 12, gatekeeper 8, information
contact 10); a role that nobody has at the account is left out, and the others weigh the more. Recency is 1 while the
last contact lies within the person's interval (`karep.rules.cadence`), falls in a straight line to 0.3 at three
intervals, and stays there. With fewer than two of ours, or fewer than two of theirs, in contact within 90 days, the
score is at most 60: such an account hangs by a thread. The figures are settings; those here are shipped.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Final, Literal, NamedTuple

from karep.frozen import frozen
from karep.rules import cadence
from karep.rules.lazy_pattern import pattern

_WEIGHTS: Final = {
    "decision_maker": 30,
    "purchaser": 20,
    "technical": 12,
    "finance": 8,
    "user": 12,
    "gatekeeper": 8,
    "information": 10,
}
STRONGEST: Final = 5
"""The highest strength of a relationship."""

ThreadWarning = Literal["no_contact", "one_of_ours", "one_of_theirs"]
SeniorWarning = Literal["nobody", "rep"]
"""A decision-maker has no counterpart of ours, or only the rep who looks after the account day by day."""


@frozen
class CoverageSettings:
    """The figures behind the score."""

    weights: Mapping[str, int] = field(default_factory=lambda: dict(_WEIGHTS))
    active_days: int = 90
    """Who was in contact within so many days is active."""
    least: int = 2
    """So many of ours, and of theirs, should be."""
    cap: int = 60
    """The highest score with fewer."""
    lowest_recency: float = 0.3
    lowest_at: float = 3.0
    """Intervals after which recency falls no further."""


DEFAULT_SETTINGS: Final = CoverageSettings()


@frozen
class Seat:
    """One of theirs, as far as the score is concerned."""

    person_id: str
    roles: tuple[str, ...]
    strength: int
    """0–5."""
    last_contact: date | None
    """None when never."""


@frozen
class Contribution:
    """What one role adds to the score."""

    role: str
    weight: float
    """Out of 100, without the roles that nobody has."""
    person_id: str | None
    """Who counts; None for an empty chair."""
    strength: int
    recency: float
    points: float


@frozen
class Coverage:
    """The score with everything that it was made from."""

    score: int
    """0–100, the cap applied."""
    uncapped: int
    contributions: tuple[Contribution, ...]
    """Every role that counts, the weightiest first."""
    ours: int
    """How many of ours are active."""
    theirs: int

    @property
    def capped(self) -> bool:
        """Whether the score would be higher with more people active."""
        return self.score < self.uncapped


def coverage(
    seats: Iterable[Seat],
    today: date,
    *,
    ours: int,
    theirs: int,
    tier: str | None = None,
    absent: Iterable[str] = (),
    settings: CoverageSettings = DEFAULT_SETTINGS,
    rhythm: cadence.CadenceSettings = cadence.DEFAULT_SETTINGS,
) -> Coverage:
    """How well an account is covered.

    Args:
        seats: The people who are still there.
        today: The rep's day.
        ours: How many of ours are active.
        theirs: How many of theirs are.
        tier: The account's tier, which quickens or slows the persons' intervals.
        absent: Roles that nobody has at this account; one that somebody plays counts all the same.
        settings: The figures of the score.
        rhythm: How often people should hear from us.
    """
    given = list(seats)
    taken = {role for seat in given for role in seat.roles}
    gone = set(absent) - taken
    counted = {role: weight for role, weight in settings.weights.items() if role not in gone}
    whole = sum(counted.values())
    found = tuple(
        _best(role, weight * 100 / whole, given, today, tier, settings, rhythm) for role, weight in counted.items()
    )
    uncapped = _rounded(sum(one.points for one in found))
    thin = ours < settings.least or theirs < settings.least
    return Coverage(min(uncapped, settings.cap) if thin else uncapped, uncapped, found, ours, theirs)


def _best(
    role: str,
    weight: float,
    seats: Sequence[Seat],
    today: date,
    tier: str | None,
    settings: CoverageSettings,
    rhythm: cadence.CadenceSettings,
) -> Contribution:
    best: Contribution | None = None
    for seat in seats:
        if role in seat.roles:
            interval = cadence.person_interval(tier, seat.roles, rhythm)
            fresh = recency(seat.last_contact, interval, today, settings)
            points = weight * seat.strength / STRONGEST * fresh
            if best is None or (points, seat.strength) > (best.points, best.strength):
                best = Contribution(role, weight, seat.person_id, seat.strength, fresh, points)
    return best or Contribution(role, weight, None, 0, 0.0, 0.0)


def recency(
    last: date | None, interval: int | None, today: date, settings: CoverageSettings = DEFAULT_SETTINGS
) -> float:
    """How much a relationship is still worth, from 1 down to the lowest: by the last contact and the interval.

    Who was never in contact, or has no interval, counts as long not seen.
    """
    if last is None or interval is None:
        return settings.lowest_recency
    late = (today - last).days / interval - 1
    if late <= 0:
        return 1.0
    share = late / (settings.lowest_at - 1)
    return max(settings.lowest_recency, 1 - (1 - settings.lowest_recency) * share)


def _rounded(score: float) -> int:
    return int(score + 0.5 + 1e-9)


def is_active(last: date | None, today: date, settings: CoverageSettings = DEFAULT_SETTINGS) -> bool:
    """Whether the last contact lies within the days that count."""
    return last is not None and (today - last).days <= settings.active_days


def thread_warnings(ours: int, theirs: int, settings: CoverageSettings = DEFAULT_SETTINGS) -> tuple[ThreadWarning, ...]:
    """Whether the account hangs by a thread: fewer than two of ours, or of theirs, are active."""
    if not ours or not theirs:
        return ("no_contact",)
    found: list[ThreadWarning] = []
    if ours < settings.least:
        found.append("one_of_ours")
    if theirs < settings.least:
        found.append("one_of_theirs")
    return tuple(found)


# --- our side ----------------------------------------------------------------------------------------------------

_BETWEEN: Final = pattern(r"[,，、;；/／|+&\n]+|\s和\s|\s与\s|\band\b", re.IGNORECASE)
_SENIOR: Final = pattern(
    r"总(?:经理|监|裁|[\s,、;(]|$)|董事|老板|[厂院局处部]长|(?<![a-z])(?:c[efiot]o|gm|vp|svp|evp|md)(?![a-z])"
    r"|president|director|general manager|managing|chair|founder|partner|sponsor|head of|executive",
    re.IGNORECASE,
)


class OurName(NamedTuple):
    """One of ours."""

    key: str
    """The same for every way of writing the name."""
    name: str


def our_names(text: str | None) -> tuple[OurName, ...]:
    """The names of ours in a text such as “张三、李四” or “Wang, Li”, each once."""
    found: dict[str, OurName] = {}
    for piece in _BETWEEN.split(text or ""):
        name = " ".join(piece.split())
        key = name_key(name)
        if key:
            found.setdefault(key, OurName(key, name))
    return tuple(found.values())


def name_key(name: str) -> str:
    """What two ways of writing one name share: no case, no width, no blanks, nothing in brackets."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = re.sub(r"\([^)]*\)?", "", folded)
    return re.sub(r"\s+", "", bare) or re.sub(r"\s+", "", folded)


def senior_warning(counterpart: str | None, reps: Iterable[str | None]) -> SeniorWarning | None:
    """Whether a decision-maker lacks a senior counterpart of ours.

    A counterpart is senior when the name says so (“张总”, “Ms Li, sales director”), or when it is somebody else than
    those who look after the account day by day: its owner and its backup.

    Args:
        counterpart: Who of us is responsible for the decision-maker.
        reps: The account's owner and backup, as far as there are any.
    """
    names = our_names(counterpart)
    if not names:
        return "nobody"
    daily = {name_key(one) for one in reps if one}
    if _SENIOR.search(unicodedata.normalize("NFKC", counterpart or "")) or any(one.key not in daily for one in names):
        return None
    return "rep"

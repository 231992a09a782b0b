"""What a planned follow-up and a typed day say about holidays, and that no day that was not said is one."""

from collections.abc import Sequence
from datetime import date

import pytest

from karep.i18n import use_language
from karep.reports.follow_up_preview import preview_lines
from karep.rules.clock import Clock
from karep.rules.follow_up_line import FollowUpLine, parse_follow_up
from karep.rules.log_line.understood import AtHand, Candidate
from karep.rules.rest_days import WEEKENDS, RestDays
from karep.screens.forms.typed import when_preview

NATIONAL = RestDays({date(2026, 10, day): "National Day" for day in range(1, 8)}, {date(2026, 10, 10): "National Day"})
CLOCK = Clock.at(date(2026, 9, 23), zone="Asia/Shanghai")


class Nobody:
    """A book in which no name is found."""

    def __init__(self) -> None:
        self.meant: dict[tuple[str, str], tuple[Candidate, ...]] = {}

    def at_hand(self, account_id: str) -> AtHand:
        return AtHand()

    def accounts_called(self, word: str) -> Sequence[Candidate]:
        return ()

    def people_called(self, word: str) -> Sequence[Candidate]:
        return ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-10-01", "→ 2026-10-01 · Thu 1 Oct · rest day: National Day"),
        ("2026-10-10 14:00", "→ 2026-10-10 14:00 · Sat 10 Oct · working day, in exchange for National Day"),
        ("2026-10-09", "→ 2026-10-09 · Fri 9 Oct"),
        ("2026-10-17", "→ 2026-10-17 · Sat 17 Oct"),
    ],
)
def test_a_typed_day_stays_and_says_what_it_is(typed: str, told: str) -> None:
    assert when_preview(typed, CLOCK, "ymd", rest=NATIONAL) == told


def test_it_is_said_in_chinese() -> None:
    use_language("zh")
    assert when_preview("2026-10-01", CLOCK, "ymd", rest=NATIONAL).endswith(" · 休息日：National Day")


def planned(text: str, rest: RestDays) -> FollowUpLine:
    given = AtHand(account=Candidate("a", "Acme"), tier="platinum")
    return parse_follow_up(text, given, Nobody(), today=CLOCK.today, rest=rest)


def test_a_line_that_says_a_holiday_keeps_it_and_tells() -> None:
    line = planned("2026-10-01 quote", NATIONAL)
    assert line.due == date(2026, 10, 1)
    told = dict(preview_lines(line, CLOCK.today, NATIONAL))
    assert [words for words in told.values() if words.endswith("rest day: National Day")]
    assert not [words for words in dict(preview_lines(line, CLOCK.today)).values() if "rest day" in words]


def test_a_day_that_was_not_said_is_never_a_holiday() -> None:
    assert planned("quote", WEEKENDS).due == date(2026, 10, 7)
    assert planned("quote", NATIONAL).due == date(2026, 9, 30)
    assert planned("quote every 10 days", WEEKENDS).due == date(2026, 10, 2)
    assert planned("quote every 10 days", NATIONAL).due == date(2026, 9, 30)

"""What a moved day leaves behind."""

from datetime import date

from karep.rules.moved_days import moved_day


def test_the_first_day_stays_and_each_move_is_counted() -> None:
    once = moved_day("2026-11-20", "2026-11-25", first_due=None, moves=0, reason=" they asked ")
    assert once == {"moves": 1, "first_due": "2026-11-20", "moved_reason": "they asked"}
    twice = moved_day("2026-11-25", date(2026, 12, 1), first_due="2026-11-20", moves=1, reason="")
    assert twice == {"moves": 2, "first_due": "2026-11-20", "moved_reason": None}


def test_a_day_that_is_new_or_stays_is_no_move() -> None:
    assert moved_day(None, "2026-11-25", first_due=None, moves=0, reason="x") == {}
    assert moved_day("2026-11-25", date(2026, 11, 25), first_due=None, moves=0, reason="x") == {}


def test_a_day_that_is_given_up_is_one() -> None:
    assert moved_day("2026-11-25", None, first_due=None, moves=0, reason="")["moves"] == 1

"""Which account needs the rep most."""

from datetime import date, timedelta

from karep.rules.attention import attention, attention_order

TODAY = date(2026, 11, 18)


def test_points_and_their_reasons() -> None:
    found = attention("gold", overdue_promises=2, cadence="overdue", next_date=TODAY + timedelta(days=7), today=TODAY)
    assert found.score == 60
    assert found.parts == (("promise", 25), ("cadence", 15), ("date", 10), ("tier", 10))
    assert found.pressing


def test_what_does_not_count() -> None:
    quiet = attention("diamond", cadence="due", next_date=TODAY + timedelta(days=8), today=TODAY)
    assert (quiet.score, quiet.pressing) == (20, False)
    assert attention(None, next_date=TODAY - timedelta(days=1), today=TODAY).score == 0


def test_a_tiered_account_that_was_never_contacted_is_overdue() -> None:
    assert attention("vip", cadence="never", today=TODAY).score == 20
    assert attention("", cadence="never", today=TODAY).score == 0


def test_a_promise_outranks_a_tier() -> None:
    accounts = {
        "b": attention("diamond", today=TODAY),
        "c": attention(None, overdue_promises=1, today=TODAY),
        "a": attention("diamond", today=TODAY),
    }
    assert sorted(accounts, key=lambda name: attention_order(accounts[name], name)) == ["c", "a", "b"]

"""What is put off, in words, in both languages."""

from __future__ import annotations

import pytest

from karep.db.views.snoozes import Snooze
from karep.i18n import use_language
from karep.reports.snooze_words import is_personal, snooze_words
from karep.rules.vocabulary import SNOOZED


def snooze(about: str, **values: str) -> Snooze:
    names: tuple[str, ...] = ("reason", "account_id", "person_id", "occasion_id", "opportunity_id", "festival")
    names += ("account_name", "person_name", "opportunity_name", "occasion_kind", "occasion_label")
    return Snooze("1", about, "2026-12-01", **{name: values.get(name) for name in names})


@pytest.mark.parametrize("about", SNOOZED)
@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_everything_that_can_be_put_off_has_words(about: str, tongue: str) -> None:
    use_language(tongue)
    shown = snooze_words(snooze(about, account_name="Acme"))
    assert shown.endswith(" · Acme")
    assert not shown.startswith(about)


def test_days_are_called_by_their_names() -> None:
    own = snooze("occasion", occasion_kind="anniversary", occasion_label="First order", person_name="Wang")
    assert snooze_words(own) == "First order · Wang"
    assert snooze_words(snooze("occasion", occasion_kind="birthday")) == "Birthday"
    assert snooze_words(snooze("festival", festival="laba")) == "Laba Festival"
    assert snooze_words(snooze("festival", festival="own:Founding")) == "Founding"
    # one that is not listed usually has its name all the same
    use_language("zh")
    assert snooze_words(snooze("festival", festival="qixi")) == "七夕"


def test_a_persons_day_is_personal() -> None:
    assert is_personal(snooze("occasion", occasion_kind="birthday"))
    assert is_personal(snooze("occasion", occasion_kind="anniversary", person_id="p"))
    assert not is_personal(snooze("occasion", occasion_kind="anniversary", account_id="a"))
    assert not is_personal(snooze("cadence", person_id="p"))

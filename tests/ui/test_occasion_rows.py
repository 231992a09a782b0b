"""Important days as rows of an account's page: what and when, whose only where it is a person's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from karep.db.views.occasions import Occasion
from karep.i18n import use_language
from karep.reports.words import occasion_words
from karep.rules.clock import Clock
from karep.screens.forms.person import preference
from karep.screens.people_rows import occasion_details, occasion_row
from karep.screens.privacy import Eyes


def eyes(*, private: bool = False) -> Eyes:
    clock = Clock.at(date(2026, 11, 23), zone="Asia/Shanghai")
    return Eyes(clock.today, clock.local.tzinfo, clock, private)


def occasion(**values: Any) -> Occasion:
    found = {
        "id": "1", "created_at": "", "changed_at": "", "person_id": None, "kind": "anniversary", "label": None,
        "month": 11, "day": 30, "year": None, "calendar": "solar", "leap_month": False, "whose": "Huawei",
        "account_id": "2", "account_name": "Huawei", "tier": None, **values,
    }  # fmt: skip
    return Occasion(**found)


def told(one: Occasion, **seen: bool) -> tuple[str, str]:
    cells = occasion_row(one, eyes(**seen)).cells
    name, role = (str(getattr(cells[key], "text", cells[key])) for key in ("name", "role"))
    return name, role


@pytest.mark.parametrize(
    ("values", "language", "row"),
    [
        ({}, "en", ("Anniversary 30 Nov", "Mon 30 Nov")),
        ({"person_id": "3", "whose": "Wang", "kind": "birthday"}, "en", ("Wang · Birthday 30 Nov", "Mon 30 Nov")),
        ({"label": "厂庆", "month": 8, "day": 2}, "zh", ("厂庆 8月2日", "2027-08-02")),
        ({"kind": "budget", "month": 9, "day": None}, "zh", ("预算日 9月", "2027年9月")),
        ({"kind": "budget", "month": 9, "day": None}, "en", ("Budget date Sep", "September 2027")),
        (
            {"person_id": "3", "whose": "王", "kind": "birthday", "month": 12, "day": 14, "year": 1971,
             "calendar": "lunar"},
            "zh", ("王 · 生日 1971年农历腊月十四", "1月21日 周四"),
        ),
    ],
)  # fmt: skip
def test_what_a_row_says(values: dict[str, Any], language: str, row: tuple[str, str]) -> None:
    use_language(language)
    assert told(occasion(**values)) == row


def test_a_label_of_its_own_has_the_kind_beside_it() -> None:
    found = occasion_details(occasion(label="Founders", month=8, day=2), eyes())
    assert found == "Founders · Anniversary 2 Aug · next Mon 2 Aug 2027"


def test_somebody_s_own_day_is_hidden_from_other_eyes() -> None:
    one = occasion(person_id="3", whose="Wang", kind="birthday")
    assert "30 Nov" not in told(one, private=True)[0] + occasion_details(one, eyes(private=True))


@pytest.mark.parametrize(("language", "why"), [("en", "this lunar 12 has 29 days"), ("zh", "当年腊月只有29天")])
def test_a_short_month_says_why_the_day_is_kept_earlier(language: str, why: str) -> None:
    use_language(language)
    one = occasion(month=12, day=30, calendar="lunar")
    # the twelfth month of that lunar year has 29 days; that of 2023 had 30
    assert why in occasion_words(one, date(2027, 2, 5)) and why in occasion_details(one, eyes())
    assert "29" not in occasion_words(one, date(2024, 2, 9))


@pytest.mark.parametrize("head", ["Gift preference", "gift", "Gift", "礼品", "送礼偏好"])
def test_a_preference_about_gifts_is_known_by_its_old_name_too(head: str) -> None:
    use_language("zh" if not head.isascii() else "en")
    assert preference(f"{head}: tea") == {"kind": "gift", "text": "tea"}

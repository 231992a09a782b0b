"""A report on a period that has everything a report can have, with texts of the caller's choice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from karep.reports.report import Figure, Goal, Line, Part, Report, Section
from karep.rules.vocabulary import REPORT_PARTS

DAY = date(2026, 11, 20)
VISITS = Figure(7, 5, Decimal("5.75"), goals=(Goal("2026-11", 30, 18), Goal("2026-Q4", 90, 40)), history=(1, 2, 7))
SIGNED = Figure(-120_000_050, 0, Decimal("30000000"), "CNY", (Goal("2026", 500_000_000, 130_000_000),))
KEPT = Figure(62, 70, Decimal("66.25"), "percent")


def line(noun: str, record: str, *parts: tuple[Any, ...], **more: Any) -> Line:
    return Line(noun, record, tuple(Part(*one) for one in parts), **more)


def number(name: str, figure: Figure, *counted: Line) -> Line:
    return line("touch", "", ("what", name.title()), figure=figure, name=name, lines=counted)


def full_report(texts: Sequence[str] = ("谈框架合同",), *, title: str = "Weekly summary · 2026-W47") -> Report:
    """A report in which each of the texts stands in lines of every shape; four parts are empty."""
    touches = [
        line("touch", f"t{n}", ("when", "Fri 20 Nov", datetime(2026, 11, 20, 9, 30)), ("kind", "Visit"), ("who", text),
             lines=(line("touch", f"t{n}", ("what", text)),))
        for n, text in enumerate(texts)
    ]  # fmt: skip
    accounts = [
        line("account", f"a{n}", ("account", text), ("tier", "Gold"), lines=(touch,))
        for n, (text, touch) in enumerate(zip(texts, touches, strict=True))
    ]
    won = [
        line("opportunity", f"o{n}", ("when", "Fri 20 Nov", DAY), ("deal", text), ("why", text),
             ("amount", "-¥1.2M", Decimal("-1200000.50"), "CNY"))
        for n, text in enumerate(texts)
    ]  # fmt: skip
    plan = [
        line("follow_up", f"f{n}", ("state", "done"), ("what", text), ("when", "due Fri 20 Nov"), due=DAY, state=state)
        for text in texts
        for n, state in enumerate(("done", "overdue"))
    ]
    own = [line("remark", f"r{n}", ("what", text), origin="own") for n, text in enumerate(texts)]
    mine = [
        line("need", f"n{n}", ("reworded", text), origin="reworded", generated="other words")
        for n, text in enumerate(texts)
    ]
    sections = (
        Section("highlights", "Highlights", tuple(own), part="headline"),
        Section("numbers", texts[0], (number("visits", VISITS, *touches), number("signed", SIGNED)), part="headline"),
        Section("activity", "Accounts and visits", tuple(accounts), part="accounts", more=3),
        Section("won", "Deals won", tuple(won), part="deals"),
        Section("lost", "Deals lost", (), part="deals"),
        Section("plan", "Plan", tuple(plan), part="commitments"),
        Section("needs", "Needs", tuple(mine), part="voices"),
        Section("warnings", "Warnings", tuple(replace(one, state="cold") for one in accounts), part="warnings"),
        Section("coverage", "Coverage", (number("kept", KEPT),), part="coverage"),
        *(Section(part, "Words", (accounts[0],), part=part) for part in ("growth", "next")),
    )
    return Report(title, texts[0], sections, period="2026-W47", language="en")


EMPTY_PARTS = [key for key in REPORT_PARTS if key in ("market", "gifts", "lessons", "help")]

"""On the page of a deal: what proves a tick, where the buyer stands, how long it is there, signals and techniques."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import OptionList

from karep.db import objections, opportunities, touches
from karep.db.store import Store
from karep.db.views.journal import list_actions
from karep.db.views.opportunities import list_ticks
from karep.i18n import use_language
from karep.playbook import shelf
from karep.playbook.shelf import playbook
from karep.rules.clock import Clock
from karep.screens.account import AccountScreen
from karep.screens.choose import ChooseDialog
from karep.screens.members import MembersScreen
from karep.screens.safe import cells_of
from karep.screens.stage import StageScreen
from karep.screens.stage_guide import GuideList
from karep.screens.stage_header import Limits, header
from karep.screens.widgets.arrow_list import ArrowList
from tests.ui.deal_page import add_deal, on_page, read, told
from tests.ui.driving import Running, press, settled, shown

HOSTILE = "[/oops] \x1b[31m 🧑‍🤝‍🧑 " + "长x" * 2000


@pytest.fixture
def deal(store: Store) -> str:
    """A deal in S6."""
    return add_deal(store, stage="S6")


def log(store: Store, deal: str, summary: str, *, at: str = "2026-11-20T02:00:00Z", about_deal: bool = True) -> str:
    """A touch with the deal's account, and its id."""
    values = {"account_id": read(store, deal).account_id, "at": at, "kind": "visit", "summary": summary}
    with store.action("touch.log", "x") as change:
        return touches.log_touch(change, {**values, **({"opportunity_id": deal} if about_deal else {})})


# --- evidence ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_tick_points_at_a_touch_that_one_key_opens(
    running: Running, store: Store, deal: str, size: tuple[int, int]
) -> None:
    log(store, deal, "plain", at="2026-11-19T02:00:00Z", about_deal=False)
    visit = log(store, deal, "walked [/oops] the line")
    first = playbook("en").stages["S6"].checklist[0]
    async with on_page(running, deal, size) as pilot:
        assert f"How: {first.how[:30]}" in shown(pilot) and f"Evidence: {first.evidence[:30]}" in shown(pilot)
        await press(pilot, "P")
        assert "No touch proves this yet" in told(pilot)
        await press(pilot, "p")
        lines = shown(pilot).splitlines()
        own, other = (next(n for n, line in enumerate(lines) if words in line) for words in ("● ", "○ Thu 19 Nov"))
        assert own < other or "● about" in lines[own]
        await press(pilot, "text:walked", "enter")
        tick = list_ticks(store.connection, deal)[first.id]
        assert (tick.touch_id, tick.by, tick.not_applicable) == (visit, "Li", False)
        # the tick is stamped by the real clock, whatever day the program is told
        assert re.search(r"☑ Li, [^↗\n]+ ↗ Fri 20 Nov · Visit · walked \[/oops\] the", shown(pilot))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AccountScreen) and "walked [/oops]" in shown(pilot)
        await press(pilot, "escape", "P")
        assert isinstance(pilot.app.screen, AccountScreen)
        await press(pilot, "escape", "p", "text:no touch", "enter")
        assert list_ticks(store.connection, deal)[first.id].touch_id is None and "ticked by Li" in shown(pilot)
        await press(pilot, "enter")
        assert list_ticks(store.connection, deal) == {}, "with nothing to open, Enter ticks as ever"


async def test_escape_from_the_choice_changes_nothing(running: Running, store: Store, deal: str) -> None:
    log(store, deal, "a")
    async with on_page(running, deal) as pilot:
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, ChooseDialog) and "no touch proves it" not in shown(pilot)
        await press(pilot, "escape")
        assert list_ticks(store.connection, deal) == {}


async def test_phone_numbers_are_masked_while_others_look(running: Running, store: Store, deal: str) -> None:
    log(store, deal, "call 13812345678")
    async with on_page(running, deal) as pilot:
        await press(pilot, "p")
        assert "13812345678" in shown(pilot)
        await press(pilot, "f11")
        assert "13812345678" not in shown(pilot) and "call" in shown(pilot)
        await press(pilot, "enter")
        assert "call" in shown(pilot) and "13812345678" not in shown(pilot)


async def test_without_touches_it_says_what_to_press(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, StageScreen) and "n logs one" in told(pilot)


async def test_a_removed_touch_is_told_and_can_be_replaced(running: Running, store: Store, deal: str) -> None:
    visit = log(store, deal, HOSTILE)
    item = playbook("en").stages["S6"].checklist[0].id
    with store.action("x", "x") as change:
        opportunities.prove(change, deal, item, visit, by=HOSTILE[:100])
    use_language("zh")
    async with on_page(running, deal) as pilot:
        assert "[/oops]" in shown(pilot) and "\x1b[31m" not in shown(pilot)
        await pilot.app.save("record.remove", "x", touches.remove_touch, visit)  # type: ignore[attr-defined]
        await press(pilot, "down", "up")
        assert "为证的记录已删除" in shown(pilot)
        await press(pilot, "p", "enter")
        assert list_ticks(store.connection, deal)[item].touch_id is None


async def test_a_question_has_its_evidence_too(running: Running, store: Store, deal: str) -> None:
    visit = log(store, deal, "a")
    asked = playbook("en").stages["S6"].questions[2].id
    async with on_page(running, deal, (120, 40)) as pilot:
        await press(pilot, "tab")
        guide = pilot.app.screen.query_one("#guide", GuideList)
        guide.highlighted = guide.get_option_index(asked)
        await press(pilot, "p", "enter")
        assert list_ticks(store.connection, deal)[asked].touch_id == visit and " ↗" in shown(pilot)


# --- the guide ---------------------------------------------------------------------------------------------------


async def test_a_sign_that_was_seen_brings_its_techniques_up(running: Running, store: Store, deal: str) -> None:
    book = playbook("en")
    stage = book.stages["S6"]
    signs = {one.id for one in stage.signals}
    last = next(one for one in reversed(book.techniques_of("S6")) if signs & set(one.signals))
    sign = next(one for one in last.signals if one in signs)
    async with on_page(running, deal, (120, 60)) as pilot:
        await press(pilot, "tab")
        guide = pilot.app.screen.query_one("#guide", GuideList)
        before = guide.get_option_index(last.id)
        guide.highlighted = guide.get_option_index(sign)
        await press(pilot, "space")
        assert sign in list_ticks(store.connection, deal) and guide.highlighted_option.id == sign  # type: ignore[union-attr]
        assert guide.get_option_index(last.id) < before
        technique = str(guide.get_option(last.id).prompt)
        assert "fits a sign that was seen" in technique
        assert f"1/{len(stage.signals)}" in str([str(one.prompt) for one in guide.options])
        guide.highlighted = guide.get_option_index(last.id)
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, StageScreen) and last.name in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("at", ["S1", "S4", "S8"])
async def test_the_guide_holds_all_parts_of_the_stage(running: Running, store: Store, language: str, at: str) -> None:
    use_language(language)
    stage = playbook(language).stages[at]
    async with on_page(running, add_deal(store, stage=at), (120, 40)) as pilot:
        text = "\n".join(str(one.prompt) for one in pilot.app.screen.query_one("#guide", OptionList).options)
        wanted = [stage.purpose, *(one.text for one in stage.questions), *(one.text for one in stage.signals)]
        wanted += [*stage.mistakes, *stage.log]
        names = [one.name for one in playbook(language).objections_of(at)]
        names += [one.name for one in playbook(language).techniques_of(at)]
        assert [one for one in (*wanted, *names) if one not in text] == []


# --- the playbook changes ----------------------------------------------------------------------------------------


async def test_ticks_survive_what_becomes_of_their_items(
    running: Running, store: Store, deal: str, tmp_path: Path
) -> None:
    items = playbook("en").stages["S6"].checklist
    with store.action("stage.tick", "x") as change:
        for item in items[:2]:
            opportunities.tick(change, deal, item.id, by="Li")
    folder = tmp_path / "cards"
    card = folder / "en" / "stages" / "s6.md"
    card.parent.mkdir(parents=True)
    card.write_text(
        f'+++\nid = "S6"\nname = "Closing"\nwithout = ["{items[1].id}"]\n+++\n\n## Checklist {{#checklist}}\n\n'
        f"- Renamed by us {{#{items[0].id}}}\n  - how: Do it.\n  - evidence: Done.\n",
        "utf-8",
    )
    shelf.use_folders(folder)
    try:
        async with on_page(running, deal) as pilot:
            assert "☑  Renamed by us" in shown(pilot)
            await press(pilot, "end")
            assert "No longer in the playbook" in shown(pilot) and items[1].id in shown(pilot)
            assert "no card has this item any more" in shown(pilot) and "ticked by Li" in shown(pilot)
            await press(pilot, "space")
            assert items[1].id not in list_ticks(store.connection, deal)
            await press(pilot, "u")
            assert items[1].id in list_ticks(store.connection, deal)
    finally:
        shelf.use_folders()


# --- the head ----------------------------------------------------------------------------------------------------


async def test_the_buyers_stage_goes_on_by_one_key_and_round(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        for now in ("buying", "using", "unaware", "selecting", "buying"):
            await press(pilot, "y")
            assert read(store, deal).buyer_stage == now
        assert "Buyer: Buying. In S6 usually: Buying." in told(pilot) and "buyer: Buying" in shown(pilot)
        await press(pilot, "u")
        assert read(store, deal).buyer_stage == "selecting" and "usually Buying" in shown(pilot)


def _head(store: Store, deal: str, days: int, limits: Limits) -> str:
    now = datetime.now(UTC).date() + timedelta(days=days)
    clock = Clock.at(now, zone="UTC")
    shown_head = header(read(store, deal), "S6", playbook("en").stages, (), clock, 200, limits)
    assert isinstance(shown_head, Content)
    return shown_head.plain


def test_days_in_the_stage_are_compared_with_what_is_usual(store: Store, deal: str) -> None:
    assert "21 days in S6 (usually 21)" in _head(store, deal, 21, Limits(21))
    assert "⚠ 22 days in S6, usually 21" in _head(store, deal, 22, Limits(21))
    assert "22 days in S6 ·" in _head(store, deal, 22, Limits()) and "usually 0" not in _head(store, deal, 22, Limits())


def test_the_settings_say_when_a_deal_is_idle_and_a_step_too_far(store: Store, deal: str) -> None:
    day = datetime.now(UTC).date() + timedelta(days=20)
    with store.action("follow_up.add", "x") as change:
        about = {"account_id": read(store, deal).account_id, "opportunity_id": deal}
        change.add("follow_up", {**about, "what": "call", "due": day})
    assert "⚠ next step is more than a week off" in _head(store, deal, 5, Limits())
    assert "⚠ next step is more than 10 days off" in _head(store, deal, 5, Limits(next_step=10))
    assert "next:" in _head(store, deal, 5, Limits(next_step=30)) and "idle" not in _head(store, deal, 13, Limits())
    assert "⚠ idle 5 days" in _head(store, deal, 5, Limits(idle=5))


async def test_a_deal_without_a_step_is_flagged_on_its_page(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        assert "⚠ no next step" in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_everything_hostile_is_shown_as_it_is(running: Running, store: Store, language: str) -> None:
    use_language(language)
    deal = add_deal(store, name=HOSTILE[:190], stage="S8", status="won")
    with store.action("x", "x") as change:
        opportunities.expand(change, deal, "renewal", HOSTILE[:190])
        objections.add_objection(
            change, {"account_id": read(store, deal).account_id, "opportunity_id": deal, "words": HOSTILE}
        )
        opportunities.tick(change, deal, "[/b]", not_applicable=True, reason=HOSTILE)
    for size in ((80, 24), (120, 40)):
        async with on_page(running, deal, size) as pilot:
            await press(pilot, "tab")
            assert "[/oops]" in shown(pilot) and "\x1b[31m" not in shown(pilot)
            assert all(cells_of(line) <= size[0] for line in shown(pilot).splitlines())


# --- ways --------------------------------------------------------------------------------------------------------


async def test_a_group_buy_opens_its_members_and_nothing_else_does(running: Running, store: Store, deal: str) -> None:
    group = add_deal(store, kind="group_buy")
    async with on_page(running, deal) as pilot:
        await press(pilot, "G")
        assert isinstance(pilot.app.screen, StageScreen) and "no group-buy" in told(pilot)
    async with on_page(running, group) as pilot:
        await press(pilot, "G")
        assert isinstance(pilot.app.screen, MembersScreen)


async def test_every_key_is_quiet_on_a_deal_that_is_gone(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await pilot.app.save("record.remove", "Frame", opportunities.remove_opportunity, deal)  # type: ignore[attr-defined]
        await press(pilot, *"pPyXG><sWLRkabTehtg")
        assert isinstance(pilot.app.screen, StageScreen) and "was removed" in shown(pilot)
        await press(pilot, "u")
        assert "S6 Closing" in shown(pilot)


async def test_a_grown_deal_misses_nothing_in_stages_that_it_never_walked(
    running: Running, store: Store, deal: str
) -> None:
    with store.action("x", "x") as change:
        opportunities.win(change, deal)
        grown = opportunities.expand(change, deal, "renewal", "Again")
        opportunities.move_stage(change, grown, "S5")
        opportunities.tick(change, grown, playbook("en").stages["S2"].exit[0].id)
    async with on_page(running, grown) as pilot:
        assert "S1 –" in shown(pilot) and "S2 1/" in shown(pilot) and "S3 –" in shown(pilot)
        assert "S4 0/" in shown(pilot)


async def test_the_next_step_of_a_won_deal_comes_first(running: Running, store: Store, deal: str) -> None:
    with store.action("x", "x") as change:
        opportunities.win(change, deal)
    async with on_page(running, deal) as pilot:
        line = next(line for line in shown(pilot).splitlines() if "WON" in line)
        assert line.index("Say thanks") < line.index(" in S7")


@pytest.mark.parametrize(
    ("language", "unsaid", "differs"),
    [("en", "buyer: not noted (usually", "by now)"), ("zh", "买方：未标（本阶段多为", "（本阶段一般已")],
)
async def test_where_the_buyer_stands_is_said_in_whole_words(
    running: Running, store: Store, language: str, unsaid: str, differs: str
) -> None:
    deal = add_deal(store, stage="S6", buyer_stage=None)
    use_language(language)
    async with on_page(running, deal, (120, 40)) as pilot:
        assert unsaid in shown(pilot)
        with store.action("x", "x") as change:
            opportunities.change_opportunity(change, deal, {"buyer_stage": "unaware"})
        pilot.app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        assert differs in shown(pilot)


async def test_after_a_move_the_first_open_item_is_highlighted(running: Running, store: Store) -> None:
    deal = add_deal(store, stage="S3")
    first, second, *_others = (item.id for item in playbook("en").stages["S4"].checklist)
    with store.action("x", "x") as change:
        opportunities.tick(change, deal, first)
    async with on_page(running, deal) as pilot:
        await press(pilot, "down", "down", "down", ">", "enter", "enter")
        assert pilot.app.screen.query_one("#checklist", ArrowList).highlighted == second
        await press(pilot, "space", "space")
        kinds = [one.kind for one in list_actions(store.connection, limit=2)]
        assert kinds == ["stage.untick", "stage.tick"]

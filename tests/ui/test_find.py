"""The box that finds anything: over every screen, by keys alone, to the right place."""

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from karep.db import (
    accounts,
    competitors,
    errors,
    follow_ups,
    needs,
    objections,
    people,
    promises,
    touches,
)
from karep.db.store import Store
from karep.i18n import use_language
from karep.playbook.shelf import playbook
from karep.reports.finding import find_everything
from karep.rules.day_words import describe_day
from karep.screens import find, recent
from karep.screens.account import AccountScreen
from karep.screens.card_glance import CardDialog
from karep.screens.find import FindDialog
from karep.screens.find_box import FindBox
from karep.screens.form import Form
from karep.screens.playbook import PlaybookScreen
from karep.screens.stage import StageScreen
from karep.screens.widgets.section_list import SectionList
from karep.screens.widgets.tall_list import TallList
from tests.hostile import OURS, fill
from tests.ui.conftest import TODAY
from tests.ui.driving import Running, press, settled, shown

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def rich(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The book, with one record of every noun that holds the word 钓鱼."""
    account, boss = book["account"], book["boss"]
    with Store.open(store_path) as store, store.action("test.add") as change:
        made = {
            "touch": touches.log_touch(
                change, {"account_id": account, "at": "2026-11-10T03:00:00Z", "summary": "谈到周末钓鱼"}, people=[boss]
            ),
            "promise": promises.add_promise(change, {"account_id": account, "what": "送钓鱼书", "due": "2026-11-30"}),
            "follow_up": follow_ups.add_follow_up(
                change, {"account_id": account, "what": "约钓鱼", "due": "2026-12-01"}
            ),
            "preference": people.add_preference(
                change, {"person_id": boss, "kind": "hobby", "text": "周末钓鱼", "privacy": "personal"}
            ),
            "fact": change.add("fact", {"account_id": account, "name": "爱好", "value": "钓鱼协会"}),
            "fact_of_person": change.add("fact", {"person_id": boss, "name": "协会", "value": "钓鱼副会长"}),
            "objection": objections.add_objection(
                change, {"account_id": account, "words": "不如去钓鱼", "at": "2026-11-09T03:00:00Z"}
            ),
            "need": needs.add_need(change, {"account_id": account, "what": "要个钓鱼台", "at": "2026-11-09T03:00:00Z"}),
            "competitor": competitors.add_competitor(
                change, {"account_id": account, "name": "对手", "note": "请去钓鱼", "at": "2026-11-09T03:00:00Z"}
            ),
        }
    return book | {name: str(one) for name, one in made.items()}


def box(pilot: Pilot[None]) -> FindBox:
    """The box, which is open."""
    assert isinstance(pilot.app.screen, FindBox)
    return pilot.app.screen


def highlighted(pilot: Pilot[None]) -> str | None:
    return box(pilot).answers.highlighted


async def choose(pilot: Pilot[None], key: str) -> None:
    """Move down to a row of the box, and open it."""
    for _step in range(60):
        if highlighted(pilot) == key:
            break
        await pilot.press("down")
    assert highlighted(pilot) == key
    await press(pilot, "enter")


def pane(pilot: Pilot[None], name: str) -> SectionList:
    return pilot.app.screen.query_one(f"#{name}", SectionList)


# --- opening and closing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["slash", "／", "、", "ctrl+f"])
@pytest.mark.parametrize("place", ["today", "accounts", "agenda", "deals", "playbook", "week"])
async def test_it_opens_over_every_place(book: dict[str, str], running: Running, place: str, key: str) -> None:
    async with running(place) as pilot:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, FindDialog)
        await press(pilot, "text:建国", "escape")
        assert pilot.app.current_mode == place and len(pilot.app.screen_stack) == 1


async def test_it_opens_over_pages_forms_and_dialogs_and_leaves_them_as_they_were(
    book: dict[str, str], running: Running
) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "p", "text:a/b", "ctrl+f")
        assert isinstance(pilot.app.screen, FindDialog)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Form)
        assert pilot.app.screen.query_one("#field-name", Input).value == "a/b", "the sign itself is typed"
        await press(pilot, "escape", "question_mark", "slash")
        assert isinstance(pilot.app.screen, FindDialog)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, AccountScreen)


async def test_the_words_stay_for_the_next_time_and_are_replaced_by_typing(
    book: dict[str, str], running: Running
) -> None:
    async with running() as pilot:
        await press(pilot, "slash", "text:李敏", "escape", "2", "slash")
        assert box(pilot).words == "李敏" and highlighted(pilot) == f"person:{book['buyer']}"
        await press(pilot, "text:王")
        assert box(pilot).words == "王" and highlighted(pilot) == f"person:{book['boss']}"
        await press(pilot, "ctrl+f", "text:x")
        assert box(pilot).words == "x", "the key again begins anew"


# --- finding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_everything_that_answers_stands_in_groups_with_the_matched_part_marked(
    rich: dict[str, str], running: Running, size: tuple[int, int], language: str
) -> None:
    use_language(language)
    async with running("week", size=size) as pilot:
        await press(pilot, "slash", "text:钓鱼")
        rows = list(box(pilot)._targets)
        nouns = ["touch", "promise", "follow_up", "preference", "fact", "fact", "objection", "need", "competitor"]
        assert [key.partition(":")[0] for key in rows] == nouns
        strips = pilot.app.screen._compositor.render_strips()
        marked = [s.text for strip in strips for s in strip if s.style and s.style.underline and "钓" in s.text]
        assert marked and set(marked) == {"钓鱼"}
        assert box(pilot).query_one(Input).has_focus


async def test_the_keys_move_in_the_list_while_the_line_is_typed_into(rich: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "slash", "text:钓鱼")
        first = highlighted(pilot)
        assert first == f"touch:{rich['touch']}"
        await press(pilot, "tab")
        assert highlighted(pilot) == f"promise:{rich['promise']}"
        await press(pilot, "down", "shift+tab")
        assert highlighted(pilot) == f"promise:{rich['promise']}"
        await press(pilot, "shift+tab", "shift+tab")
        assert highlighted(pilot) == f"competitor:{rich['competitor']}", "the groups go round"
        await press(pilot, "pageup")
        assert highlighted(pilot) == first
        await press(pilot, "pagedown", "up", "left", "text:!")
        assert box(pilot).words == "钓!鱼" and box(pilot).query_one(Input).has_focus


async def test_what_an_input_method_commits_at_once_is_looked_for_whole(
    rich: dict[str, str], running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def listen(connection: Any, words: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(words)
        return find_everything(connection, words, *args, **kwargs)

    monkeypatch.setattr(find, "find_everything", listen)
    async with running() as pilot:
        await press(pilot, "slash")
        for character in "华为技术有限公司":
            pilot.app.post_message(events.Key(character, character))
        await settled(pilot)
        assert box(pilot).words == "华为技术有限公司" and highlighted(pilot) == f"account:{rich['account']}"
        assert asked[-1] == "华为技术有限公司"
        await press(pilot, "ctrl+u")
        pilot.app.post_message(events.Paste("王建国\n"))
        await settled(pilot)
        assert highlighted(pilot) == f"person:{rich['boss']}"


async def test_a_stale_answer_is_dropped_and_what_nobody_waits_for_is_not_looked_for(
    book: dict[str, str], running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    go_on = threading.Event()

    def slow(connection: Any, words: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(words)
        assert go_on.wait(30)
        return find_everything(connection, words, *args, **kwargs)

    monkeypatch.setattr(find, "find_everything", slow)
    async with running() as pilot:
        await press(pilot, "slash")
        for word in ("王", "王建", "王建国"):
            box(pilot).query_one(Input).value = word
            await pilot.pause()
        box(pilot).query_one(Input).value = "李"
        await pilot.pause()
        go_on.set()
        await settled(pilot)
        assert asked == ["王", "李"]
        assert list(box(pilot)._targets) == [f"person:{book['buyer']}"]


async def test_enter_before_the_answer_opens_the_first_answer_to_what_was_typed(
    book: dict[str, str], running: Running
) -> None:
    async with running("week") as pilot:
        await press(pilot, "slash", "text:华为")
        await pilot.press("ctrl+u", *"李敏", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, AccountScreen)
        assert pane(pilot, "people").highlighted == f"person:{book['buyer']}"


async def test_nothing_found_says_what_to_try(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "slash", "text:qqqqqq", "enter")
        assert "Nothing answers to that." in shown(pilot) and "hwjs" in shown(pilot)
        assert isinstance(pilot.app.screen, FindDialog)


async def test_a_slip_of_the_finger_is_forgiven_and_said(running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("account.add") as change:
        account = accounts.add_account(change, {"name": "Northwind Traders"})
    async with running() as pilot:
        await press(pilot, "slash", "text:nortwind")
        assert highlighted(pilot) == f"account:{account}"
        assert "this answers to “northwind”" in shown(pilot).lower()


async def test_a_group_with_more_opens_alone_and_escape_comes_back(running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("import") as change:
        for number in range(130):
            accounts.add_account(change, {"name": f"Valve Works {number:03}"})
    async with running("week") as pilot:
        await press(pilot, "slash", "text:valve")
        assert len(box(pilot)._targets) == 8
        await press(pilot, "pageup", *["down"] * 8)
        assert highlighted(pilot) == "more account" and "… more: Enter shows them" in shown(pilot)
        await press(pilot, "enter")
        assert len(box(pilot)._targets) == 100 and "Accounts: the first 100" in shown(pilot)
        assert "Find · Accounts" in shown(pilot)
        await press(pilot, "text: 04")
        assert len(box(pilot)._targets) == 10
        await press(pilot, "escape")
        assert "Find · Accounts" not in shown(pilot) and len(box(pilot)._targets) == 8
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, FindBox)


async def test_before_typing_it_offers_pinned_and_recent_places(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "slash")
        assert "No place yet." in shown(pilot)
        await press(pilot, "escape", "asterisk", "enter", "escape", "4", "enter", "escape", "slash")
        assert list(box(pilot)._targets) == [f"account:{book['account']}", f"opportunity:{book['deal']}"]
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, StageScreen)


async def test_other_eyes_see_no_private_text(rich: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("person.change") as change:
        people.change_person(change, rich["boss"], {"mobile": "13912345678", "note": "心脏病"})
        touches.log_touch(
            change, {"account_id": rich["account"], "at": "2026-11-11T03:00:00Z", "kind": "gift", "summary": "送钓鱼竿"}
        )
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "slash", "text:钓鱼")
        assert "送钓鱼竿" in shown(pilot) and f"preference:{rich['preference']}" in box(pilot)._targets
        await press(pilot, "text: ", "ctrl+u", "text:5678")
        assert "13912345678" in shown(pilot)
        await press(pilot, "escape", "z", "slash")
        assert box(pilot).words == "", "what was looked for is forgotten too"
        await press(pilot, "text:5678")
        assert f"person:{rich['boss']}" in box(pilot)._targets
        assert "13912345678" not in shown(pilot) and "•••" in shown(pilot)
        await press(pilot, "text:心脏")
        assert "心脏病" not in shown(pilot)
        await press(pilot, "ctrl+u", "text:钓鱼")
        assert "送钓鱼竿" not in shown(pilot) and f"preference:{rich['preference']}" not in box(pilot)._targets


async def test_the_box_itself_hides_and_shows_by_a_key(
    rich: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("person.change") as change:
        people.change_person(change, rich["boss"], {"mobile": "13912345678"})
    preference = f"preference:{rich['preference']}"
    async with running() as pilot:
        await press(pilot, "slash", "text:5678")
        assert "13912345678" in shown(pilot) and "F11 Hide private" in shown(pilot)
        await press(pilot, "f11")
        assert "13912345678" not in shown(pilot) and f"person:{rich['boss']}" in box(pilot)._targets
        await press(pilot, "ctrl+u", "text:钓鱼")
        assert preference not in box(pilot)._targets
        await press(pilot, "f11")
        assert preference in box(pilot)._targets
        await press(pilot, "ctrl+u", "text:z")
        assert box(pilot).words == "z" and not pilot.app.private  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["find_everything", "read_places"])
async def test_enter_looks_again_after_a_failure(
    book: dict[str, str], running: Running, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    asked: list[object] = []

    def busy(*_given: Any, **_named: Any) -> Any:
        asked.append(1)
        raise errors.StoreBusy("Another program is writing")

    async with running("week") as pilot:
        await press(pilot, "1", "2", "enter", "escape", "6")
        key, words = ("slash", "text:李敏") if kind == "find_everything" else ("ctrl+o", "text:华")
        where = find if kind == "find_everything" else recent
        with monkeypatch.context() as patched:
            patched.setattr(where, kind, busy)
            await press(pilot, key, words)
            assert "Another program is writing" in shown(pilot)
            tried = len(asked)
            await press(pilot, "enter")
            assert len(asked) == tried + 1 and isinstance(pilot.app.screen, FindBox), "once for each key"
        await press(pilot, "enter")
        if kind == "read_places":
            await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AccountScreen)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_day_of_a_touch_is_seen_wherever_the_words_are(
    rich: dict[str, str], running: Running, store_path: Path, language: str
) -> None:
    use_language(language)
    with Store.open(store_path) as store, store.action("touch.log") as change:
        crowd = [
            people.add_person(change, {"name": name, "account_id": rich["account"]}) for name in ("曾国梁", "孙强")
        ]
        visit = {"account_id": rich["account"], "at": "2026-11-17T03:00:00Z", "summary": "走访"}
        touch = touches.log_touch(change, visit, people=[*crowd])
    async with running("week") as pilot:
        await press(pilot, "slash", "text:走访 孙强")
        day = _day(language)
        row = next(line for line in shown(pilot).splitlines() if "› 走访" in line)
        assert f"touch:{touch}" in box(pilot)._targets and day in row and "孙强" in row.partition(day)[2]


def _day(language: str) -> str:
    return describe_day(date(2026, 11, 17), TODAY, language)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_texts_are_found_shown_and_opened_and_nothing_runs(
    running: Running, store_path: Path, size: tuple[int, int]
) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        fill(change, list(OURS))
    async with running("week", size=size) as pilot:
        for words in (
            "oops",
            "[/oops] Ltd",
            "click",
            "red",
            "$name",
            "cmd",
            "客户名称",
            "line three",
            "%s",
            "\\",
            "[b",
        ):
            await press(pilot, "slash")
            box(pilot).query_one(Input).value = words
            await settled(pilot)
            text = shown(pilot)
            assert "\x1b" not in text and "\u202e" not in text
            if box(pilot).target() is not None:
                await press(pilot, "tab", "down", "enter")
                assert not isinstance(pilot.app.screen, FindBox)
            else:
                await press(pilot, "escape")
            await press(pilot, "6")


# --- the right place ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("noun", "part"),
    [
        ("touch", "timeline"),
        ("promise", "ahead"),
        ("follow_up", "ahead"),
        ("preference", "people"),
        ("fact", "known"),
        ("fact_of_person", "known"),
        ("objection", "ahead"),
        ("need", "timeline"),
        ("competitor", "timeline"),
    ],
)
async def test_enter_opens_the_page_at_the_record(
    rich: dict[str, str], running: Running, noun: str, part: str, size: tuple[int, int]
) -> None:
    async with running("week", size=size) as pilot:
        key = f"{noun.removesuffix('_of_person')}:{rich[noun]}"
        await press(pilot, "slash", "text:钓鱼")
        await choose(pilot, key)
        assert isinstance(pilot.app.screen, AccountScreen)
        there = pane(pilot, part)
        assert there.has_focus and there.highlighted == key and there.display
        assert "钓鱼" in shown(pilot)
        await press(pilot, "escape")
        assert pilot.app.current_mode == "week" and len(pilot.app.screen_stack) == 1


async def test_an_account_a_deal_and_a_person_without_account_open_where_they_are(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("import") as change:
        people.add_person(change, {"name": "Michael Mason"})
    async with running("week") as pilot:
        await press(pilot, "slash", "text:华为")
        await choose(pilot, f"account:{book['account']}")
        assert isinstance(pilot.app.screen, AccountScreen)
        await press(pilot, "slash", "text:框架")
        await choose(pilot, f"opportunity:{book['deal']}")
        assert isinstance(pilot.app.screen, StageScreen)
        await press(pilot, "slash", "text:mason", "enter")
        assert isinstance(pilot.app.screen, Form)
        assert pilot.app.screen.query_one("#field-name", Input).value == "Michael Mason"
        await press(pilot, "escape", "escape", "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_on_the_page_itself_the_record_is_gone_to(rich: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "slash", "text:钓鱼")
        await choose(pilot, f"touch:{rich['touch']}")
        assert len(pilot.app.screen_stack) == 2
        assert pane(pilot, "timeline").highlighted == f"touch:{rich['touch']}"


async def test_a_very_old_touch_among_thousands_is_reached(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("import") as change:
        ids = [
            change.add(
                "touch",
                {
                    "account_id": book["account"],
                    "at": f"20{10 + day // 360}-{day // 30 % 12 + 1:02}-{day % 28 + 1:02}T03:{day % 60:02}:00Z",
                    "summary": "老仓库漏水" if day == 7 else f"第 {day} 次",
                },
            )
            for day in range(2000)
        ]
    async with running("week") as pilot:
        await press(pilot, "slash", "text:漏水", "enter")
        timeline = pane(pilot, "timeline")
        assert timeline.has_focus and timeline.highlighted == f"touch:{ids[7]}"
        assert "老仓库漏水" in shown(pilot)
        row = (timeline.highlighted_index or 0) - timeline.scroll_offset.y
        assert 3 < row < timeline.size.height - 3, "what stands around it is seen too"
        await press(pilot, "home", "end")
        assert timeline.highlighted is not None


async def test_the_timeline_goes_on_where_it_ends(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("import") as change:
        for day in range(250):
            when = f"20{10 + day // 28}-01-{day % 28 + 1:02}T03:00:00Z"
            change.add("touch", {"account_id": book["account"], "at": when, "summary": f"No. {day}"})
    async with running() as pilot:
        await press(pilot, "enter", "tab")
        assert pane(pilot, "timeline").row_count == 201
        await press(pilot, "end")
        assert pane(pilot, "timeline").row_count == 251
        await press(pilot, "end")
        assert "No. 0" in shown(pilot)


async def find_card(pilot: Pilot[None], words: str, card_id: str) -> None:
    """Type words into the box and open a card that answers."""
    await press(pilot, "slash")
    box(pilot).query_one(Input).value = words
    await settled(pilot)
    await choose(pilot, f"card:{card_id}")


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_what_stands_in_a_stage_opens_in_the_playbook(running: Running, language: str) -> None:
    use_language(language)
    stage = playbook(language).stages["S5"]
    async with running("week") as pilot:
        for entry in (stage.checklist[-1], stage.questions[-1], stage.exit[0], stage.signals[0]):
            title = getattr(entry, "title", "") or entry.text  # type: ignore[union-attr]
            await find_card(pilot, title, entry.id)
            assert isinstance(pilot.app.screen, PlaybookScreen)
            card = pilot.app.screen.query_one("#card", TallList)
            assert card.has_focus and card.highlighted == entry.id
            row = (card.highlighted_index or 0) - card.scroll_offset.y
            assert 0 <= row < card.size.height
        await press(pilot, "6")
        await find_card(pilot, stage.name, "S5")
        assert pilot.app.screen.query_one("#shelves").has_focus


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_card_opens_over_the_screen_that_is_shown(running: Running, language: str) -> None:
    use_language(language)
    book = playbook(language)
    cards = ("o.late", "t.pilot", "q.finance", "b.in-house", "g.spin")
    async with running("week") as pilot:
        below = pilot.app.screen
        for card_id in cards:
            await find_card(pilot, book.card(card_id).name, card_id)  # type: ignore[union-attr]
            assert isinstance(pilot.app.screen, CardDialog) and pilot.app.screen.card_id == card_id
            await press(pilot, "escape")
            assert pilot.app.screen is below
        question = book.questions["q.finance"].questions[2]
        await find_card(pilot, question.text, question.id)
        assert isinstance(pilot.app.screen, CardDialog) and pilot.app.screen.card_id == "q.finance"


@pytest.mark.parametrize(
    ("language", "said", "card", "kind"),
    [
        ("zh", "你们比别家贵两成", "o.too-expensive", "异议"),
        ("zh", "我们已经有供应商了", "o.have-supplier", "异议"),
        ("en", "we already have a supplier", "o.have-supplier", "Objection"),
        ("en", "you are twenty percent too expensive", "o.too-expensive", "Objection"),
    ],
)
async def test_what_a_customer_says_is_answered_first(
    book: dict[str, str], running: Running, language: str, said: str, card: str, kind: str
) -> None:
    use_language(language)
    async with running("week", size=(120, 40)) as pilot:
        await press(pilot, "slash", f"text:{said}")
        assert highlighted(pilot) == f"card:{card}"
        assert kind in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CardDialog) and pilot.app.screen.card_id == card


async def test_a_card_found_on_the_page_of_a_deal_belongs_to_the_deal(book: dict[str, str], running: Running) -> None:
    async with running("week") as pilot:
        await press(pilot, "slash", "text:框架合同", "enter")
        assert isinstance(pilot.app.screen, StageScreen)
        await press(pilot, "slash", "text:too expensive", "enter", "o")
        about = {"account_id": book["account"], "opportunity_id": book["deal"], "card": "o.too-expensive"}
        assert pilot.app.screen.about == about  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["华为", "hwjs", "王建国", "框架合同", "恒岳 报价", "华为 合同"])
async def test_names_bring_no_cards_before_records(
    book: dict[str, str], running: Running, store_path: Path, words: str
) -> None:
    with Store.open(store_path) as store, store.action("account.add", "恒岳") as change:
        other = accounts.add_account(change, {"name": "恒岳机械"})
        touches.log_touch(change, {"account_id": other, "at": "2026-11-10T03:00:00Z", "summary": "寄报价"}, people=[])
        touches.log_touch(
            change, {"account_id": book["account"], "at": "2026-11-10T03:00:00Z", "summary": "谈合同"}, people=[]
        )
    async with running("week", size=(120, 40)) as pilot:
        await press(pilot, "slash", f"text:{words}")
        assert highlighted(pilot) and not (highlighted(pilot) or "").startswith("card:")
        cards = [key for key in box(pilot).answers._keys if key.startswith("card:")]
        assert cards == [] or words == "框架合同"


async def test_the_brief_of_what_is_highlighted_opens(book: dict[str, str], running: Running) -> None:
    from karep.screens.brief import BriefScreen

    async with running("week") as pilot:
        await press(pilot, "slash", "text:华为", "f9")
        assert isinstance(pilot.app.screen, BriefScreen)
        await press(pilot, "escape", "slash", "text:price", "f9")
        assert isinstance(pilot.app.screen, FindDialog), "a card has no brief"


# --- filters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["F", "Ｆ", "ctrl+g"])
async def test_the_filters_of_book_and_playbook_have_keys_of_their_own(
    book: dict[str, str], running: Running, key: str
) -> None:
    async with running() as pilot:
        await press(pilot, key)
        assert pilot.app.screen.query_one("#book-filter").has_focus
        await press(pilot, "escape", "5", key)
        assert pilot.app.screen.query_one("#words").has_focus

"""The playbook: every stage can be read, and a card found by what the customer says."""

from __future__ import annotations

import pytest

from karep.i18n import use_language
from karep.playbook.stages import load_stages
from karep.screens.playbook import PlaybookScreen
from karep.screens.stage_guide import matching, whole_stage
from tests.ui.driving import Running, press, settled, shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_guide_holds_every_word_of_every_card(language: str) -> None:
    use_language(language)
    for stage in load_stages(language):
        text = "\n".join(entry.text for group in whole_stage(stage, stage.objections) for entry in group.entries)
        told = [stage.purpose, *stage.entry, *stage.know, *stage.signals, *stage.techniques, *stage.mistakes]
        told += [*stage.log, *stage.win_back, *(one.text for one in stage.questions), *(one.text for one in stage.exit)]
        told += [words for one in stage.checklist for words in (one.title, one.how)]
        told += [part for o in stage.objections for part in (o.title, o.clarify, o.respond, o.evidence, o.concession)]
        assert [words for words in told if words not in text] == []
        keys = [entry.key for group in whole_stage(stage, stage.objections) for entry in group.entries]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("language", "words", "title"), [("en", "TOO  EXPENSIVE", "too expensive"), ("zh", "太贵", "太贵")]
)
def test_the_filter_folds_what_is_typed(language: str, words: str, title: str) -> None:
    use_language(language)
    stages = load_stages(language)
    found = [g for one in stages for g in matching(whole_stage(one, one.objections), words, one.id)]
    assert any(title in entry.text for group in found for entry in group.entries)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_stages_and_cards_stand_side_by_side(running: Running, size: tuple[int, int]) -> None:
    async with running("playbook", size=size) as pilot:
        assert "S8 Grow" in shown(pilot) and "Decide who deserves" in shown(pilot)
        await press(pilot, "down", "]")
        assert "Gain access and trust" in shown(pilot)
        await press(pilot, "[", "end")
        assert "Let them finish." in shown(pilot) and "Before you give way" in shown(pilot)
        await press(pilot, "home", "enter", "down")
        card = pilot.app.screen.query_one("#card")
        assert card.has_focus and card.highlighted_option.id == "S1.entry.0"  # type: ignore[attr-defined]


async def test_the_filter_finds_an_answer_and_escape_comes_back(running: Running) -> None:
    async with running("playbook") as pilot:
        await press(pilot, "F", *"expensive")
        assert "1 card fits" in shown(pilot) and "total cost and return" in shown(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one("#card").has_focus
        await press(pilot, "F", *"[/x]")
        assert "Nothing in the playbook says that" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PlaybookScreen) and "Decide who deserves" in shown(pilot)


async def test_the_language_can_be_switched_here(running: Running) -> None:
    async with running("playbook") as pilot:
        await press(pilot, "down", "ctrl+l")
        await settled(pilot)
        assert "S2 规划" in shown(pilot) and "S1 Identify" not in shown(pilot)
        assert "目的" in shown(pilot)
        await press(pilot, "down")
        assert "打通多个角色" in shown(pilot), "the focus stays in the list"

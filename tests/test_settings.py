"""Settings that are numbers: read, refused in words, written back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.settings import SETTINGS, Settings, load, save

NUMBERS = [one for one in SETTINGS if one.count]


def loaded(folder: Path, text: str) -> Settings:
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return load(path)


def test_every_default_fits_its_own_setting() -> None:
    for one in SETTINGS:
        value: object = one.default
        if one.count:
            numbers = [int(part) for part in one.default.split()]
            value = numbers if one.count > 1 else numbers[0]
        assert one.read(value) == one.default, one.name


def test_numbers_are_read_and_written_back(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "idle_days = 21\nprobabilities = [0, 10, 20, 30, 40, 50, 60, 100]\n")
    assert settings.faults == []
    assert settings.number("idle_days") == 21 and settings.number("next_step_days") == 7
    assert settings.numbers("probabilities") == (0, 10, 20, 30, 40, 50, 60, 100)
    save(settings, tmp_path / "again.toml")
    text = (tmp_path / "again.toml").read_text("utf-8")
    assert "idle_days = 21\n" in text and "probabilities = [0, 10, 20, 30, 40, 50, 60, 100]\n" in text
    assert load(tmp_path / "again.toml").values == settings.values


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("idle_days = 0", "takes: a whole number from 1 to 365."),
        ("idle_days = true", "takes: a whole number"),
        ('idle_days = "14"', "takes: a whole number"),
        ("idle_days = [14, 15]", "takes: a whole number"),
        ("next_step_days = 7.5", "takes: a whole number"),
        ("probabilities = [5, 10]", "takes: 8 whole numbers from 0 to 100 in square brackets."),
        ("probabilities = [5, 10, 20, 35, 55, 75, 100, 101]", "takes: 8 whole numbers"),
        ("probabilities = 50", "takes: 8 whole numbers"),
        ("usual_days = [-1, 14, 21, 30, 21, 21, 60, 180]", "takes: 8 whole numbers from 1"),
    ],
)
def test_what_does_not_fit_is_left_out_with_a_sentence(tmp_path: Path, line: str, sentence: str) -> None:
    settings = loaded(tmp_path, line + "\n")
    assert settings.values == Settings().values
    assert len(settings.faults) == 1 and sentence in settings.faults[0]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_no_value_of_a_file_breaks_a_number(value: object) -> None:
    for one in NUMBERS:
        text = one.read(value)
        if text is not None:
            assert len([one.least <= int(part) <= one.most for part in text.split()]) == one.count

"""What a rep can set, each setting declared once: name, kind, default, limits, words.

The settings are a TOML file that may be edited by hand; a value that does not fit is left out with a sentence that
says so, and never stops the program. Key bindings stand in a ``[keys]`` table, by action id.
"""

import difflib
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from karep import paths
from karep.i18n import LANGUAGES, N_, _, system_language

PLACES: Final = ("today", "accounts", "agenda", "deals", "playbook", "week")
"""The six places of the program, in the order of their keys."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set."""

    name: str
    default: str
    words: str
    """What it is, marked for translation."""
    choices: tuple[str, ...] = ()
    """The values that it may take; empty when any text will do."""
    count: int = 0
    """How many whole numbers it is; 0 for a text. The numbers of a list stand in their order with blanks between."""
    least: int = 0
    """No number is smaller than this."""
    most: int = 0
    """No number is larger than this."""

    def read(self, value: Any) -> str | None:
        """What a settings file gives as the text that is kept; None when it does not fit."""
        if not self.count:
            return value if isinstance(value, str) and (not self.choices or value in self.choices) else None
        numbers = value if isinstance(value, list) else [value]
        # True is a whole number to Python, and to nobody else
        whole = [one for one in numbers if isinstance(one, int) and not isinstance(one, bool)]
        fit = len(numbers) == len(whole) == self.count and all(self.least <= one <= self.most for one in whole)
        return " ".join(map(str, whole)) if fit else None

    def takes(self) -> str:
        """What it takes, in the language in use."""
        limits = {"least": self.least, "most": self.most}
        if self.count == 1:
            return _("a whole number from {least} to {most}").format(**limits)
        if self.count:
            sentence = _("{n} whole numbers from {least} to {most} in square brackets")
            return sentence.format(n=self.count, **limits)
        return ", ".join(self.choices) or _("a text in quotes")


def _days(name: str, default: int, words: str) -> Setting:
    return Setting(name, str(default), words, count=1, least=1, most=365)


def _by_stage(name: str, defaults: Sequence[int], words: str, *, least: int, most: int) -> Setting:
    """Eight numbers, one for each stage of a deal from S1 to S8."""
    return Setting(name, " ".join(map(str, defaults)), words, count=len(defaults), least=least, most=most)


PROBABILITIES: Final = (5, 10, 20, 35, 55, 75, 100, 100)
"""How likely an open deal of S1 … S8 is to be won, in percent."""
IDLE_DAYS: Final = 14
"""After so many days without anything happening an open deal is flagged."""
NEXT_STEP_DAYS: Final = 7
"""So near must the dated next step of an open deal be."""
USUAL_DAYS: Final = (7, 14, 21, 30, 21, 21, 60, 180)
"""How long a deal usually is in S1 … S8, in days, while too few of the rep's own deals tell."""

SETTINGS: Final = (
    Setting("language", "auto", N_("Language of the program"), ("auto", *LANGUAGES)),
    Setting("theme", "textual-dark", N_("Colours")),
    Setting("name", "", N_("Your name, as reports show it")),
    Setting("zone", "", N_("Time zone such as Asia/Shanghai; empty for the computer's own")),
    Setting("dates", "ymd", N_("Order of day and month in dates such as 3/12"), ("ymd", "dmy", "mdy")),
    Setting("currency", "CNY", N_("Currency of new opportunities")),
    Setting("start", "today", N_("Place that opens first"), PLACES),
    Setting("playbook", "", N_("Folder of the company's playbook cards; empty for none")),
    _by_stage("probabilities", PROBABILITIES, N_("How likely a deal of S1 … S8 is won, in percent"), least=0, most=100),
    _days("idle_days", IDLE_DAYS, N_("Days without anything happening after which a deal is flagged as idle")),
    _days("next_step_days", NEXT_STEP_DAYS, N_("Days within which a deal of S3 … S6 has its next step")),
    _by_stage("usual_days", USUAL_DAYS, N_("Days that a deal is usually in S1 … S8"), least=1, most=3650),
)
_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


@dataclass(slots=True)
class Settings:
    """The settings in force."""

    values: dict[str, str] = field(default_factory=lambda: {one.name: one.default for one in SETTINGS})
    keys: dict[str, str] = field(default_factory=dict)
    """The rep's own keys by action id, several separated by commas."""
    faults: list[str] = field(default_factory=list)
    """What could not be used, a sentence each."""

    @property
    def language(self) -> str:
        """``en`` or ``zh``: the one set, or the computer's."""
        chosen = self.values["language"]
        return system_language() if chosen == "auto" else chosen

    def __getitem__(self, name: str) -> str:
        """The value of a setting by name."""
        return self.values[name]

    def numbers(self, name: str) -> tuple[int, ...]:
        """The whole numbers of a setting by name."""
        return tuple(int(one) for one in self.values[name].split())

    def number(self, name: str) -> int:
        """The whole number of a setting by name; the first of several."""
        return self.numbers(name)[0]


def load(path: Path | None = None) -> Settings:
    """Read the settings; what is missing has its default."""
    settings = Settings()
    source = path or paths.settings_file()
    try:
        table = tomllib.loads(source.read_text("utf-8"))
    except FileNotFoundError:
        return settings
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        sentence = _("The settings file {path} cannot be read ({reason}); the defaults are used.")
        settings.faults.append(sentence.format(path=source, reason=error))
        return settings
    for name, value in table.items():
        if name == "keys" and isinstance(value, dict):
            settings.keys = {action: keys for action, keys in value.items() if isinstance(keys, str)}
        else:
            _take(settings, name, value)
    return settings


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings that differ from their defaults, atomically and readable by their owner alone."""
    target = path or paths.settings_file()
    changed = {name: value for name, value in settings.values.items() if value != _BY_NAME[name].default}
    lines = [f"{name} = {_written(_BY_NAME[name], value)}" for name, value in changed.items()]
    if settings.keys:
        lines += ["", "[keys]", *(f"{_toml(action)} = {_toml(keys)}" for action, keys in settings.keys.items())]
    paths.make_private(target.parent)
    partial = target.with_name(target.name + ".partial")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    partial.replace(target)


def _take(settings: Settings, name: str, value: Any) -> None:
    setting = _BY_NAME.get(name)
    if setting is None:
        near = difflib.get_close_matches(name, _BY_NAME, 1)
        hint = _(" Did you mean {name}?").format(name=near[0]) if near else ""
        settings.faults.append(_("There is no setting {name}.").format(name=name) + hint)
    elif (text := setting.read(value)) is None:
        settings.faults.append(_("The setting {name} takes: {values}.").format(name=name, values=setting.takes()))
    else:
        settings.values[name] = text


def _written(setting: Setting, value: str) -> str:
    """The value as the file keeps it."""
    if setting.count > 1:
        return f"[{', '.join(value.split())}]"
    return value if setting.count else _toml(value)


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped) + '"'

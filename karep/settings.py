"""What a rep can set, each setting declared once: name, kind, default, limits, words.

The settings are a TOML file that may be edited by hand; a value that does not fit is left out with a sentence that
says so, and never stops the program. Key bindings stand in a ``[keys]`` table, by action id.
"""

import difflib
import os
import tomllib
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


SETTINGS: Final = (
    Setting("language", "auto", N_("Language of the program"), ("auto", *LANGUAGES)),
    Setting("theme", "textual-dark", N_("Colours")),
    Setting("name", "", N_("Your name, as reports show it")),
    Setting("zone", "", N_("Time zone such as Asia/Shanghai; empty for the computer's own")),
    Setting("dates", "ymd", N_("Order of day and month in dates such as 3/12"), ("ymd", "dmy", "mdy")),
    Setting("currency", "CNY", N_("Currency of new opportunities")),
    Setting("start", "today", N_("Place that opens first"), PLACES),
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
    lines = [f"{name} = {_toml(value)}" for name, value in settings.values.items() if value != _BY_NAME[name].default]
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
    elif not isinstance(value, str) or (setting.choices and value not in setting.choices):
        allowed = ", ".join(setting.choices) or _("a text in quotes")
        settings.faults.append(_("The setting {name} takes: {values}.").format(name=name, values=allowed))
    else:
        settings.values[name] = value


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped) + '"'

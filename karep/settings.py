"""What a rep can set, each setting declared once: name, kind, default, limits, words.

The settings are a TOML file that may be edited by hand; a value that does not fit is left out with a sentence that
says so, and never stops the program. Key bindings stand in a ``[keys]`` table, by action id.
"""

import difflib
import os
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from karep import paths
from karep.frozen import frozen
from karep.i18n import LANGUAGES, N_, _, system_language

PLACES: Final = ("today", "accounts", "agenda", "deals", "playbook", "week")
"""The six places of the program, in the order of their keys."""


@frozen
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


def _days(name: str, default: int, words: str, *, least: int = 1) -> Setting:
    return Setting(name, str(default), words, count=1, least=least, most=365)


def _by_stage(name: str, defaults: Sequence[int], words: str, *, least: int, most: int) -> Setting:
    """Eight numbers, one for each stage of a deal from S1 to S8."""
    return Setting(name, " ".join(map(str, defaults)), words, count=len(defaults), least=least, most=most)


def _numbers(name: str, defaults: Sequence[int], words: str, *, least: int = 0, most: int = 3650) -> Setting:
    """So many numbers as there are defaults."""
    return Setting(name, " ".join(map(str, defaults)), words, count=len(defaults), least=least, most=most)


PROBABILITIES: Final = (5, 10, 20, 35, 55, 75, 100, 100)
"""How likely an open deal of S1 … S8 is to be won, in percent."""
IDLE_DAYS: Final = 14
"""After so many days without anything happening an open deal is flagged."""
NEXT_STEP_DAYS: Final = 7
"""So near must the dated next step of an open deal be."""
USUAL_DAYS: Final = (7, 14, 21, 30, 21, 21, 60, 180)
"""How long a deal usually is in S1 … S8, in days, while too few of the rep's own deals tell."""

BY_TIER: Final = 5
"""So many numbers stand in a setting by tier: diamond, platinum, gold, vip, and accounts without one."""
REVENUE_LIMITS: Final = (5_000_000, 2_000_000, 200_000, 10_000)
"""From so many whole units of the currency a year on an account is diamond, platinum, gold, vip."""
UNIT_LIMITS: Final = (100, 50, 10, 5)
"""From so many units a year on, by the scheme of units."""
METAL_SHARES: Final = (5, 15, 30)
"""What part of the book belongs to the first three tiers by the scheme of ranks, in percent."""
GROUP_PERCENT: Final = (100, 90, 80)
"""What the limits are multiplied by in revenue groups 1, 2 and 3, in percent."""
CONTACT_DAYS: Final = (7, 14, 30, 60, 120)
FACE_DAYS: Final = (30, 45, 90, 180, 0)
SENIOR_DAYS: Final = (90, 180, 365, 0, 0)
MEETING_DAYS: Final = (90, 90, 90, 365, 0)
SURVEY_DAYS: Final = (365, 365, 365, 365, 0)
"""The most days between two contacts, meetings, senior visits, business meetings, surveys by tier; 0 for never."""
CONTACT_IDEAL_DAYS: Final = (6, 11, 23, 53, 113)
FACE_IDEAL_DAYS: Final = (23, 38, 83, 173, 0)
SENIOR_IDEAL_DAYS: Final = (76, 166, 351, 0, 0)
MEETING_IDEAL_DAYS: Final = (76, 76, 76, 351, 0)
SURVEY_IDEAL_DAYS: Final = (351, 351, 351, 351, 0)
"""After so many days the next one is due, though not late yet."""
ROLE_DAYS: Final = (90, 30, 30, 90, 60, 30, 14, 30, 30)
ROLE_IDEAL_DAYS: Final = (83, 23, 23, 83, 53, 23, 11, 23, 23)
"""The most days between two contacts with a decision-maker, purchaser, technical influencer, finance, user, gatekeeper,
information contact, opinion leader, referrer of a platinum account; and after how many the next one is due."""
ROLE_PERCENT: Final = (75, 100, 150, 200, 200)
"""What a role's days are multiplied by in each tier, in percent."""
REFERRER_DAYS: Final = 14
"""The most days between two contacts with somebody who has brought very many."""
DORMANT_DAYS: Final = (30, 60, 90)
LOST_DAYS: Final = (30, 90, 180)
"""So many days after an account fell asleep, or was lost, it is asked again."""
SIGNING_DAYS: Final = (1, 7, 30, 90)
"""So many days after a signature the customer hears from us."""
CONTRACT_DAYS: Final = (90, 60, 30)
"""So many days before a contract ends it comes up."""
BUDGET_DAYS: Final = 30
"""So many days before a budget is made it comes up."""
GREETING_DAYS: Final = 3
GIFT_DAYS: Final = 14
VISIT_DAYS: Final = 21
"""How long before a day a greeting, a gift or a service visit should be under way."""
GIFT_LIMIT: Final = 500
"""What the gifts to one person may be worth in a year, in whole units of the currency."""
NEAR_DAYS: Final = 14
"""Who falls due within so many days is worth a visit when the rep is near."""

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
    Setting("tier_scheme", "revenue", N_("How accounts are put into tiers"), ("revenue", "metal", "units")),
    _numbers("revenue_limits", REVENUE_LIMITS, N_("Purchases a year from which on a tier begins"), most=10**12),
    _numbers("unit_limits", UNIT_LIMITS, N_("Units a year from which on a tier begins"), most=10**9),
    _numbers("metal_shares", METAL_SHARES, N_("Percent of the book in each of the first three tiers"), most=100),
    _numbers("group_percent", GROUP_PERCENT, N_("Percent of the limits in revenue groups 1, 2, 3"), most=100),
    Setting("group_tiers", "vip", N_("Which limits the percent of a revenue group lowers"), ("vip", "all")),
    _numbers("contact_days", CONTACT_DAYS, N_("Days between contacts by tier")),
    _numbers("contact_ideal_days", CONTACT_IDEAL_DAYS, N_("Days after which a contact is due, by tier")),
    _numbers("face_days", FACE_DAYS, N_("Days between meetings face to face by tier; 0 for never")),
    _numbers("face_ideal_days", FACE_IDEAL_DAYS, N_("Days after which a meeting face to face is due, by tier")),
    _numbers("senior_days", SENIOR_DAYS, N_("Days between senior visits by tier; 0 for never")),
    _numbers("senior_ideal_days", SENIOR_IDEAL_DAYS, N_("Days after which a senior visit is due, by tier")),
    _numbers("meeting_days", MEETING_DAYS, N_("Days between business meetings by tier; 0 for never")),
    _numbers("meeting_ideal_days", MEETING_IDEAL_DAYS, N_("Days after which a business meeting is due, by tier")),
    _numbers("survey_days", SURVEY_DAYS, N_("Days between surveys by tier; 0 for never")),
    _numbers("survey_ideal_days", SURVEY_IDEAL_DAYS, N_("Days after which a survey is due, by tier")),
    _numbers("role_days", ROLE_DAYS, N_("Days between contacts with a person, by role")),
    _numbers("role_ideal_days", ROLE_IDEAL_DAYS, N_("Days after which a contact with a person is due, by role")),
    _numbers("role_percent", ROLE_PERCENT, N_("Percent of a role's days that count in each tier"), most=1000),
    _days("referrer_days", REFERRER_DAYS, N_("Days between contacts with somebody who has brought very many")),
    _numbers("dormant_days", DORMANT_DAYS, N_("Days after which a dormant account is asked again")),
    _numbers("lost_days", LOST_DAYS, N_("Days after which a lost account is asked again")),
    _numbers("signing_days", SIGNING_DAYS, N_("Days after a signature to be in touch"), least=1),
    _numbers("contract_days", CONTRACT_DAYS, N_("Days before the end of a contract on which it comes up"), least=1),
    _days("budget_days", BUDGET_DAYS, N_("Days before a budget date on which it comes up")),
    _days("greeting_days", GREETING_DAYS, N_("Days before an important day for a greeting; 0 for never"), least=0),
    _days("gift_days", GIFT_DAYS, N_("Days before an important day for a gift; 0 for never"), least=0),
    _days("visit_days", VISIT_DAYS, N_("Days before an important day for a service visit; 0 for never"), least=0),
    _numbers("gift_limit", (GIFT_LIMIT,), N_("What gifts to one person may be worth in a year"), most=10**9),
    Setting("week_reminder", "on", N_("Reminder on Friday afternoon of a report not handed on"), ("on", "off")),
    Setting("week_language", "", N_("Language of reports; empty for that of the program"), ("", *LANGUAGES)),
    Setting("department", "", N_("Your department or region, as reports show it")),
    _days("near_days", NEAR_DAYS, N_("Days within which somebody near is worth a visit")),
    Setting("holidays", "CN", N_("Country whose public holidays count, such as CN or DE-BY; empty for weekends only")),
    Setting("festivals_off", "qixi", N_("Festivals that are not listed, by their keys, with blanks between")),
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
        settings.faults.append(_("There is no setting {name}.").format(name=name) + _near(name, _BY_NAME))
    elif (text := setting.read(value)) is None:
        takes = _("The setting {name} takes: {values}.").format(name=name, values=setting.takes())
        settings.faults.append(takes + _near(str(value), setting.choices))
    else:
        settings.values[name] = text


def _near(typed: str, known: Iterable[str]) -> str:
    """Behind a sentence: what may have been meant."""
    near = difflib.get_close_matches(typed[:100], list(known), 1)
    return _(" Did you mean {name}?").format(name=near[0]) if near else ""


def _written(setting: Setting, value: str) -> str:
    """The value as the file keeps it."""
    if setting.count > 1:
        return f"[{', '.join(value.split())}]"
    return value if setting.count else _toml(value)


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped) + '"'

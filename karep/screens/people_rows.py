"""The people of an account as rows: the decision chain with its empty chairs, what should worry, what they like.

Ids are ``noun:id``; an empty chair is ``chair:role``.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from karep.db.views.occasions import Occasion
from karep.db.views.people import Person, Preference
from karep.db.words import field_name
from karep.i18n import _, language
from karep.reports.standing import Standing, active_words, score_words, warning_words
from karep.reports.words import month_words, occasion_day, short_month_words, stance_words
from karep.rules.chain import Placed, tree
from karep.rules.concerns import concern_words
from karep.rules.day_words import describe_day
from karep.rules.occasion_words import YearDay, describe_year_day
from karep.rules.privacy import MASK
from karep.rules.vocabulary import OCCASION_KINDS, PREFERENCE_KINDS, ROLES
from karep.screens.forms.words import strengths
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line
from karep.screens.widgets.columns import Cell, Row, Tone
from karep.screens.widgets.section_list import Section

FULL: Final = "▮"
EMPTY: Final = "▯"
MOST: Final = 5
WARNING: Final = "⚠"
CHAIR: Final = "○"
NO_CHAIR: Final = "–"


def bars(rating: int) -> str:
    """A rating from 0 to 5 as bars and as its number: “▮▮▮▯▯ 3”."""
    return f"{FULL * rating}{EMPTY * (MOST - rating)} {rating}"


def stance_sign(stance: int | None) -> str:
    """The rep's view of a person by a sign and a number: “▲ +2”, “▼ −1”, “◇ 0”, “?” while it is unknown."""
    if stance is None:
        return "?"
    return f"▲ +{stance}" if stance > 0 else f"▼ −{-stance}" if stance else "◇ 0"


def stance_tone(stance: int | None) -> Tone:
    """The colour that repeats the sign."""
    return "" if not stance else "success" if stance > 0 else "error"


def people_sections(
    people: Sequence[Person],
    preferences: Iterable[Preference],
    occasions: Iterable[Occasion],
    standing: Standing | None,
    eyes: Eyes,
) -> list[Section]:
    """The decision chain, the chairs nobody sits in, what should worry, the preferences, the days that come back."""
    here = [one for one in people if not one.left_on]
    gone = [one for one in people if one.left_on]
    return [
        Section(
            _("Decision chain"),
            {f"person:{one.member.id}": _chain_row(one, eyes) for one in tree(here)},
            _("Nobody yet: press p to add a person."),
        ),
        *(_standing_sections(standing, eyes) if standing else ()),
        Section(_("Preferences"), {f"preference:{one.id}": _preference_row(one, eyes) for one in preferences}),
        Section(_("Important days"), {f"occasion:{one.id}": occasion_row(one, eyes) for one in occasions}),
        Section(_("Left"), {f"person:{one.id}": _chain_row(Placed(one, 0, ""), eyes) for one in gone}),
    ]


def _standing_sections(standing: Standing, eyes: Eyes) -> list[Section]:
    """What should worry, and the chairs. What the rep thinks of the relationships is nothing for other eyes."""
    chairs = {f"chair:{role}": Row({"name": f"{CHAIR} {_(ROLES[role])}"}) for role in standing.empty}
    nobody = Cell(_("nobody has it"), "muted")
    chairs |= {
        f"chair:{role}": Row({"name": f"{NO_CHAIR} {_(ROLES[role])}", "role": nobody}, "muted")
        for role in standing.absent
    }
    title = _("Nobody sits here · ⏎ add · a nobody has it")
    found = [Section(title, chairs)]
    if standing.here and not eyes.hides("person", "strength"):
        warnings = warned(standing)
        note = "" if warnings else active_words(standing)
        found.insert(0, Section(score_words(standing), {}, note, warnings))
    return found


def warned(standing: Standing) -> list[str]:
    """The warnings in words."""
    return [f"{WARNING} {one_line(warning_words(one, standing))}" for one in standing.warnings]


def _chain_row(placed: Placed[Person], eyes: Eyes) -> Row:
    person = placed.member
    mark = "◌" if person.placeholder else "●"
    # how the rep judges somebody is the last thing that they should read
    hidden = eyes.hides("person", "stance")
    roles = " ".join(_(ROLES[role]) for role in person.roles if role in ROLES)
    left = _("left {day}").format(day=person.left_on) if person.left_on else ""
    return Row(
        {
            "name": f"{placed.branch}{mark} {person.name} {person.title or ''}",
            "role": Cell(left or roles, "muted" if left else "accent"),
            "stance": "" if hidden else Cell(stance_sign(person.stance), stance_tone(person.stance)),
            "bars": "" if hidden else bars(person.strength),
            "met": Cell(eyes.ago(person.last_touch_at), "muted"),
        }
    )


def _preference_row(preference: Preference, eyes: Eyes) -> Row:
    return Row(
        {
            "name": f"{preference.person_name} · {one_line(preference_text(preference, eyes))}",
            "role": Cell(_(PREFERENCE_KINDS[preference.kind]), preference_tone(preference)),
        }
    )


def preference_text(preference: Preference, eyes: Eyes) -> str:
    """What a preference says, as far as these eyes may see it."""
    return eyes.text("preference", "text", preference.text, privacy=preference.privacy)


def preference_tone(preference: Preference) -> Tone:
    """What is to be avoided stands out."""
    return "warning" if preference.kind == "taboo" else "muted"


def occasion_row(occasion: Occasion, eyes: Eyes) -> Row:
    """An important day: what, whose unless it is the account's own, and when it comes next."""
    kind = _(OCCASION_KINDS[occasion.kind])
    if _hides_day(occasion, eyes):
        return Row({"name": f"{_whose(occasion)}{kind} {MASK}", "role": ""})
    name = f"{_whose(occasion)}{occasion.label or kind} {_written(occasion)}"
    return Row({"name": name, "role": Cell(_next_day(occasion, eyes, brief=True), "muted")})


def occasion_details(occasion: Occasion, eyes: Eyes) -> str:
    """An important day in full: the kind beside a label of its own, and on which day and why it is kept next."""
    kind = _(OCCASION_KINDS[occasion.kind])
    if _hides_day(occasion, eyes):
        return f"{_whose(occasion)}{kind} {MASK}"
    coming = occasion_day(occasion, eyes.today)
    following = _("next {day}").format(day=_next_day(occasion, eyes)) if coming else ""
    short = short_month_words(occasion, coming) if coming else ""
    named = " · ".join(dict.fromkeys(filter(None, (occasion.label, kind))))
    return " · ".join(filter(None, (f"{_whose(occasion)}{named} {_written(occasion)}", following, short)))


def _hides_day(occasion: Occasion, eyes: Eyes) -> bool:
    return eyes.hides("occasion", "day", kind=occasion.kind, person_id=occasion.person_id)


def _whose(occasion: Occasion) -> str:
    """The name of the person whose day it is; of an account's own day nothing, for it stands on the account's page."""
    return f"{occasion.whose} · " if occasion.person_id else ""


def _written(occasion: Occasion) -> str:
    day = YearDay(occasion.month, occasion.day, occasion.year, occasion.calendar, occasion.leap_month)
    return describe_year_day(day, language())


def _next_day(occasion: Occasion, eyes: Eyes, *, brief: bool = False) -> str:
    """The next day, or month where no more is known; in brief a day of a far year is without its weekday."""
    coming = occasion_day(occasion, eyes.today)
    if coming is None:
        return ""
    if month := month_words(occasion):
        if coming.year == eyes.today.year or occasion.calendar == "lunar":
            return month
        return f"{coming.year}年{month}" if language() == "zh" else f"{month} {coming.year}"
    told = describe_day(coming, eyes.today, language())
    return coming.isoformat() if brief and str(coming.year) in told else told


def person_words(person: Person, eyes: Eyes) -> str:
    """The rep's view of a person in words, who of us is responsible, how to reach them, and the note."""
    phones = [eyes.phone(one) for one in (person.mobile, person.phone) if one]
    private = [name for name in ("email", "wechat", "address", "note") if not eyes.hides("person", name)]
    counterpart = f"{field_name('counterpart')} {person.counterpart}" if person.counterpart else None
    words = (
        *(view_words(person) if not eyes.hides("person", "stance") else ()),
        *(counterpart, person.form_of_address, person.department),
        *phones,
        *(getattr(person, name) for name in private),
    )
    return f"{person.name}: {' · '.join(one for one in words if one) or _('nothing more is known')}"


def view_words(person: Person) -> tuple[str, ...]:
    """Stance, strength and concerns in words, as far as they are known."""
    stance = f"{stance_sign(person.stance)} {stance_words(person.stance)}" if person.stance is not None else ""
    strength = f"{field_name('strength')} {strengths()[str(person.strength)]}" if person.strength else ""
    return stance, strength, concern_words(person.concerns)

"""The form in which a rep rates a person: where they stand, how strong the relation is, what they weigh, trust."""

from typing import Final

from karep.db.words import field_name
from karep.i18n import N_, _
from karep.reports.people_words import trust_words
from karep.rules.concerns import NotARanking, concern_words, parse_concerns
from karep.rules.trust import RATINGS, trust
from karep.screens.form import Field
from karep.screens.forms import typed
from karep.screens.forms.person_part import PersonPartForm
from karep.screens.forms.words import stances, strengths

SCALES: Final = {
    "credibility": (N_("1 doubts our word"), N_("5 believes us at once")),
    "reliability": (N_("1 was let down by us"), N_("5 counts on us")),
    "intimacy": (N_("1 keeps a distance"), N_("5 speaks openly")),
    "self_orientation": (N_("1 sees us work for them"), N_("5 sees us after our own gain")),
}
"""What the lowest and the highest rating mean."""


def concerns_field() -> Field:
    """The ranking of what a person weighs, typed as letters or words."""
    hint = _("quality > cost > time, or QCT")
    return Field("concerns", field_name("concerns"), hint=hint, preview=concerns_preview)


def concerns_preview(text: str) -> str:
    """What karep understands by a ranking."""
    try:
        return f"→ {concern_words(parse_concerns(text))}"
    except NotARanking as fault:
        twice = _("? “{part}” comes twice")
        unknown = _("? “{part}” is none of the five: T Q C S F")
        return (twice if fault.twice else unknown).format(part=fault.part)


def ratings(name: str) -> dict[str, str]:
    """The choices for one of the ratings of trust."""
    lowest, highest = SCALES[name]
    return {"1": _(lowest), "2": "2", "3": "3", "4": "4", "5": _(highest)}


class PersonRatingForm(PersonPartForm):
    """Rate a person."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Rate: {name}").format(name=self._name) if self._name else _("Rate a person")

    async def reload(self) -> None:
        """Fill the form once, with the person's name above it."""
        if self._filling:
            await self.person()
        await super().reload()

    async def fields(self) -> tuple[Field, ...]:
        """What the rep thinks, who of us is responsible, what the person weighs, the four ratings of trust."""
        rated = tuple(Field(name, field_name(name), "choice", ratings(name)) for name in RATINGS)
        return (
            Field("stance", field_name("stance"), "choice", stances()),
            Field("strength", field_name("strength"), "choice", strengths(), required=True),
            Field("counterpart", field_name("counterpart"), hint=_("who of us is responsible for this person")),
            concerns_field(),
            *rated,
        )

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        person = await self.person()
        return {
            "stance": "" if person.stance is None else str(person.stance),
            "strength": str(person.strength),
            "counterpart": person.counterpart or "",
            "concerns": concern_words(person.concerns),
            **{name: "" if getattr(person, name) is None else str(getattr(person, name)) for name in RATINGS},
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the ratings, and say what trust is now."""
        rated = {name: typed.whole(values, name) for name in RATINGS}
        await self.store(
            {
                "stance": typed.whole(values, "stance"),
                "strength": typed.whole(values, "strength") or 0,
                "counterpart": values["counterpart"] or None,
                "concerns": values["concerns"] or None,
                **rated,
            }
        )
        found = trust(rated)
        if found.score is not None and not self.karep.private:
            self.say(trust_words(found))

"""The form of an objection, and what of it the quick dialog stores alike."""

from collections.abc import Mapping
from typing import Final

from karep.db import objections
from karep.db.errors import Refused
from karep.db.views.objections import Objection, answer_counts, get_objection
from karep.db.views.opportunities import list_opportunities
from karep.db.views.people import list_people
from karep.db.words import field_name
from karep.i18n import _, language
from karep.playbook import book
from karep.playbook.kinds import card_id_of
from karep.playbook.objection_words import answer_kept
from karep.playbook.shelf import playbook
from karep.reports.answer_history import history_words
from karep.rules.vocabulary import OBJECTION_OUTCOMES
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices

FIELDS: Final = (
    "words", "card", "clarified", "answer_id", "answer", "evidence", "person_id", "outcome", "opportunity_id",
)  # fmt: skip
"""The fields of an objection that a rep fills, in order."""


class ObjectionForm(Form):
    """Note an objection with the answer given, or change it."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Objection") if self.kind == "objection.add" else _("Change objection")

    async def fields(self) -> tuple[Field, ...]:
        """The customer's words, the playbook's card, what they meant, the answer, what became of it, who said it."""
        account_id, known = await self._account_id(), await self._objection()
        deals = await self.karep.desk.read(list_opportunities, account_id=account_id)
        people = await self.karep.desk.read(list_people, account_id)
        cards = list(playbook(language()).objections.values())
        titles = {one.id: " ".join(filter(None, (one.stage_id, one.name))) for one in cards}
        if known and known.card and known.card not in titles:
            titles[known.card] = known.card
        return (
            Field("words", field_name("words"), hint=_("what they said, word for word")),
            Field("card", field_name("card"), "choice", titles),
            Field("clarified", field_name("clarified"), hint=_("what was behind it, once you asked")),
            Field("answer_id", field_name("answer_id"), "choice", await self._answers(cards, known)),
            Field("answer", field_name("answer"), "notes", hint=_("in your own words")),
            Field("evidence", field_name("evidence"), hint=_("what proved it: a figure, a reference, a test")),
            Field("person_id", _("Who said it"), "choice", {one.id: one.name for one in people}),
            Field("outcome", field_name("outcome"), "choice", choices(OBJECTION_OUTCOMES), required=True),
            Field("opportunity_id", field_name("opportunity_id"), "choice", {one.id: one.name for one in deals}),
        )

    async def _answers(self, cards: list[book.Objection], known: Objection | None) -> dict[str, str]:
        """The answers of the playbook, those of the objection's card first, each with the rep's own history."""
        counts = await self.karep.desk.read(answer_counts)
        card = known.card if known else None
        found = {}
        for one in sorted(cards, key=lambda one: one.id != card):
            for answer in one.answers:
                name = answer.name if one.id == card else f"{one.name}: {answer.name}"
                history = history_words(answer.id, counts)
                found[answer.id] = f"{name} ({history})" if history else name
        if known and known.answer_id and known.answer_id not in found:
            found[known.answer_id] = known.answer_id
        return found

    async def _objection(self) -> Objection | None:
        objection_id = self.about.get("objection_id")
        return await self.karep.desk.read(get_objection, objection_id) if objection_id else None

    async def _account_id(self) -> str:
        if "account_id" in self.about:
            return self.about["account_id"]
        known = await self._objection()
        if known is None:
            raise Refused(_("That objection is not in the store."))
        return known.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        known = await self._objection()
        if known is None:
            about = {name: self.about.get(name, "") for name in ("opportunity_id", "person_id", "card")}
            return {"outcome": "open", **about}
        return {name: getattr(known, name) or "" for name in FIELDS}

    async def save(self, values: dict[str, str]) -> None:
        """Store the objection."""
        fields = objection_fields(values)
        label = objection_label(values)
        if self.kind == "objection.add":
            fields |= {
                "account_id": self.about["account_id"],
                "at": typed.stamp({"at": ""}, "at", self.karep.clock, "ymd"),
            }
            await self.karep.save(self.kind, label, objections.add_objection, fields)
        else:
            await self.karep.save(self.kind, label, objections.change_objection, self.about["objection_id"], fields)


def objection_fields(values: Mapping[str, str]) -> dict[str, object]:
    """The fields to store for what was typed and chosen.

    Raises:
        Refused: If there are neither words nor a card.
    """
    if not values["words"] and not values["card"] and not values["answer_id"]:
        raise Refused(_("What did the customer say? Type the words or choose a card."), field="words")
    answer = answer_kept(values["answer_id"], values["answer"])
    return {**{name: values[name] or None for name in FIELDS}, "answer": answer or None}


def objection_label(values: Mapping[str, str]) -> str:
    """What the journal calls the objection: the customer's words, or the name of the card."""
    card = playbook(language()).objections.get(values["card"] or card_id_of(values["answer_id"]))
    return values["words"] or (card.name if card else values["card"])

"""Our cards with those that were laid over them so far."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from karep.i18n import _
from karep.playbook.card import Card, CardError, Meanwhile
from karep.playbook.kinds import check_card
from karep.playbook.overlay import lay_over, says_the_same, texts

LastGood = dict[tuple[str, bool], Card]
"""What was last laid of a file, by its name and whether only what it adds was taken."""


@dataclass(slots=True)
class Layers:
    """Cards by id, and what became of those that were laid over them."""

    cards: dict[str, Card]
    last_good: LastGood = field(default_factory=dict)
    """What is laid again while a file cannot be used; what is laid is kept here."""
    own: set[str] = field(default_factory=set)
    """The ids of the cards that say something else than ours."""
    written: list[Card] = field(default_factory=list)
    """The cards that were laid, as they are written."""
    faults: list[CardError] = field(default_factory=list)
    meanwhile: dict[str, Meanwhile] = field(default_factory=dict)
    """What is used in place of a file that cannot be, by its name."""

    def lay(self, card: Card, *, only_add: bool) -> None:
        """Lay one card over what there is; one that cannot be used is among the faults.

        Args:
            card: A card as it is written.
            only_add: It is written in another language, so only what it adds is taken.
        """
        if wrong := self._wrong(card, only_add=only_add):
            self.faults += wrong
            self.lay_last_good(card.source, card.id, only_add=only_add)
            return
        below = self.cards.get(card.id)
        if below is not None and not only_add:
            self.faults += _left_out_in_vain(below, card)
        self.last_good[card.source, only_add] = card
        self.written.append(card)
        self._put(card, only_add=only_add)

    def lay_last_good(self, source: str, card_id: str = "", *, only_add: bool) -> None:
        """Lay what was last good of a file that cannot be used now; without that, what there is stays as it is.

        Args:
            source: The file.
            card_id: The id of its card, as far as it can be read.
            only_add: See `lay`.
        """
        known = self.last_good.get((source, only_add))
        if known is not None and not self._wrong(known, only_add=only_add):
            self._put(known, only_add=only_add)
            self.meanwhile[source] = "last"
            return
        # a copy of ours has the name of ours, so it can be told apart even where it cannot be read
        named = (one for one in self.cards.values() if one.id not in self.own)
        is_ours = any(one.id == card_id if card_id else Path(one.source).name == Path(source).name for one in named)
        self.meanwhile.setdefault(source, "ours" if is_ours else "nothing")

    def _wrong(self, card: Card, *, only_add: bool) -> list[CardError]:
        """Why a card cannot be laid."""
        below = self.cards.get(card.id)
        laid = card if below is None else lay_over(below, card, only_add=only_add)
        # Some of what is wrong only shows when the whole is put together, such as a new line without its evidence.
        wrong = {str(one): one for one in (*check_card(card, whole=below is None), *check_card(laid))}
        return sorted(wrong.values(), key=lambda one: one.line)

    def _put(self, card: Card, *, only_add: bool) -> None:
        below = self.cards.get(card.id)
        laid = card if below is None else lay_over(below, card, only_add=only_add)
        if below is None or not says_the_same(below, laid):
            self.cards[card.id] = laid
            self.own.add(card.id)


def _left_out_in_vain(below: Card, card: Card) -> Iterator[CardError]:
    """What a card leaves out that is not there."""
    known = {item.id for section in below.sections.values() for item in section.items}
    known |= {one for value in below.front.values() for one in texts(value)}
    for one in texts(card.front.get("without")):
        if one not in known:
            reason = _("without names {id}, which this card does not have; correct the id, or delete it")
            yield card.front_error("without", reason.format(id=one))

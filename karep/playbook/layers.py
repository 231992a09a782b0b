"""Our cards with those that were laid over them so far."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from karep.i18n import _
from karep.playbook.card import Card, CardError
from karep.playbook.kinds import check_card
from karep.playbook.overlay import lay_over, says_the_same, texts


@dataclass(slots=True)
class Layers:
    """Cards by id, and what became of those that were laid over them."""

    cards: dict[str, Card]
    own: set[str] = field(default_factory=set)
    """The ids of the cards that say something else than ours."""
    written: list[Card] = field(default_factory=list)
    """The cards that were laid, as they are written."""
    faults: list[CardError] = field(default_factory=list)

    def lay(self, card: Card, *, only_add: bool) -> None:
        """Lay one card over what there is; one that cannot be used changes nothing and is among the faults.

        Args:
            card: A card as it is written.
            only_add: It is written in another language, so only what it adds is taken.
        """
        below = self.cards.get(card.id)
        laid = card if below is None else lay_over(below, card, only_add=only_add)
        # Some of what is wrong only shows when the whole is put together, such as a new line without its evidence.
        wrong = {str(one): one for one in (*check_card(card, whole=below is None), *check_card(laid))}
        if wrong:
            self.faults += sorted(wrong.values(), key=lambda one: one.line)
            return
        if below is not None and not only_add:
            self.faults += _left_out_in_vain(below, card)
        self.written.append(card)
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

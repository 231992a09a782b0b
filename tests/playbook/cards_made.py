"""Cards made by hypothesis: any sections of a guide, whose form is free, and cards to lay over them."""

from dataclasses import replace

from hypothesis import strategies as st

from karep.playbook.card import LABELS, Card, Item, Section

NAMES = st.sampled_from(["a", "b", "c", "d"])
WORDS = st.sampled_from(["a", "b c", "词语", "词，语。", "“x”"])
ITEM = st.builds(
    Item, st.integers(1, 90), WORDS, st.one_of(st.just(""), NAMES.map("g.x.{}".format)),
    st.dictionaries(st.sampled_from(sorted(LABELS)), WORDS, max_size=2),
)  # fmt: skip


def _one_of_each(items: list[Item]) -> tuple[Item, ...]:
    return tuple({one.id or object(): one for one in items}.values())


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """A guide whose lines have each an id of their own, or none."""
    sections: dict[str, Section] = {}
    used: set[str] = set()
    for key in draw(st.lists(NAMES, unique=True, max_size=3)):
        items = [one for one in _one_of_each(draw(st.lists(ITEM, max_size=4))) if one.id not in used]
        used |= {one.id for one in items if one.id}
        paragraph = draw(WORDS) if draw(st.booleans()) else ""
        sections[key] = Section(draw(st.integers(1, 90)), draw(WORDS), key, paragraph, tuple(items))
    front: dict[str, object] = {"id": "g.x", "name": draw(WORDS)}
    if draw(st.booleans()):
        front["aliases"] = draw(st.lists(WORDS, max_size=3, unique=True))
    if draw(st.booleans()):
        front["without"] = draw(st.lists(NAMES.map("g.x.{}".format), max_size=2, unique=True))
    return Card("x.md", front, sections)


def bare(card: Card) -> Card:
    """The card without what it leaves out, as one that nothing is laid over."""
    return replace(card, front={key: value for key, value in card.front.items() if key != "without"})

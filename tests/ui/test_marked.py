"""Texts with marked parts in so many cells: nothing is lost, nothing moves, the mark can be seen."""

from hypothesis import given
from hypothesis import strategies as st

from karep.screens.safe import cells_of, fit, one_line
from karep.screens.widgets.marked import joined, marked, marked_words

TEXTS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("客户 \n\t\x1b\u202e\ufdd0\ufdd1́\r"), max_size=60
) | st.text("ab客 ", max_size=300)
SPANS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)).map(sorted).map(tuple), max_size=4)


@given(TEXTS, SPANS, st.integers(0, 80))
def test_the_pieces_fill_the_cells_whatever_is_marked(text: str, spans: list[tuple[int, int]], cells: int) -> None:
    pieces = marked(text, spans, cells)
    assert cells_of("".join(piece for piece, _is_marked in pieces)) == cells_of(fit(text, cells))
    if not any(first < min(end, len(text)) for first, end in spans) and "\ufdd0" not in text and "\ufdd1" not in text:
        assert "".join(piece for piece, _is_marked in pieces) == fit(text, cells)


@given(TEXTS, SPANS)
def test_marking_changes_no_word(text: str, spans: list[tuple[int, int]]) -> None:
    words = "".join(piece for piece, _is_marked in marked_words(text, spans))
    plain = one_line(text.replace("\ufdd0", "\ufffd").replace("\ufdd1", "\ufffd"))
    if "\n" not in text and "\u200d" not in text and "\ufe0f" not in text:
        assert words == plain or not text.isprintable()


def test_the_marked_part_is_what_was_asked_for() -> None:
    assert marked("谈框架合同", [(1, 3)], 20) == [("谈", False), ("框架", True), ("合同          ", False)]
    assert marked("[/b] x", [(0, 4)], 6) == [("[/b]", True), (" x", False)]
    assert marked("a\x1bb\nc", [(1, 2), (4, 5)], 20)[1:4:2] == [("␛", True), ("c", True)]
    assert marked("abc", [(2, 9), (0, 1), (0, 2)], 3) == [("a", True), ("b", True), ("c", True)]


def test_what_would_be_cut_off_is_brought_into_view() -> None:
    text = "很长的记录" * 40 + "钓鱼" + "后来" * 40
    pieces = marked(text, [(200, 202)], 30)
    assert ("钓鱼", True) in pieces and pieces[0][0].startswith("…")
    assert cells_of("".join(piece for piece, _is_marked in pieces)) == 30
    assert marked("x" * 100, [(90, 100)], 4)[0] == ("…", False)


def test_a_beginning_can_be_kept_where_something_is_left_out() -> None:
    text = "Tue 17 · 华为技术有限公司 · 曾国梁、孙强 · visit"
    first = text.index("孙强")
    pieces = marked(text, [(first, first + 2)], 24, lead=9)
    assert pieces[0][0].startswith("Tue 17 · …") and ("孙强", True) in pieces
    assert cells_of("".join(piece for piece, _is_marked in pieces)) == 24
    assert marked(text, [(0, 3)], 24, lead=9)[0] == ("Tue", True)
    assert ("孙强", True) in marked(text, [(first, first + 2)], 12, lead=9), "without room the mark goes first"


@given(TEXTS, SPANS, st.integers(0, 80), st.integers(0, 90))
def test_a_kept_beginning_fits_as_well(text: str, spans: list[tuple[int, int]], cells: int, lead: int) -> None:
    pieces = marked(text, spans, cells, lead=lead)
    assert cells_of("".join(piece for piece, _is_marked in pieces)) == cells_of(fit(text, cells))


def test_marks_move_with_the_texts_that_are_joined() -> None:
    assert joined([("ab", [(0, 1)]), ("", [(0, 1)]), ("cd", [(1, 2)])], " · ") == ("ab · cd", ((0, 1), (6, 7)))

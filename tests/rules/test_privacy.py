"""What is hidden from other eyes, and what never leaves."""

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from karep.rules.privacy import (
    DIGITS_LEFT,
    has_confidence,
    is_hidden,
    is_private,
    leaving,
    masked_numbers,
    masked_phone,
    outward,
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("13800138000", "•••••••••00"),
        ("+86 138-0013-8000", "+•• •••-••••-••00"),
        ("１３８００１３８０００", "•••••••••００"),
        ("12", "••"),
        ("", ""),
    ],
)
def test_a_phone_keeps_its_last_two_digits(number: str, expected: str) -> None:
    assert masked_phone(number) == expected


@given(st.text(alphabet="0123456789０１２３４５６７８９ +-()/ab"))
def test_never_more_than_two_digits_are_left(number: str) -> None:
    masked = masked_phone(number)
    assert len(re.findall(r"\d", masked)) <= DIGITS_LEFT
    assert len(masked) == len(number)
    assert re.sub(r"[\d•]", "#", masked) == re.sub(r"\d", "#", number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call 0755-2878 0808 now", "call ••••-•••• ••08 now"),
        ("谈１３８００１３８０００后", "谈•••••••••００后"),
        ("(415) 555-2671", "(•••) •••-••71"),
        ("2026-11-21 14:30", "2026-11-21 14:30"),
        ("2026-11-21 13800138000", "2026-11-21 •••••••••00"),
        ("¥12,000,000 in 7/12", "¥12,000,000 in 7/12"),
        ("S5 · 39 d · 7/12", "S5 · 39 d · 7/12"),
        ("[/x] \x1b[2J 13800138000", "[/x] \x1b[2J •••••••••00"),
        ("王总,13800138000", "王总,•••••••••00"),
        ("13800138000,王总", "•••••••••00,王总"),
        ("13800138000,13900139000", "•••••••••••,•••••••••00"),
        ("13800138000、13900139000", "•••••••••00、•••••••••00"),
        ("138\xa00013\u20078000", "•••\xa0••••\u2007••00"),
        ("138—0013—8000", "•••—••••—••00"),
        ("138_0013·8000", "•••_••••·••00"),
        ("138\n0013\r\n8000", "•••\n••••\r\n••00"),
        ("138,0013,8000", "•••,••••,••00"),
        ("\u202a+86\u202c 138\u200b0013 - 8000", "\u202a+••\u202c •••\u200b•••• - ••00"),
        ("0755-28780808转8001", "••••-••••••••转••01"),
        ("555 267 1234 ext. 567", "••• ••• •••• ext. •67"),
        ("4008-12-34-56", "••••-••-••-56"),
        ("2008-12-31-56", "••••-••-••-56"),
        ("2008-13-31", "••••-••-31"),
        ("0755-2010-11-22", "••••-••••-••-22"),
        ("800,1234567", "•••,•••••67"),
        ("010,123,456", "•••,•••,•56"),
        ("1,240,000,13800138000", "•,•••,•••,•••••••••00"),
        ("¥1,240,000, 2026/11/22", "¥1,240,000, 2026/11/22"),
        ("¥1,240,000 · 13800138000 · 1,240,000.50", "¥1,240,000 · •••••••••00 · 1,240,000.50"),
        ("on 2026/11/22, 2026.1.5 or 2026-11-22T14:30", "on 2026/11/22, 2026.1.5 or 2026-11-22T14:30"),
    ],
)
def test_only_what_could_be_a_phone_number_is_masked_in_a_text(text: str, expected: str) -> None:
    assert masked_numbers(text) == expected


OTHER = st.text(alphabet=st.characters(exclude_categories=("Nd", "Cs")))


@given(OTHER, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), OTHER)
def test_a_mobile_number_is_masked_wherever_it_stands(before: str, number: str, after: str) -> None:
    assert masked_numbers(before + number + after) == before + masked_phone(number) + after


BETWEEN = [
    *" -./_·,()–—－，　・",
    "",
    "\t",
    "\n",
    "\r\n",
    "\xa0",
    "\u2009",
    "\u200b",
    "\u202c",
    " - ",
    ") ",
    "  ",
    " · ",
]
AROUND = [
    "",
    " ",
    "王总",
    "王总,",
    "电话：",
    "(",
    "+",
    "tel.",
    ", ",
    ",",
    "，",
    "、",
    "; ",
    "\n",
    "¥1,240,000 ",
    "2026-11-22 ",
]


@given(
    st.sampled_from(AROUND),
    st.lists(st.from_regex("[0-9]{1,8}", fullmatch=True), min_size=1, max_size=6),
    st.lists(st.sampled_from(BETWEEN), min_size=5, max_size=5),
    st.sampled_from(AROUND),
)
def test_however_a_phone_is_written_two_digits_are_seen(
    before: str, groups: list[str], between: list[str], after: str
) -> None:
    number = "".join(part for pair in zip(groups, ["", *between], strict=False) for part in reversed(pair))
    assume(sum(map(len, groups)) >= 7)
    # what can be read as an amount or a date is taken for one
    assume(not re.search(r"\d[,，]\d{3}(?!\d)|(19|20)\d\d[-/.]\d", number))
    masked = masked_numbers(before + number + after)
    assert len(re.findall(r"\d", masked)) - len(re.findall(r"\d", before + after)) <= DIGITS_LEFT
    assert re.sub(r"[\d•]", "#", masked) == re.sub(r"[\d•]", "#", before + number + after)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 10**12), st.sampled_from("-/."))
def test_dates_and_amounts_stay(day: date, amount: int, sign: str) -> None:
    for text in (f"{day:%Y{sign}%m{sign}%d}", f"{day.year}{sign}{day.month}{sign}{day.day}", f"¥{amount:,}"):
        for around in ("{}", "on {}.", "({})", "王总,{}，S5", "{} · 7/12"):
            assert masked_numbers(around.format(text)) == around.format(text)


def test_some_fields_are_private_by_what_else_is_known() -> None:
    assert is_private("preference", "text")
    assert is_private("preference", "text", {"privacy": "sensitive"})
    assert not is_private("preference", "text", {"privacy": "internal"})
    assert is_private("occasion", "day", {"kind": "other", "person_id": "p"})
    assert is_private("occasion", "label", {"kind": "birthday", "person_id": ""})
    assert not is_private("occasion", "day", {"kind": "contract_end", "person_id": None})
    assert is_private("touch", "summary", {"kind": "gift"})
    assert not is_private("touch", "summary", {"kind": "visit"})
    assert is_private("touch", "private_note", {"kind": "visit"}) and is_private("touch", "private_note")
    assert is_private("follow_up", "bottom_line") and not is_private("follow_up", "what")
    assert is_hidden("account", "phone") and not is_private("account", "phone")


def test_the_bottom_line_never_leaves() -> None:
    assert leaving("follow_up", {"what": "x", "bottom_line": "y"}) == {"what": "x"}
    assert leaving("account", {"bottom_line": "y"}) == {"bottom_line": "y"}


def test_what_was_said_in_confidence_never_leaves() -> None:
    assert leaving("touch", {"summary": "x", "private_note": "y", "tags": "z"}) == {"summary": "x", "tags": "z"}
    assert leaving("promise", {"moved_reason": "x"}) == {"moved_reason": "x"}


# --- lines of notes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "begin",
    ["!!", "！！", "!！", "！!", "!!!", " !!", "\t！！", "　!!", "- !!", "* ！！", "· !!", "• !!", "-!!", "1. !!",
     "2、！！", "#!!", "\ufeff!!", "\u200b！！", "‼", "- ‼", "> !!", "!\ufe0f!", "! !", "(!!", "（1）！！", "(1) !!",
     "①!!", "a) !!", "一、！！", "→ !!", "☐ !!", "√!!", "[ ] !!", "- [x] !!", "📌!!", "“!!", "「！！", "1️⃣ !!",
     "1.1 !!", "ii. !!", "❗❗", "❗️❗️", "‼️", "⚠️ ！！"],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x85"])
def test_a_line_that_begins_so_stays_and_the_others_go(begin: str, end: str) -> None:
    note = end.join(["told", f"{begin} between us", "told too"])
    assert outward(note) == "told\ntold too" and has_confidence(note)
    assert outward(f"{begin}between us") == ""


@pytest.mark.parametrize(
    "note",
    ["", "great!! really", "a line\nof two!!", "!", "！", "1!!", "5! = 120!!", "- !\n!", "说！！", "A !!", "Ok!!",
     "十!!", "x\r\ny", "x␊y"],
)  # fmt: skip
def test_other_lines_go_as_they_are(note: str) -> None:
    assert outward(note) == note and not has_confidence(note)


@pytest.mark.parametrize("end", "␊␍⏎↵")
def test_a_picture_of_a_line_break_begins_a_line(end: str) -> None:
    note = end.join(["told", "!! between us", "told too"])
    assert outward(note) == f"told{end}told too" and has_confidence(note) and not has_confidence(outward(note))
    assert outward(f"!! between us{end}told") == "told" and outward(f"!! a{end}!! b") == ""
    assert not has_confidence("1.1.1.1." * 10_000 + "!"), "it is seen at once, however long the line is"


@given(
    st.lists(st.tuples(st.booleans(), st.text(alphabet="a!！ -价", max_size=5)), max_size=6),
    st.sampled_from(["\n", "\r\n", "\u2028"]),
)
def test_lines_that_stay_stay_and_only_these(lines: list[tuple[bool, str]], end: str) -> None:
    note = end.join(("- !!zq" if stays else "told ") + text for stays, text in lines)
    told = ["told " + text for stays, text in lines if not stays]
    assert outward(note).splitlines() == told
    assert outward(outward(note)) == outward(note) and not has_confidence(outward(note))


def test_own_words_are_private_unless_they_are_internal() -> None:
    assert not is_private("remark", "text", {"privacy": "internal"})
    for known in ({}, {"privacy": "personal"}, {"privacy": "sensitive"}):
        assert is_private("remark", "text", known)
    assert is_private("rewording", "text") and is_private("rewording", "generated")
    assert not is_private("remark", "period", {"privacy": "sensitive"})

"""The rep's own words in a report: nothing is lost, the order holds, what is left out or private stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from karep.db.store import Store
from karep.db.views.remarks import Remark
from karep.db.views.rewordings import Rewording
from karep.i18n import speaking
from karep.reports.own_words import dress, generated_words, keyed, may_be_reworded, read_own, words_to_reword
from karep.reports.render import line_words
from karep.reports.report import Figure, Line, Part, Report, Section, leaving
from karep.rules.periods import Period
from karep.rules.privacy import outward
from karep.rules.vocabulary import LESSONS, PRIVACY, REPORT_PARTS, STAGES
from tests.reports.conftest import Add

# --- by hand -----------------------------------------------------------------------------------------------------


def line(record_id: str, what: str = "said", **more: object) -> Line:
    return replace(Line("touch", record_id, (Part("what", what),)), **more)  # type: ignore[arg-type]


def report(*lines: Line, key: str = "activity", part: str = "accounts") -> Report:
    numbers = Line("touch", "", (Part("name", "Visits"),), figure=Figure(3, 2), name="visits")
    sections = (Section("numbers", "In short", (numbers,), part="headline"), Section(key, "x", lines, part=part))
    return Report("Week", "", sections, period="2026-W47", language="en")


def remark(text: str = "mine", number: int = 1, **more: object) -> Remark:
    known = Remark(f"r{number}", "2026-W47", "headline", text, None, None, None, None, None, "internal", f"at {number}")
    return replace(known, **more)  # type: ignore[arg-type]


def rewording(key: str, number: int = 1, **more: object) -> Rewording:
    return replace(Rewording(f"w{number}", "2026-W47", key, None, None, False, ()), **more)  # type: ignore[arg-type]


def ids(section: Section) -> list[str]:
    return [one.record_id for one in section.lines]


def text_of(dressed: Report) -> str:
    return "\n".join(part.text for _key, one in keyed(dressed) for part in one.parts)


def test_a_key_is_the_record_wherever_it_stands_in_its_section() -> None:
    heading = line("", name="overdue", lines=(line("t1"),))
    below = report(heading, line("t2"), line("t2"))
    assert [key for key, _line in keyed(below)] == [
        "numbers/visits", "activity/overdue", "activity/touch:t1", "activity/touch:t2", "activity/touch:t2#2",
    ]  # fmt: skip
    twice = report(line("a", lines=(line("t1"),)), line("b", lines=(line("t1"),)))
    assert [key for key, _line in keyed(twice)][1:] == [
        "activity/touch:a", "activity/touch:a/touch:t1", "activity/touch:b", "activity/touch:b/touch:t1",
    ]  # fmt: skip


def test_own_lines_stand_in_the_section_of_their_part() -> None:
    remarks = [
        remark("成了", 1),
        remark("rivals", 2, part="market"),
        remark("warned", 3, part="warnings", account_id="a1", account_name="华为"),
        remark("learned", 4, part="lessons", lesson="avoid", stage="S5"),
        remark("worked well", 5, part="lessons", lesson="worked"),
        remark("a drawing", 6, part="help", department="technical"),
        remark("anybody", 7, part="help"),
        remark("a lawyer", 8, part="help", department="Legal"),
    ]
    dressed = dress(report(line("t1")), remarks, [])
    assert [one.key for one in dressed.sections] == [
        "highlights", "numbers", "activity", "market", "own.warnings", "lessons", "help",
    ]  # fmt: skip
    assert [one.part for one in dressed.sections] == [
        "headline", "headline", "accounts", "market", "warnings", "lessons", "help",
    ]  # fmt: skip
    assert ids(dressed.section("lessons")) == ["r5", "r4"], "what worked comes first"
    assert [part.text for part in dressed.section("lessons").lines[1].parts] == ["To avoid", "S5 Propose", "learned"]
    helped = dressed.section("help").lines
    assert [(one.record_id, one.name) for one in helped] == [("r7", ""), ("", "technical"), ("", "Legal")]
    assert [below.record_id for one in helped for below in one.lines] == ["r6", "r8"]
    [warned] = dressed.section("own.warnings").lines
    assert (warned.part("account"), warned.account_id, warned.origin) == ("华为", "a1", "own")
    with speaking("zh"):
        assert dress(report(), remarks, []).section("help").lines[1].part("what") == "技术"


def test_reworded_words_stand_instead_and_show_that_the_record_changed() -> None:
    stored = rewording("activity/touch:t1", text="mine", generated=generated_words(line("t1", "6 d overdue"), "en"))
    for words in ("6 d overdue", "7 d overdue", "已超期7天"):
        [same] = dress(report(line("t1", words)), [], [stored]).section("activity").lines
        assert (same.parts, same.origin, same.generated) == ((Part("reworded", "mine"),), "reworded", words)
    again = line("t1", sources=(("follow_up", "f1"),))
    for now, override in ((again, stored), (line("t1"), replace(stored, changed=True))):
        [other] = dress(report(now), [], [override]).section("activity").lines
        assert (other.part("reworded"), other.origin) == ("mine", "outdated")
        assert '"said"' in generated_words(other, "en"), "words that are said anew stand instead of what is generated"


def test_a_reworded_line_that_is_no_more_keeps_its_words_at_the_end() -> None:
    gone = rewording("activity/touch:gone", text="still said", generated="en: was")
    dressed = dress(report(line("t1"), line("t2")), [], [gone]).section("activity")
    assert [(one.noun, one.record_id, one.origin) for one in dressed.lines] == [
        ("touch", "t1", ""), ("touch", "t2", ""), ("rewording", "w1", "outdated"),
    ]  # fmt: skip
    assert dressed.lines[-1].part("reworded") == "still said"
    elsewhere = dress(report(), [], [rewording("stages/stage_change:x", text="moved"), rewording("own.gifts/a:b", 2)])
    assert "moved" in text_of(elsewhere) and "moved" in text_of(leaving(elsewhere))
    hidden = dress(report(line("t1")), [], [gone, rewording("activity/rewording:w1", 2, left_out=True)])
    assert hidden.section("activity").lines[-1].origin == "hidden"


def test_what_is_left_out_is_on_the_screen_and_nowhere_else() -> None:
    heading = Line("touch", "", (Part("what", "Overdue"),), name="overdue", lines=(line("t1", "secret"),))
    dressed = dress(report(heading, line("t2", "open")), [], [rewording("activity/touch:t1", left_out=True)])
    [inner] = dressed.section("activity").lines[0].lines
    assert inner.origin == "hidden" and inner.part("what") == "secret"
    assert [tuple(one) for one in dressed.withheld] == [("touch", "t1", "", "hidden")]
    left = leaving(dressed)
    assert "secret" not in text_of(left) and "open" in text_of(left) and left.withheld == ()
    assert "Overdue" not in text_of(left), "a heading over nothing goes too"
    figure = dress(dressed, [], [rewording("numbers/visits", left_out=True)])
    assert leaving(figure).section("numbers").lines == ()


def test_a_line_stays_left_out_where_its_record_moves_within_the_section() -> None:
    out = rewording("activity/touch:t1", left_out=True)
    heading = Line("touch", "", (Part("what", "Late"),), name="late", lines=(line("t1", "secret"),))
    for lines in ([line("t1", "secret")], [heading], [line("t1", "secret"), heading]):
        assert "secret" not in text_of(leaving(dress(report(*lines), [], [out])))


def test_a_number_is_never_reworded_but_its_words_are_not_lost() -> None:
    dressed = dress(report(), [], [rewording("numbers/visits", text="many")])
    first, *rest = dressed.section("numbers").lines
    assert first.figure == Figure(3, 2) and not may_be_reworded(first)
    assert [one.part("reworded") for one in rest] == ["many"]


def test_lines_stand_in_the_order_of_the_rep_and_new_ones_where_they_come() -> None:
    order = rewording("activity", sequence=("activity/touch:c", "activity/touch:gone", "activity/touch:a"))
    made = report(line("new"), line("a"), line("after a"), line("b"), line("c"), line("after c"))
    dressed = dress(made, [], [order, rewording("activity/touch:x", 2, text="vanished")])
    assert ids(dressed.section("activity")) == ["new", "c", "after c", "a", "after a", "b", "w2"]
    nested = report(line("head", lines=(line("a"), line("c"))))
    assert [one.record_id for one in dress(nested, [], [order]).section("activity").lines[0].lines] == ["c", "a"]


def test_private_own_words_are_for_the_screen_alone() -> None:
    remarks = [
        remark("zqpersonal\n!! zqinner", 1, privacy="personal"),
        remark("zqsensitive", 2, part="help", department="technical", privacy="sensitive"),
        remark("told\r\n ！！zqhidden\n* !! zqbullet\nalso told", 3),
        remark("!! zqonly", 4),
    ]
    dressed = dress(report(line("t1")), remarks, [rewording("activity/touch:t1", text="so\n!!zqline")])
    shown = text_of(dressed)
    assert "zqpersonal" in shown and "zqsensitive" in shown and "zqonly" in shown, "the rep sees them"
    assert "zqhidden" not in shown and "zqbullet" not in shown and "zqline" not in shown
    private = {one.record_id for _key, one in keyed(dressed) if one.level == "inward"}
    assert private == {"r1", "r2", "r4"}
    left = text_of(leaving(dressed))
    assert "zq" not in left and "told\nalso told" in left and "Technical" not in left
    assert sorted(tuple(one) for one in dressed.withheld) == [
        ("remark", "r1", "", "privacy"), ("remark", "r2", "", "privacy"), ("remark", "r3", "text", "private_line"),
        ("remark", "r4", "text", "private_line"), ("rewording", "w1", "text", "private_line"),
    ]  # fmt: skip


def test_words_that_are_all_in_confidence_leave_the_line_out() -> None:
    dressed = dress(report(line("t1", "generated")), [], [rewording("activity/touch:t1", text="!! zq")])
    assert "zq" not in text_of(leaving(dressed))


def test_what_is_written_is_read_for_its_period_alone(store: Store, add: Add) -> None:
    account = add("account", name="华为")
    add("remark", period="2026-W47", part="headline", text="first", account_id=account)
    add("remark", period="2026-W47", part="headline", text="second")
    add("remark", period="2026-W46", part="headline", text="other")
    add("rewording", period="2026-W47", line="activity", sequence='["activity/touch:a", 3]')
    add("rewording", period="2026-11", line="activity")
    remarks, rewordings = read_own(store.connection, Period("week", date(2026, 11, 16)))
    assert [(one.text, one.account_name) for one in remarks] == [("first", "华为"), ("second", None)]
    assert [one.sequence for one in rewordings] == [("activity/touch:a",)]


# --- whatever is generated and written ---------------------------------------------------------------------------

WORDS = st.text("ab!！\n 价", max_size=6)
NAMES = st.sampled_from(["", "", "", "visits", "a/b#2"])
SECTIONS = (("numbers", "headline"), ("activity", "accounts"), ("promises", "commitments"), ("market", "market"))


def lines_of(depth: int) -> st.SearchStrategy[tuple[Line, ...]]:
    below = lines_of(depth - 1) if depth else st.just(())
    made = st.builds(
        lambda noun, number, text, name, lines, counts: Line(
            noun,
            "" if name else number,
            (Part("what", text),) if text else (),
            lines=lines,
            name=name,
            figure=Figure(1, 0) if counts else None,
        ),
        st.sampled_from(["touch", "promise"]), st.sampled_from("1234"), WORDS, NAMES, below, st.booleans(),
    )  # fmt: skip
    return st.lists(made, max_size=4).map(tuple)


REPORTS = st.tuples(*(lines_of(2) for _one in SECTIONS)).map(
    lambda found: Report(
        "x", "", tuple(Section(key, key, lines, part=part) for (key, part), lines in zip(SECTIONS, found, strict=True)),
        language="en",
    )
)  # fmt: skip
REMARKS = st.lists(
    st.builds(
        lambda part, text, lesson, stage, department, privacy: (part, text, lesson, stage, department, privacy),
        st.sampled_from(list(REPORT_PARTS)), WORDS.filter(str.strip), st.sampled_from([None, *LESSONS]),
        st.sampled_from([None, *STAGES]), st.sampled_from([None, "technical", "Legal", "a/b"]),
        st.sampled_from(list(PRIVACY)),
    ),
    max_size=5,
).map(
    lambda found: [
        Remark(f"r{number}", "2026-W47", part, text, lesson, stage, department, None, None, privacy, str(number))
        for number, (part, text, lesson, stage, department, privacy) in enumerate(found)
    ]
)  # fmt: skip


@st.composite
def overridden(draw: st.DrawFn) -> tuple[Report, list[Remark], list[Rewording]]:
    """A report with own words: about its own lines, lines that are no more, and things that never were."""
    made, remarks = draw(REPORTS), draw(REMARKS)
    keys = [key for key, _line in keyed(dress(made, remarks, []))]
    known = st.sampled_from([*keys, "activity/touch:9", "gone/touch:1", "own.gifts/touch:1", "activity", "activity/x"])
    words = st.none() | WORDS.filter(str.strip)
    order: st.SearchStrategy[tuple[str, ...]] = st.just(()) | st.lists(known, unique=True).map(tuple)
    order |= st.permutations(keys).map(tuple)
    found = draw(st.lists(st.tuples(known, words, words, st.booleans(), order), max_size=6))
    sections = draw(st.lists(st.tuples(st.sampled_from([key for key, _part in SECTIONS]), order), max_size=2))
    rewordings = [
        Rewording(f"w{number}", "2026-W47", key, text, before, out, sequence)
        for number, (key, text, before, out, sequence) in enumerate(
            [*found, *((key, None, None, False, sequence) for key, sequence in sections)]
        )
    ]
    return made, remarks, rewordings


def every_line(found: Report) -> Iterator[Line]:
    return (one for _key, one in keyed(found))


def called(lines: Sequence[Line] | Iterator[Line]) -> Counter[tuple[str, str, str]]:
    return Counter((one.noun, one.record_id, one.name) for one in lines)


@settings(max_examples=60, deadline=None)
@given(overridden())
def test_nothing_is_lost(made: tuple[Report, list[Remark], list[Rewording]]) -> None:
    generated, remarks, rewordings = made
    dressed = dress(generated, remarks, rewordings)
    own = [one for one in every_line(dressed) if one.noun in ("remark", "rewording")]
    assert called(one for one in every_line(dressed) if one.noun not in ("remark", "rewording")) == called(
        every_line(generated)
    )
    assert Counter(one.record_id for one in own if one.noun == "remark" and one.record_id) == Counter(
        one.id for one in remarks
    )
    said = {part.text for one in every_line(dressed) for part in one.parts}
    for one in remarks:
        assert (outward(one.text).strip() or one.text.strip()) in said
    for other in rewordings:
        if other.text and outward(other.text).strip():
            assert outward(other.text).strip() in said
    keys = [key for key, _line in keyed(dressed)]
    assert len(set(keys)) == len(keys)


@settings(max_examples=60, deadline=None)
@given(overridden())
def test_dressing_twice_is_dressing_once(made: tuple[Report, list[Remark], list[Rewording]]) -> None:
    dressed = dress(*made)
    assert dress(dressed, *made[1:]) == dressed


@settings(max_examples=60, deadline=None)
@given(overridden())
def test_nothing_leaves_that_shall_stay(made: tuple[Report, list[Remark], list[Rewording]]) -> None:
    dressed = dress(*made)
    left = leaving(dressed)
    private = {one.id for one in made[1] if one.privacy != "internal"}
    for one in every_line(left):
        assert one.origin != "hidden" and not one.generated
        assert one.noun != "remark" or one.record_id not in private
        own = one.noun == "remark" or one.part("reworded")
        assert not own or all(outward(part.text).strip() == part.text for part in one.parts if part.name != "stage")
    listed = {one.record_id for one in dressed.withheld if one.why == "privacy"}
    assert listed == private


@settings(max_examples=60, deadline=None)
@given(st.permutations("abcdef"), st.sets(st.sampled_from("abcdef")), st.lists(st.integers(0, 8), max_size=3))
def test_the_order_holds_when_lines_come_and_go(wanted: list[str], gone: set[str], come: list[int]) -> None:
    order = rewording("activity", sequence=tuple(f"activity/touch:{one}" for one in wanted))
    later = [one for one in "abcdef" if one not in gone]
    for place in come:
        later.insert(place, f"new {len(later)}")
    found = ids(dress(report(*map(line, later)), [], [order]).section("activity"))
    assert [one for one in found if one in wanted] == [one for one in wanted if one not in gone]
    assert Counter(found) == Counter(later)
    for behind, one in pairwise(later):
        if one.startswith("new"):
            assert found[found.index(one) - 1] == behind, "a new line stays behind the one that it comes behind"


def test_what_became_of_a_line_stays_as_it_is_now() -> None:
    def at(days: int) -> Line:
        return Line("promise", "p", (Part("state", f"{days} d overdue"), Part("what", "quote")), state="overdue")

    (key,) = (key for key, one in keyed(report(at(2))) if one.noun == "promise")
    words = rewording(key, text="the long quote")
    (found,) = dress(report(at(4)), [], [words]).section("activity").lines
    assert line_words(found) == "4 d overdue · the long quote"
    assert words_to_reword(at(4)) == "quote" and words_to_reword(found) == "the long quote"

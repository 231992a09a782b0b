"""Templates of the rep's company: what they can fill in, what they cannot reach, and what is said when one is wrong."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from karep.i18n import speaking, use_language
from karep.reports.document import document
from karep.reports.formats import TemplateRefused, find_templates, template_form, write
from karep.reports.report import Report
from karep.reports.template import fill_template
from karep.reports.template_sandbox import LARGEST_OUTPUT, LONGEST_TEMPLATE
from karep.rules.visible import visible
from tests.hostile import hostile_texts
from tests.reports.full_report import full_report
from tests.reports.page_reader import read_page

DOCS = Path(__file__).resolve().parents[2] / "docs"
Fill = Callable[..., str]


@pytest.fixture(scope="module")
def report() -> Report:
    return full_report()


@pytest.fixture
def fill(report: Report) -> Fill:
    return lambda text, html=False: fill_template(text, report, html=html)


def why(text: str, *, html: bool = False) -> str:
    with pytest.raises(TemplateRefused) as refused:
        fill_template(text, full_report(), html=html)
    return str(refused.value)


def examples(page: str) -> list[str]:
    return re.findall(r"^```jinja\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize(("page", "language"), [("report-templates.md", "en"), ("report-templates.zh.md", "zh")])
def test_the_examples_of_the_manual_make_the_report(page: str, language: str) -> None:
    told = full_report(["<b>x</b> & _y_"])
    with speaking(language):
        whole, short = examples(page)
        made = read_page(fill_template(whole, told, html=True))
        titles = [part["title"] for part in document(told)["parts"]]
        markdown = fill_template(short, told, html=False)
    assert [title in " ".join(made.texts) for title in titles] == [True] * 13
    assert "<b>x</b> & _y_" in " ".join(made.texts)
    assert "b" not in [tag for tag, _attributes in made.elements]
    assert "**7**" in markdown
    assert r"\<b\>x\</b\> & \_y\_" in markdown


def test_what_is_given_is_escaped_in_a_page_and_harmless_everywhere() -> None:
    hostile = [one for one in hostile_texts() if one.strip()]
    given = full_report(hostile)
    template = "{% for one in report.parts[1].sections[0].lines %}<p>{{ one.fields.account }}</p>{% endfor %}"
    page = read_page(fill_template(template, given, html=True))
    assert page.elements == [("p", ())] * len(hostile)
    assert page.texts == [visible(one) for one in hostile]
    plain = fill_template(template, given, html=False)
    assert visible(plain) == plain


def test_what_stays_with_the_rep_is_not_given(fill: Fill) -> None:
    line = "{% for one in section.lines %}{{ one.words }}{{ one.generated is defined }}{% endfor %}"
    dump = f"{{% for part in report.parts %}}{{% for section in part.sections %}}{line}{{% endfor %}}{{% endfor %}}"
    assert "other words" not in fill(dump)
    assert "True" not in fill(dump)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{{ 1200000 | amount('CNY') }}", "¥1,200,000"),
        ("{{ '1200000.50' | amount('CNY') }}", "¥1,200,000.50"),
        ("{{ 1200000 | amount('CNY', true) }}", "¥1.2M"),
        ("{{ 3 | percent(4) }}", "75%"),
        ("{{ '2026-11-20T09:30' | day }}", "20 Nov 2026"),
        ("{{ 'a\n*b*' | markdown }}", r"a / \*b\*"),
        ("{{ report.parts[0].sections[1].lines[0].figure | figure }}", "7"),
        ("{{ none }}|{{ 'a' ~ 1 ~ 'b' }}|{{ [1, 2] | join('-') }}|{{ 5 % 3 + 2 * 2 }}", "|a1b|1-2|6"),
        ("{% set n = namespace(k=0) %}{% for i in [1, 2] %}{% set n.k = n.k + i %}{{ loop.last }}{% endfor %}{{ n.k }}",
         "FalseTrue3"),
        ("{{ 2.345 | round(1) }} {{ 'a-b' | replace('-', '+') }} {{ report.title.upper() }}",
         "2.3 a+b WEEKLY SUMMARY · 2026-W47"),
        ("{% for one in report.parts | groupby('number') %}{{ one.grouper }}{{ one.list | length }} {% endfor %}",
         "".join(f"{n}1 " for n in range(1, 14))),
        ("{{ 5 | amount('JPY') }} {{ '-0.5' | amount }} {{ 'inf' | float }} {{ ' a ' | trim }}", "JPY 5 -0.50 0.0 a"),
        ("{{ nothing | default('-') }}{{ report.nothing is defined }}", "-False"),
    ],
)  # fmt: skip
def test_what_templates_can_do(fill: Fill, text: str, made: str) -> None:
    assert fill(text) == made


def test_a_template_can_show_all_that_it_is_given(fill: Fill) -> None:
    shown = json.loads(fill("{{ report }}"))
    told = document(full_report())
    assert [part["title"] for part in shown["parts"]] == [part["title"] for part in told["parts"]]
    assert shown["parts"][0]["sections"][0]["lines"][0] == {
        **{"name": "", "account_id": "", "opportunity_id": "", "day": "", "time": "", "state": "", "level": ""},
        **{"values": {}, "figure": None, "own": False, "reworded": False, "sources": [], "lines": []},
        **told["parts"][0]["sections"][0]["lines"][0],
    }
    assert json.loads(fill("{{ report | string }}")) == shown


def test_days_and_amounts_are_in_the_language_of_the_report(fill: Fill) -> None:
    with speaking("zh"):
        assert fill("{{ '2026-11-20' | day }} {{ 1200000 | amount('CNY', true) }}") == "2026年11月20日 ¥120万"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ report.__class__.__mro__ }}",
        "{{ report['__class__'] }}",
        "{{ ''['__class__'] }}",
        "{{ report | attr('__class__') }}",
        "{{ '{0.__class__}'.format(report) }}",
        "{{ '{x.__class__}'.format_map(report) }}",
        "{{ '%s' | format(report) }}",
        "{{ [report] | map(attribute='__class__') | join }}",
        "{{ range.__init__ }}",
        "{{ report.clear() }}",
        "{{ report.update({'a': 1}) }}",
        "{{ report.pop('title') }}",
        "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% autoescape false %}{{ report.title }}{% endautoescape %}",
        "{{ report.title | safe }}",
        "{{ report.title | urlize }}",
        "{{ {'a': report.title} | xmlattr }}",
        "{{ range }}",
        "{{ [range] }}",
        "{{ [[1]] | join }}",
        "{% for x in report._ %}{% endfor %}",
        "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(1) }}",
    ],
)
def test_what_templates_must_not_do_is_refused_with_its_line(text: str) -> None:
    for html in (False, True):
        assert re.match(r"line 3: ", why(f"\n{{# two #}}\n{text}", html=html)), text


GROWN = "{% set ns = namespace(t='aaaaaaaaaa', u='', l=[]) %}" + "{% set ns.t = ns.t ~ ns.t %}" * 15
GROWN += "{% set ns.u = ns.t[1:] ~ 'b' %}"
TOO_MUCH = [
    "{{ 'x' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'x'.ljust(1000000000) }}",
    "{{ 'x' | center(1000000000) }}",
    "{{ 'x' | indent(1000000000) }}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{{ 2 ** 1000000000 }}",
    "{{ 1 | round(999999999, 'ceil') }}",
    "{{ 1 | round(999999999) }}",
    "{% for i in range(1000000000) %}{% endfor %}",
    "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}",
    "{% for i in range(9999) recursive %}{{ loop(range(9999)) }}{% endfor %}",
    "{% for i in [1] recursive %}{{ loop([1]) }}{{ loop([1]) }}{% endfor %}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set x = 'abcdefgh' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
    "{% set x = 'abcdefgh' %}" + "{% set x = x + x %}" * 60 + "{{ x }}",
    "{% set x = 'abcdefgh' %}" + "{% set x = x | replace('', x) %}" * 6 + "{{ x }}",
    "{% set x = [1] %}" + "{% set x = [x, x] %}" * 60 + "{{ x }}",
    "{% set x = [1] %}" + "{% set x = x + x %}" * 60 + "{{ x | length }}",
    "{% set x = report.parts %}" + "{% set x = x + x %}" * 16 + "{{ x }}",
    "{% set x %}{% for i in range(9999) %}" + "y" * 1000 + "{% endfor %}{% endset %}{{ x }}",
    "{{ range(9999) | map('string') | join('" + "y" * 1000 + "') }}",
    "{% for i in range(9999) %}{{ range(9999) | sort | length }}{% endfor %}",
    *(f"{GROWN}{{% for j in range(30) %}}{{% for i in range(9999) %}}{one}{{% endfor %}}{{% endfor %}}" for one in (
        "{% if ns.t is lower %}{% endif %}",
        "{% if 'b' in ns.t %}{% endif %}",
        "{% if ns.t == ns.u %}{% endif %}",
        "{% if [ns.t] is eq([ns.u]) %}{% endif %}",
        "{% if ns.t[::-1] == 'a' %}{% endif %}",
        "{% set ns.l = ns.l + [ns.t[1:]] %}",
        "{% set ns = namespace(before=ns, t=ns.t ~ 'a', u='', l=[]) %}",
        "{% set ns.l = ns.l + ['a' | replace('', ns.t)] %}",
        "{% set x %}{{ ns.t }}{% endset %}",
        "{% set x = ns.t | sort %}",
        "{% set x = ns.t.split('a') %}",
        "{% set x = ns.t.startswith(ns.u) %}",
        "{% set x = [ns.t, ns.u] | max %}",
        "{% if loop.changed(ns.t) %}{% endif %}",
        "{% if report | string %}{% endif %}",
        "{% set x = report.parts | map(attribute='a.a.a.a.a.a.a.a.a.a', default=1) | list %}",
        "{% if 1" + " < 2" * 4000 + " %}{% endif %}",
    )),
    f"{GROWN}{{{{ ns.t | trim(ns.u) }}}}",
    f"{GROWN}{{{{ ns.t.strip(ns.u) }}}}",
    "{% macro m() %}{% if 1" + " < 2" * 4000 + " %}{% endif %}{% endmacro %}"
    "{% for i in range(9999) %}{{ m() }}{% endfor %}",
    "{% set x %}" + "{{ 1 }}" * 25_000 + "{% endset %}",
    "{{ 1" + " < 2" * 40_000 + " }}",
    "{{ [1] | map(attribute='" + "a." * 50_000 + "a', default=1) | list }}",
    "{{ 1e999 }}",
    "{{ 0x" + "f" * 1000 + " }}",
]  # fmt: skip


@pytest.mark.parametrize("text", TOO_MUCH, ids=range(len(TOO_MUCH)))
def test_no_template_can_fill_the_memory_or_take_forever(text: str) -> None:
    assert re.match(r"line 2: ", why(f"\n{text}"))


def test_a_template_that_is_or_makes_too_much_is_refused() -> None:
    long = "{% for i in range(9999) %}" + "y" * 1000 + "{% endfor %}"
    assert why(long) == "it makes more than 5,000,000 characters"
    assert why("{% for i in [1] %}" * 25 + "{% endfor %}" * 25) == "line 1: it makes too much or takes too long"
    assert why(" " * (LONGEST_TEMPLATE + 1)) == "it has more than 200,000 characters"
    assert len(fill_template("x" * LONGEST_TEMPLATE, full_report(), html=False)) <= LARGEST_OUTPUT


@pytest.mark.parametrize(
    "text", ["1e999990", "1e99999", "-1e17", "9" * 400, "nan", "sNaN", "inf", "", "x"], ids=range(9)
)
def test_an_amount_without_end_is_refused_before_it_is_reckoned(text: str) -> None:
    assert why(f"{{{{ '{text}' | amount }}}}").startswith(f"line 1: this cannot be reckoned: “{text[:99]}")


@pytest.mark.parametrize("text", ["'%999999999d' is divisibleby(5)", "'%999999999d' is odd", "'%999999999d' is even"])
def test_tests_of_numbers_write_no_texts(text: str) -> None:
    assert re.match("line 1: a template may not use “(divisibleby|odd|even)”", why(f"{{% if {text} %}}{{% endif %}}"))


@pytest.mark.parametrize("text", [
    "{{ {'a': 1} | round }}", "{{ 'a' < 1 }}", "{{ [1] | dictsort }}", "{{ 'a' | truncate(1) }}", "{{ -'a' }}",
    "{{ 'x' | day }}", "{{ 'x' | percent }}", "{{ 1 | percent('nan') }}", "{{ 'inf' | percent }}",
    "{{ 'a'.split('') }}",
    "{{ range('a') }}", "{{ 5 | list }}", "{{ [2, 'a'] | sort }}", "{{ " + "9" * 5000 + " }}",
])  # fmt: skip
def test_what_goes_wrong_is_said_with_its_line_and_without_the_words_of_python(text: str) -> None:
    said = why(f"\n{text}")
    assert re.match("line [12]: ", said)
    assert not re.search("object|instance|str|int|float|isoformat|supported|digits", said), said


def test_a_fault_of_ours_is_not_taken_for_one_of_the_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_report: Report) -> None:
        raise KeyError("ours")

    (tmp_path / "a.md.j2").write_text("x")
    monkeypatch.setattr("karep.reports.template.document", broken)
    with pytest.raises(KeyError):
        write(full_report(), "md", template=tmp_path / "a.md.j2")


def test_the_whole_sentence_names_the_file_once(tmp_path: Path) -> None:
    (tmp_path / "a.md.j2").write_text("{{ wer }}")
    with pytest.raises(TemplateRefused) as refused:
        write(full_report(), "md", template=tmp_path / "a.md.j2")
    name = tmp_path / "a.md.j2"
    reason = "line 1: there is nothing called “wer” here"
    assert str(refused.value) == f"The template {name} could not be filled in ({reason})."


def test_a_report_of_many_lines_is_well_within_what_a_template_may_take() -> None:
    given = full_report([f"客户 {n} needs a quotation for the second line" for n in range(300)])
    for page in ("report-templates.md", "report-templates.zh.md"):
        for text in examples(page):
            assert fill_template(text, given, html=True)


def test_what_is_wrong_is_said_with_its_line_in_both_languages() -> None:
    assert why("{{ parts }}") == ("line 1: there is nothing called “parts” here; the report has it as “report.parts”")
    assert why("{{ report.parts[0].titel }}") == "line 1: there is nothing called “titel” here"
    assert why("{{ report.period.parts }}") == "line 1: there is nothing called “parts” here"
    assert why("{{ [[1]] }}") == "line 1: a list that a template writes may hold no other list"
    assert why("{% autoescape false %}{% endautoescape %}") == "line 1: a template may not use “autoescape”"
    assert why("{% from 'x' import y %}") == "line 1: a template may not use “import”"
    assert why("a\n{{ report.titel }}") == "line 2: there is nothing called “titel” here"
    assert why("{{ wer }}") == "line 1: there is nothing called “wer” here"
    assert why("a\nb\n{% if %}") == (
        "line 3: this is not written as Jinja has it: Expected an expression, got 'end of statement block'"
    )
    assert why("\n\n\n{{ 1 / 0 }}") == "line 4: this cannot be reckoned: division by zero"
    assert why("{{ 'x' | amount }}") == "line 1: this cannot be reckoned: “x” is no amount"
    assert why("{{ ''.__class__ }}") == "line 1: a template may not use “__class__”"
    assert why("{{ 'x' * 3 }}") == "line 1: a template may not use “*”"
    assert why("{% for i in range(99999) %}{% endfor %}") == "line 1: it makes too much or takes too long"
    use_language("zh")
    assert why("a\n{{ report.titel }}") == "第 2 行：这里没有叫“titel”的内容"
    assert why("{% include 'x' %}") == "第 1 行：模板里不能使用“include”"


def test_an_error_shows_nothing_that_acts_on_a_terminal() -> None:
    said = why("{{ report['\x1b[2J'] }}")
    assert visible(said) == said
    assert "␛" in said


def test_two_fillings_are_the_same(fill: Fill) -> None:
    whole, _short = examples("report-templates.md")
    assert fill(whole, True) == fill(whole, True)


def test_templates_of_a_folder_are_found_by_their_names(tmp_path: Path) -> None:
    for name in ("b.html.j2", "a.MD.j2", "c.txt.j2", "d.j2", "e.html", "f.pdf.j2", "g.csv.j2", "h.json.j2", ".md.j2"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder.md.j2").mkdir()
    found = find_templates(tmp_path)
    assert [path.name for path in found] == ["a.MD.j2", "b.html.j2", "c.txt.j2"]
    assert [template_form(path.name) for path in found] == ["md", "html", "txt"]
    assert find_templates(tmp_path / "nowhere") == []
    with pytest.raises(TemplateRefused, match=r"one of \.html\.j2, \.md\.j2, \.txt\.j2"):
        template_form("g.csv.j2")

"""From a file to records: every row is a record, a refusal with its line, or skipped and said so."""

import csv
import io
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.exchange.dates import Day
from karep.exchange.errors import DateOrderUndecided, NoNameColumn, SheetRefused, SheetUnreadable
from karep.exchange.mapping import Kind
from karep.exchange.plan import Plan, open_plan
from karep.exchange.records import Entry, Record, Refusal, Skipped
from karep.i18n import use_language

T = TypeVar("T")


@pytest.fixture
def write(tmp_path: Path):
    def to_file(text: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return to_file


def of_type(entries: list[Entry], kind: type[T]) -> list[T]:
    return [entry for entry in entries if isinstance(entry, kind)]


def records(plan: Plan) -> list[Record]:
    return of_type(list(plan.entries()), Record)


def test_accounts_with_facts(write) -> None:
    plan = open_plan(write("客户名称(*),客户级别,电话,下次联系时间\n华为,A（重点客户）,'+86755,45866\n中兴,钻石,无,\n"))
    assert plan.kind is Kind.ACCOUNTS
    assert list(plan.entries()) == [
        Record(
            2,
            {"name": "华为", "phone": "+86755"},
            account_facts=[("客户级别", "A（重点客户）"), ("下次联系时间", "45866")],
        ),
        Record(3, {"name": "中兴", "tier": "diamond"}),
    ]


def test_people_with_their_company(write) -> None:
    text = (
        "Salutation,First Name,Last Name,Account Name,Account ID,Title,Reports To,Birthdate,Mailing City\n"
        "Ms.,Ada,Lovelace,Analytical Engines,001A,CTO,Charles Babbage,1815-12-10,London\n"
        "先生,国藩,曾,,002B,总督,,,长沙\n"
    )
    first, second = records(open_plan(write(text)))
    assert first.account == {"name": "Analytical Engines", "external_id": "001A"}
    assert first.person == {"form_of_address": "Ms.", "name": "Ada Lovelace", "title": "CTO", "address": "London"}
    assert first.links == {"reports_to_name": "Charles Babbage"}
    assert first.birthday == Day(12, 10, 1815)
    assert second.account is None
    assert second.person == {"form_of_address": "先生", "name": "曾国藩", "title": "总督", "address": "长沙"}
    assert second.links == {"account_external_id": "002B"}


def test_roles_of_a_chinese_sheet(write) -> None:
    text = (
        "姓名(*),客户名称(*),是否关键决策人,联系人角色\n王建国,华为,是,使用者\n李敏,华为,否,红颜知己\n陈工,华为,也许,\n"
    )
    first, second, third = records(open_plan(write(text)))
    assert first.roles == ("decision_maker", "user")
    assert (second.roles, second.person_facts) == ((), [("联系人角色", "红颜知己")])
    assert (third.roles, third.person_facts) == ((), [("是否关键决策人", "也许")])


def test_companies_and_people_told_apart_by_a_column(write) -> None:
    text = "Name,Is a company,Related company,Phone\nAcme,1,Holding,123\nBob,0,Acme,456\nJoe,0,,\nX,perhaps,,\n"
    entries = list(open_plan(write(text)).entries())
    assert entries[:3] == [
        Record(2, {"name": "Acme", "phone": "123"}, links={"parent_name": "Holding"}),
        Record(3, {"name": "Acme"}, {"name": "Bob", "phone": "456"}),
        Record(4, None, {"name": "Joe"}),
    ]
    assert isinstance(entries[3], Refusal)
    assert entries[3].line == 5


def test_rows_that_continue_the_account_above(write) -> None:
    text = "name,child_ids/name,child_ids/phone\nAcme,Bob,1\n,Joe,2\nOther,,\n"
    found = records(open_plan(write(text)))
    assert [(record.account, record.person) for record in found] == [
        ({"name": "Acme"}, {"name": "Bob", "phone": "1"}),
        ({"name": "Acme"}, {"name": "Joe", "phone": "2"}),
        ({"name": "Other"}, None),
    ]


def test_cells_of_a_person_who_is_not_named_stay_with_the_account(write) -> None:
    (record,) = records(open_plan(write("客户名称,联系人,手机,职务\n华为,,13800138000,总监\n")))
    assert record.person is None
    assert record.account_facts == [("手机", "13800138000"), ("职务", "总监")]


def test_cells_of_a_company_that_is_not_named_stay_with_the_person(write) -> None:
    (record,) = records(open_plan(write("姓名,客户名称,行业,母公司\n王建国,,电子,集团公司\n")))
    assert record.account is None
    assert record.links == {}
    assert record.person_facts == [("行业", "电子"), ("母公司", "集团公司")]


def test_an_address_stands_in_for_a_missing_name(write) -> None:
    first, second = open_plan(write("First Name,Last Name,Email,City\n,,a@b.cn,\n,,,Paris\n")).entries()
    assert isinstance(first, Record)
    assert first.person == {"email": "a@b.cn", "name": "a@b.cn"}
    assert first.warnings
    assert isinstance(second, Refusal)
    assert (second.line, second.text) == (3, "Paris")


def test_a_damaged_phone_is_dropped_and_said(write) -> None:
    (record,) = records(open_plan(write("Name,Phone,Employees\nAcme,1.38E+10,50-100\n")))
    assert record.account == {"name": "Acme"}
    assert record.account_facts == [("Employees", "50-100")]
    assert [warning.split(":")[0] for warning in record.warnings] == ["Phone", "Employees"]


def test_ragged_rows_are_refused_with_their_lines_and_never_shifted(write) -> None:
    text = 'Name,City,Phone\nA,"Paris\nNord",1\nB,Rome\nC,Bonn,2,3\nD,Oslo,4,,\n'
    entries = list(open_plan(write(text)).entries())
    assert [(type(entry), entry.line) for entry in entries] == [(Record, 2), (Refusal, 4), (Refusal, 5), (Record, 6)]
    assert "2 cells where the header has 3" in of_type(entries, Refusal)[0].reason


def test_salesforce_footers_are_skipped_and_said(write) -> None:
    text = (
        '"Account Name","City"\n"Acme","Paris"\n"Total","Rome"\n"","" \n"Grand Totals (2 records)"\n'
        '"Total"\n"Confidential Information - Do Not Distribute"\n'
        '"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved."\n'
    )
    entries = list(open_plan(write(text)).entries())
    assert [record.account and record.account["name"] for record in of_type(entries, Record)] == ["Acme", "Total"]
    assert not of_type(entries, Refusal)
    assert sum(skipped.count for skipped in of_type(entries, Skipped)) == 5


def test_a_company_called_total_before_others_is_a_company(write) -> None:
    entries = list(open_plan(write("客户名称,年销售额\nTotal,\n华为,1\n合计,1\n总计,\n")).entries())
    assert [record.line for record in of_type(entries, Record)] == [2, 3]
    assert [skipped.line for skipped in of_type(entries, Skipped)] == [4, 5]


def test_titles_instructions_and_examples_are_skipped_and_said(write) -> None:
    text = (
        "客户导入模板,,\n填写说明：带*为必填,,\n*客户名称,电话,备注\n必填,选填,选填\n示例：某某公司,0755,\n"
        "华为,1,\n示例科技,2,\n示例公司,3,\n示例四,4,\n"
    )
    entries = list(open_plan(write(text)).entries())
    assert [skipped.line for skipped in of_type(entries, Skipped)] == [1, 2, 4, 5]
    assert [record.line for record in of_type(entries, Record)] == [6, 7, 8, 9]


def test_blank_rows_are_one_entry_with_their_count(write) -> None:
    entries = list(open_plan(write("Name,City\nA,\n\n,\n , \nB,\n\n")).entries())
    assert entries == [
        Record(2, {"name": "A"}),
        Skipped(3, "blank", "", 3),
        Record(6, {"name": "B"}),
        Skipped(7, "blank", "", 1),
    ]


def test_a_header_alone_has_no_entries(write) -> None:
    assert list(open_plan(write("Name,City\n")).entries()) == []


@pytest.mark.parametrize("text", ["", "\n\n\n", " ,\n"])
def test_a_file_without_text_is_refused(write, text: str) -> None:
    with pytest.raises(SheetRefused, match=r"list\.csv"):
        open_plan(write(text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetUnreadable, match=r"gone\.csv"):
        open_plan(tmp_path / "gone.csv")
    with pytest.raises(SheetUnreadable):
        open_plan(tmp_path)


def test_the_order_of_dates_holds_for_the_file(write) -> None:
    plan = open_plan(write("Full Name,Birthdate\nA,3/4/1985\nB,25/12/1980\n"))
    assert [record.birthday for record in records(plan)] == [Day(4, 3, 1985), Day(12, 25, 1980)]
    assert any("day first" in notice for notice in plan.notices)


def test_a_clear_date_in_another_column_decides(write) -> None:
    plan = open_plan(write("Full Name,Birthdate,Created Date\nA,3/4/1985,12/31/2024\n"))
    assert [record.birthday for record in records(plan)] == [Day(3, 4, 1985)]


def test_unclear_dates_ask_and_the_answer_is_taken(write) -> None:
    path = write("Full Name,Birthdate\nA,3/4/1985\n")
    with pytest.raises(DateOrderUndecided, match="--dates"):
        open_plan(path)
    assert records(open_plan(path, dates="mdy"))[0].birthday == Day(3, 4, 1985)
    with pytest.raises(SheetRefused, match="dmy"):
        open_plan(path, dates="yes")


def test_birthdays_in_three_columns(write) -> None:
    text = "Display Name,Birth Year,Birth Month,Birth Day\nA,1985,11,1\nB,,2,29\nC,1990,,\n"
    assert [record.birthday for record in records(open_plan(write(text)))] == [Day(11, 1, 1985), Day(2, 29), None]


def test_a_mapped_column_makes_a_row_a_header(write) -> None:
    plan = open_plan(write("my suppliers,\n厂商,区号\nAcme,0755\n"), columns={"厂商": "account.name"})
    assert records(plan) == [Record(3, {"name": "Acme"}, account_facts=[("区号", "0755")])]


def test_reading_twice_gives_the_same(write) -> None:
    plan = open_plan(write("Name,City\nA,x\nB\n"))
    assert list(plan.entries()) == list(plan.entries())


def test_the_words_follow_the_language(write) -> None:
    use_language("zh")
    with pytest.raises(NoNameColumn, match="没有认出"):
        open_plan(write("a,b\n1,2\n"))


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=10) | st.sampled_from(
    [
        "Name",
        "客户名称",
        "Total",
        "合计",
        "示例",
        "-",
        "'=1",
        "1.38E+10",
        "3/4/1985",
        "",
        " ",
        "First Name",
        "Birthdate",
    ]
)


@given(st.lists(st.lists(CELL, max_size=5), max_size=9))
def test_every_row_of_any_file_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows([["Name", "电话", "Birthdate"], *rows])
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(target.getvalue().encode())
    try:
        plan = open_plan(path, separator=",", dates="dmy")
        entries = list(plan.entries())
    except SheetRefused as refused:
        assert str(refused)
        return
    counted = sum(entry.count if isinstance(entry, Skipped) else 1 for entry in entries)
    assert counted + 1 == sum(1 for _row in plan.sheet.read())
    for record in of_type(entries, Record):
        assert record.account or record.person
        for noun in (record.account, record.person):
            assert noun is None or noun["name"]

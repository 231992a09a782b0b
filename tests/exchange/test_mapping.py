"""Headers of other programs: which column becomes what, and whose it is."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.exchange.errors import NoNameColumn, UnknownColumn
from karep.exchange.headers import SYNONYMS, WORDS, header_key, recognise
from karep.exchange.mapping import Kind, field_words, fields, parse_map, understand_columns


def fields_of(header: str, **options: object) -> dict[str, str]:
    understood = understand_columns(header.split(","), **options)  # type: ignore[arg-type]
    return {column.header: column.field for column in understood.columns}


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Account ID,Account Name,Account Owner,Billing Street,Phone", Kind.ACCOUNTS),
        ("ID,NAME,PARENTID,BILLINGSTREET,NUMBEROFEMPLOYEES", Kind.ACCOUNTS),
        ("Record ID,Company name,Company Domain Name,Phone Number", Kind.ACCOUNTS),
        ("Organization - Name,Organization - Address", Kind.ACCOUNTS),
        ("id,name,website,billingAddressStreet,sicCode", Kind.ACCOUNTS),
        ("客户名称(*),客户级别,电话,手机", Kind.ACCOUNTS),
        ("FIRSTNAME,LASTNAME,ACCOUNTID,TITLE", Kind.PEOPLE),
        ("姓名(*),手机", Kind.PEOPLE),
        ("Salutation,First Name,Last Name,Account Name", Kind.BOTH),
        ("Record ID,First Name,Last Name,Company Name,Buying Role", Kind.BOTH),
        ("Person - Name,Person - Organization,Person - Phone - Work", Kind.BOTH),
        ("id,name,accountName,accountId,title,emailAddress,phoneNumber", Kind.BOTH),
        ("姓名（*）,客户名称（*）,是否关键决策人", Kind.BOTH),
        ("客户名称,联系人,手机", Kind.BOTH),
        ("Name,Is a company,Related company", Kind.BOTH),
    ],
)
def test_the_kind_is_decided_by_the_header(header: str, kind: Kind) -> None:
    assert understand_columns(header.split(",")).kind is kind


def test_salesforce_contacts_keep_the_two_ids_apart() -> None:
    found = fields_of("Id,AccountId,FirstName,LastName,Phone,MobilePhone,MailingCity,ReportsToId")
    assert found == {
        "Id": "person.external_id",
        "AccountId": "account.external_id",
        "FirstName": "person.first_name",
        "LastName": "person.last_name",
        "Phone": "person.phone",
        "MobilePhone": "person.mobile",
        "MailingCity": "person.city",
        "ReportsToId": "person.reports_to_external_id",
    }


def test_a_rows_own_id_wins_over_an_account_number() -> None:
    found = fields_of("Id,Name,AccountNumber")
    assert found == {"Id": "account.external_id", "Name": "account.name", "AccountNumber": "fact"}


def test_columns_without_an_owner_describe_what_the_sheet_lists() -> None:
    suppliers = fields_of("companyName,contactName,contactTitle,phone,email")
    assert suppliers["phone"] == "account.phone"
    assert suppliers["email"] == "person.email"
    people = fields_of("姓名,客户名称,电话,邮箱,客户级别")
    assert people["电话"] == "person.phone"
    assert people["邮箱"] == "person.email"
    assert people["客户级别"] == "account.tier"


def test_a_mobile_in_a_list_of_accounts_is_the_phone_only_when_there_is_no_other() -> None:
    assert fields_of("客户名称,手机")["手机"] == "account.phone"
    assert fields_of("客户名称,手机,电话") == {"客户名称": "account.name", "手机": "fact", "电话": "account.phone"}


def test_repeated_and_nameless_columns_are_kept_under_names_of_their_own() -> None:
    assert fields_of("id,name,,name") == {
        "id": "account.external_id",
        "name": "account.name",
        "#3": "fact",
        "name (2)": "fact",
    }


@pytest.mark.parametrize(
    "header", ["客户名称(*)", "*客户名称", "客户名称（*）", "客户名称 *", "【必填】客户名称", "客户名称（必填）"]
)
def test_required_markers_are_stripped(header: str) -> None:
    assert recognise(header) == recognise("客户名称")
    assert fields_of(header) == {"客户名称": "account.name"}


def test_a_remark_in_brackets_does_not_hide_a_header() -> None:
    assert recognise("手机（11位数字）") == recognise("手机")


def test_the_rep_says_what_a_column_is() -> None:
    found = fields_of("厂商,联络,电话", columns=parse_map(["厂商=account.name", "联络=person.name", "电话=-"]))
    assert found == {"厂商": "account.name", "联络": "person.name", "电话": "-"}


def test_a_field_without_its_noun_is_found() -> None:
    assert fields_of("厂商,职级", columns={"厂商": "name", "职级": "tier"}) == {
        "厂商": "account.name",
        "职级": "account.tier",
    }


@pytest.mark.parametrize("columns", [{"nothing": "name"}, {"a": "no_such_field"}])
def test_a_wrong_map_is_refused_with_what_there_is(columns: dict[str, str]) -> None:
    with pytest.raises(UnknownColumn, match=r"“a”|account\.name"):
        understand_columns(["a", "b"], columns=columns)
    with pytest.raises(UnknownColumn):
        parse_map(["no sign"])


def test_kind_forces() -> None:
    header = "First Name,Last Name,Account Name,Phone"
    assert fields_of(header, kind=Kind.ACCOUNTS) == {
        "First Name": "fact",
        "Last Name": "fact",
        "Account Name": "account.name",
        "Phone": "account.phone",
    }
    assert understand_columns(["Name", "Phone"], kind=Kind.PEOPLE).kind is Kind.PEOPLE


def test_no_name_is_refused_with_the_columns_and_the_way_out() -> None:
    with pytest.raises(NoNameColumn, match=r"“product”, “price”.*--map") as raised:
        understand_columns(["product", "price"])
    assert raised.value.columns == ("product", "price")


def test_a_list_of_deals_is_not_taken_for_accounts() -> None:
    header = ["opportunity_id", "sales_agent", "account", "deal_stage"]
    with pytest.raises(NoNameColumn, match="deals"):
        understand_columns(header)
    assert understand_columns(header, kind=Kind.ACCOUNTS).kind is Kind.ACCOUNTS


def test_every_synonym_means_its_field_or_an_earlier_one() -> None:
    for field, words in SYNONYMS.items():
        for word in words:
            found = recognise(word)
            assert found is not None
            assert found[0] == field or list(SYNONYMS).index(found[0]) < list(SYNONYMS).index(field), word


def test_every_field_has_words() -> None:
    for field in fields():
        assert field_words(field)
    assert {field.rpartition(".")[2] for field in SYNONYMS} <= set(WORDS)


@given(st.text(max_size=30))
def test_no_header_breaks_the_reader(header: str) -> None:
    header_key(header)
    recognise(header)
    with contextlib.suppress(NoNameColumn):
        understand_columns([header, "name", header])

"""The header words of other programs, field by field: what a column is called where the file comes from.

A synonym earlier in a list wins over a later one when a sheet has both. Words are compared without case, width,
blanks and punctuation, so ``BILLINGSTREET``, ``BillingStreet`` and ``Billing Street`` are one entry.

Fields without a dot (``name``, ``phone`` …) belong to whatever the sheet is a list of; ``mapping`` decides that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from karep.i18n import N_

# fmt: off
# Sources of the words: Salesforce report labels and API names, HubSpot property labels, Pipedrive's prefixed
# headers, EspoCRM attribute names, Odoo labels and technical names, Google, Outlook and Thunderbird address
# books, and the headers of Chinese CRM workbooks (悟空CRM and its relatives).
SYNONYMS: dict[str, tuple[str, ...]] = {
    # --- belongs to the subject of the sheet ---
    "name": ("Name", "name", "Record Name", "Complete Name"),
    "external_id": (
        "Id", "ID", "Record ID", "External ID", "Customer ID", "Code", "编号", "代码", "编码", "Symbol", "Ticker",
    ),
    "phone": (
        "Phone", "Phone Number", "Business Phone", "Work Phone", "Phone 1 - Value", "Telephone", "Tel", "Main Phone",
        "电话", "联系电话", "座机", "办公电话", "固话", "固定电话", "电话号码", "公司电话",
    ),
    "email": (
        "Email", "Email Address", "Work email", "Primary Email", "E-mail", "E-mail Address",
        "E-mail 1 - Value", "Mail",
        "电子邮箱", "邮箱", "电子邮件", "邮件", "邮箱地址", "Email地址",
    ),
    "note": ("Description", "Notes", "Note", "Comments", "Comment", "Remarks", "备注", "说明", "描述", "备注信息"),
    "street": (
        "Street", "Street Address", "Address", "Address 1", "Address Line 1", "详细地址", "地址", "通讯地址",
        "联系地址",
    ),
    "street2": ("Street2", "Street 2", "Address 2", "Address Line 2"),
    "district": ("District", "County", "区", "区县", "区/县", "县区", "所在区县", "所在区"),
    "city": ("City", "Town", "市", "城市", "所在城市"),
    "region": (
        "State/Region", "State", "State/Province", "Province", "Region", "state_id", "state_id/name", "省", "省份",
        "省市区", "省市", "地区", "区域", "所在地区", "所属区域", "Area", "Territory", "Office Location",
    ),
    "postal_code": (
        "Postal Code", "Zip", "Zip Code", "Zip/Postal Code", "PostalCode", "Postcode", "邮编", "邮政编码",
    ),
    "country": ("Country", "Country/Region", "country_id", "country_id/name", "国家", "国家/地区"),
    "owner": (
        "Owner", "Record Owner", "Owner ID", "OwnerId", "assignedUserName", "Salesperson", "user_id/name",
        "负责人", "归属人", "跟进人", "业务员", "客户经理", "销售", "销售负责人", "所属销售",
    ),
    "kind": ("Type", "类型"),
    "status": ("Status", "状态"),
    "tags": ("Tags", "Tag", "Labels", "category_id", "category_id/name", "标签", "Categories"),
    "lead_source": ("Lead Source", "Source", "Account Source", "来源", "渠道来源"),
    # --- the account ---
    "account.name": (
        "Account Name", "Company Name", "Company name", "Organization - Name", "Person - Organization", "accountName",
        "Associated Company", "Organization Name", "Organisation Name", "Customer Name", "Client Name",
        "Business Name",
        "Account", "Company", "Organization", "Organisation", "Employer",
        "客户名称", "公司名称", "企业名称", "单位名称", "客户", "公司", "单位", "企业", "客户全称", "公司全称",
        "所属客户",
        "所属公司", "名称", "Security",
    ),
    "account.short_name": ("Short Name", "Abbreviation", "客户简称", "公司简称", "简称", "企业简称"),
    "account.external_id": (
        "Account ID", "AccountId", "Associated Company IDs (Primary)", "Associated Company IDs", "Company ID",
        "Organization - ID", "parent_id/id", "Account Number", "AccountNumber", "Supplier ID", "客户编号", "客户编码",
        "客户ID", "公司编号", "客户代码",
    ),
    "account.kind": ("Account Type", "客户类型", "公司类型", "企业类型", "Company Type"),
    "account.industry": ("Industry", "Sector", "GICS Sector", "客户行业", "行业", "所属行业", "行业类型"),
    "account.street": (
        "Billing Street", "billingAddressStreet", "Organization - Address", "Billing Address Line 1", "公司地址",
        "客户地址", "单位地址", "Headquarters Location",
    ),
    "account.city": ("Billing City", "billingAddressCity", "Organization - Address - City"),
    "account.region": (
        "Billing State/Province", "Billing State", "billingAddressState", "Organization - Address - State",
    ),
    "account.postal_code": (
        "Billing Zip/Postal Code", "Billing Postal Code", "Billing Zip", "billingAddressPostalCode",
        "Organization - Address - Postal code",
    ),
    "account.country": ("Billing Country", "billingAddressCountry", "Organization - Address - Country"),
    "account.phone": ("Account Phone", "Company Phone", "Organization - Phone", "客户电话"),
    "account.email": ("Account Email", "Company Email", "公司邮箱", "企业邮箱"),
    "account.website": (
        "Website", "Website URL", "Company Domain Name", "Homepage", "Home Page", "Web Page", "Web Page 1",
        "URL", "网址",
        "网站", "官网", "公司网址", "公司网站",
    ),
    "account.tier": ("Tier", "Account Tier", "客户级别", "客户等级", "级别", "星级", "等级", "客户星级", "客户分级"),
    "account.status": ("Account Status", "客户状态", "成交状态"),
    "account.owner": (
        "Account Owner", "Company owner", "Organization - Owner", "客户所有人", "客户负责人", "Account Owner Alias",
    ),
    "account.backup": ("Backup", "Backup Owner", "协作人", "协同人", "后备负责人", "备份负责人"),
    "account.parent_name": (
        "Parent Account", "Parent Company", "Parent Account Name", "subsidiary_of", "parentName", "上级客户",
        "父级客户",
        "母公司", "上级公司", "集团",
    ),
    "account.parent_external_id": ("Parent Account ID", "ParentId", "Parent Company ID"),
    "account.lead_source": ("客户来源", "获客渠道", "线索来源"),
    "account.tags": ("Organization - Label", "Organization - Labels", "客户标签"),
    "account.annual_revenue": ("Annual Revenue", "Revenue", "年销售额", "年营业额", "年收入", "年营收", "营业收入"),
    "account.yearly_purchases": (
        "Purchases a Year", "Yearly Purchases", "Annual Purchases", "Purchases per Year", "Annual Spend", "年采购额",
        "年采购金额", "年度采购额", "年度采购金额", "采购金额", "采购额", "年购买额", "年消费额",
    ),
    "account.yearly_units": (
        "Units a Year", "Yearly Units", "Annual Units", "Units per Year", "年采购台数", "年采购数量", "采购台数",
        "年台数", "年度采购台数", "年购买台数",
    ),
    "account.revenue_group": ("Revenue Group", "营收分组", "收入分组", "营收组别", "收入组别", "收入组", "营收组"),
    "account.province_registered": (
        "Registered by the Province", "Province Registered", "Provincial Registration", "省级备案", "是否省级备案",
        "省级注册", "省级登记", "省级报备", "省公司备案",
    ),
    "account.agreement_on": (
        "Agreement Signed On", "Agreement Date", "Agreement Signed", "协议签订日", "协议签订日期", "协议签署日期",
        "协议日期", "签协议日期",
    ),
    "account.registered_on": (
        "Registered On", "Account Registered On", "备案日期", "备案日", "备案时间", "申报注册日", "申报注册日期",
        "报备日期",
    ),
    "account.employees": (
        "Employees", "NumberOfEmployees", "Number of Employees", "No. of Employees", "Headcount", "公司规模",
        "员工数",
        "员工人数", "人数", "企业规模", "人员规模",
    ),
    "account.note": ("Account Description", "客户备注"),
    # --- the person ---
    "person.name": (
        "Full Name", "Person - Name", "Display Name", "姓名", "联系人姓名", "Contact Name", "Contact Full Name",
        "Contact Person", "Primary Contact", "Contact", "child_ids/name", "Contacts/Name", "Child Contacts/Name",
        "联系人", "主要联系人", "首要联系人", "联系人名称", "Lead Name",
    ),
    "person.first_name": ("First Name", "FirstName", "Given Name", "Person - First name", "Forename", "名", "名字"),
    "person.middle_name": ("Middle Name", "MiddleName", "Additional Name"),
    "person.last_name": ("Last Name", "LastName", "Family Name", "Surname", "Person - Last name", "姓", "姓氏"),
    "person.external_id": ("Contact ID", "ContactId", "Person - ID", "child_ids/id", "联系人编号", "联系人ID"),
    "person.form_of_address": ("Salutation", "Name Prefix", "Honorific", "salutationName", "称谓", "尊称", "称呼"),
    "person.title": (
        "Job Title", "Title", "Person - Title", "Job Position", "Position", "Contact Title", "Organization Title",
        "Organization 1 - Title", "function", "child_ids/function", "Person - Job title", "Role Title",
        "职务", "职位", "岗位", "职称",
    ),
    "person.department": (
        "Department", "Organization Department", "Contact Department", "部门", "所在部门", "所属部门",
    ),
    "person.phone": (
        "Contact Phone", "Person - Phone - Work", "Person - Phone", "child_ids/phone", "联系人电话",
    ),
    "person.mobile": (
        "Mobile", "Mobile Phone", "MobilePhone", "Mobile Phone Number", "Mobile Number", "Cell", "Cell Phone",
        "Person - Phone - Mobile", "child_ids/mobile", "phoneNumberMobile", "手机", "手机号", "手机号码",
        "移动电话", "联系人手机",
    ),
    "person.email": (
        "Contact Email", "Person - Email - Work", "Person - Email", "child_ids/email", "联系人邮箱",
    ),
    "person.wechat": ("WeChat", "WeChat ID", "Weixin", "微信", "微信号"),
    "person.reports_to_name": (
        "Reports To", "Reports To Name", "Reports To: Full Name", "Manager Name", "直属上级", "汇报对象",
        "上级领导", "上级",
    ),
    "person.reports_to_external_id": ("Reports To ID", "ReportsToId"),
    "person.street": (
        "Mailing Street", "MailingStreet", "Contact Address", "Work Address", "Business Street", "联系人地址",
    ),
    "person.street2": ("Work Address 2", "Business Street 2"),
    "person.city": ("Mailing City", "Work City", "Business City"),
    "person.region": ("Mailing State/Province", "Mailing State", "Work State", "Business State"),
    "person.postal_code": (
        "Mailing Zip/Postal Code", "Mailing Postal Code", "Mailing Zip", "Work ZipCode", "Business Postal Code",
    ),
    "person.country": ("Mailing Country", "Work Country", "Business Country", "Business Country/Region"),
    "person.left_on": ("Left On", "离职日期", "离职时间"),
    "person.birthday": ("Birthdate", "Birthday", "Date of Birth", "生日", "出生日期", "出生年月"),
    "person.birth_year": ("Birth Year",),
    "person.birth_month": ("Birth Month",),
    "person.birth_day": ("Birth Day",),
    "person.decision_maker": ("是否关键决策人", "关键决策人", "是否决策人", "Decision Maker", "Is Decision Maker"),
    "person.role": ("Buying Role", "联系人角色", "决策角色", "决策链角色", "角色"),
    "person.note": ("Contact Description", "联系人备注"),
    # --- what tells a company from a person, row by row (Odoo) ---
    "row.is_company": ("Is a company", "Is Company", "is_company", "Company Type", "company_type", "是公司"),
    "row.company": ("Related Company", "parent_id", "parent_id/name", "关联公司", "相关公司"),
}

DEAL_WORDS = (
    "Opportunity ID", "Opportunity Name", "Deal ID", "Deal Name", "Deal Title", "Deal Stage", "StageName",
    "Deal - ID",
    "Deal - Title", "商机名称", "商机编号", "商机阶段", "商机金额", "合同编号", "合同名称", "合同金额",
    "回款编号", "回款金额",
)
"""Headers that only a list of deals, contracts or payments has."""
# fmt: on

WORDS: dict[str, str] = {
    "name": N_("name"),
    "short_name": N_("short name"),
    "external_id": N_("number in the other program"),
    "kind": N_("kind"),
    "industry": N_("industry"),
    "region": N_("region"),
    "country": N_("country"),
    "city": N_("city"),
    "district": N_("district"),
    "street": N_("address"),
    "street2": N_("address, second line"),
    "postal_code": N_("postal code"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "website": N_("website"),
    "tier": N_("tier"),
    "status": N_("status"),
    "owner": N_("owner"),
    "backup": N_("backup"),
    "parent_name": N_("parent account"),
    "parent_external_id": N_("parent account's number in the other program"),
    "lead_source": N_("channel of lead"),
    "tags": N_("tags"),
    "annual_revenue": N_("annual revenue"),
    "employees": N_("employees"),
    "yearly_purchases": N_("purchases a year"),
    "yearly_units": N_("units a year"),
    "revenue_group": N_("revenue group"),
    "province_registered": N_("registered by the province"),
    "agreement_on": N_("agreement signed on"),
    "registered_on": N_("registered on"),
    "note": N_("note"),
    "first_name": N_("first name"),
    "middle_name": N_("middle name"),
    "last_name": N_("last name"),
    "form_of_address": N_("form of address"),
    "title": N_("title"),
    "department": N_("department"),
    "mobile": N_("mobile phone"),
    "wechat": N_("WeChat"),
    "reports_to_name": N_("reports to"),
    "reports_to_external_id": N_("superior's number in the other program"),
    "left_on": N_("left on"),
    "birthday": N_("birthday"),
    "birth_year": N_("year of birth"),
    "birth_month": N_("month of birth"),
    "birth_day": N_("day of birth"),
    "decision_maker": N_("decision-maker, yes or no"),
    "role": N_("role"),
    "is_company": N_("company or person"),
    "company": N_("company of the person"),
}
"""What a field is called in a plan that the rep reads; the key is the field after its dot."""

LONGEST_HEADER = 200
"""Characters of a header that are compared; a longer cell is a text, not a header."""

_REQUIRED = re.compile(r"\*|[(\[【](?:必填|必填项|选填|required|optional)[)\]】]|^必填[:：]")
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")


@lru_cache(maxsize=4096)
def _key(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).casefold().strip()
    text = _REQUIRED.sub("", text).strip().removesuffix("__c")
    return "".join(character for character in text if character.isalnum())


def header_key(header: str) -> str:
    """Return the form of a header in which synonyms are compared; '' when nothing is left of it."""
    return _key(header[:LONGEST_HEADER])


@cache
def _index() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for field, words in SYNONYMS.items():
        for rank, word in enumerate(words):
            found.setdefault(header_key(word), (field, rank))
    return found


@cache
def _deal_keys() -> frozenset[str]:
    return frozenset(header_key(word) for word in DEAL_WORDS)


def recognise(header: str) -> tuple[str, int] | None:
    """Return the field that a header means and the rank of the synonym, or None for an unknown one.

    A remark in brackets (``手机（11位）``) is ignored when the header with it is not known.
    """
    index = _index()
    key = header_key(header)
    if key in index:
        return index[key]
    return index.get(header_key(_BRACKETS.sub("", unicodedata.normalize("NFKC", header[:LONGEST_HEADER]))))


def is_deal_word(header: str) -> bool:
    """Tell whether only a list of deals has such a column."""
    return header_key(header) in _deal_keys()

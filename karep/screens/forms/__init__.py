"""The forms, one noun a file; each adds a record or changes one."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from karep.db.drafts import read_form_key
from karep.screens.form import Form

if TYPE_CHECKING:
    from karep.screens.care_dialog import CareDialog, SkipCareDialog
    from karep.screens.line_box import LineBox
    from karep.screens.members_add import AddMembersDialog
    from karep.screens.near import NearScreen
    from karep.screens.objection_log import ObjectionDialog
    from karep.screens.sheet_import import ImportScreen
    from karep.screens.snooze import SnoozeDialog
    from karep.screens.stage_dialogs import DealDialog
    from karep.screens.targets import TargetsDialog
    from karep.screens.tier import TierDialog
    from karep.screens.week_edit import RewordDialog
    from karep.screens.week_export import WeekExportDialog

    Draftable: TypeAlias = (
        CareDialog
        | SkipCareDialog
        | Form
        | DealDialog
        | ImportScreen
        | LineBox[Any]
        | ObjectionDialog
        | AddMembersDialog
        | NearScreen
        | SnoozeDialog
        | TargetsDialog
        | TierDialog
        | RewordDialog
        | WeekExportDialog
    )
    """Whatever text is kept of."""

_FORMS: Final = {
    "account": "AccountForm",
    "person": "PersonForm",
    "preference": "PreferenceForm",
    "occasion": "OccasionForm",
    "touch": "TouchForm",
    "follow_up": "FollowUpForm",
    "opportunity": "OpportunityForm",
    "promise": "PromiseForm",
    "objection": "ObjectionForm",
    "concession": "ConcessionForm",
    "need": "NeedForm",
    "competitor": "CompetitorForm",
    "member": "MemberForm",
    "gift": "GiftForm",
    "remark": "RemarkForm",
}

_SPECIAL: Final = {
    "follow_up.prepare": ("preparation", "PreparationForm"),
    "opportunity.floor": ("floor", "FloorForm"),
    "person.rate": ("person_rating", "PersonRatingForm"),
    "person.pram": ("person_pram", "PersonPramForm"),
    "person.parts": ("person_parts", "PersonPartsForm"),
}
"""Forms that stand beside those of their noun: the file and the class, by kind."""


def make_form(kind: str, about: Mapping[str, str]) -> Form:
    """The form of a kind such as ``person.add`` or ``person.change``, about the records named by id."""
    noun = kind.partition(".")[0]
    file, form = _SPECIAL.get(kind, (noun, _FORMS[noun]))
    module = import_module(f"karep.screens.forms.{file}")
    return cast(type[Form], getattr(module, form))(kind, about)


def form_of_draft(draft_key: str) -> "Draftable | None":
    """The form or dialog that a draft was typed into, or None when this version has no such form."""
    if draft_key == "import":
        from karep.screens.sheet_import import ImportScreen

        return ImportScreen()
    from karep.screens.care_dialog import CareDialog, SkipCareDialog
    from karep.screens.follow_up_box import FollowUpBox
    from karep.screens.kept_lines import LINES
    from karep.screens.log import LogDialog
    from karep.screens.members_add import AddMembersDialog
    from karep.screens.near import NearScreen
    from karep.screens.objection_log import ObjectionDialog
    from karep.screens.snooze import SnoozeDialog
    from karep.screens.stage_dialogs import DIALOGS
    from karep.screens.targets import TargetsDialog
    from karep.screens.tier import TierDialog
    from karep.screens.week_edit import RewordDialog
    from karep.screens.week_export import WeekExportDialog

    kind, about = read_form_key(draft_key)
    if kind == LINES[LogDialog.FORM]:
        return LogDialog(**about)
    if kind == LINES[FollowUpBox.FORM]:
        return FollowUpBox(**about)
    if kind == NearScreen.KIND and "account_id" in about:
        return NearScreen(about["account_id"])
    if kind in DIALOGS:
        return DIALOGS[kind](**about)
    if kind == TierDialog.KIND:
        return TierDialog(**about)
    if kind == TargetsDialog.KIND:
        return TargetsDialog(**about)
    if kind == ObjectionDialog.KIND:
        return ObjectionDialog(**about)
    if kind == AddMembersDialog.KIND:
        return AddMembersDialog(**about)
    if kind == CareDialog.KIND:
        return CareDialog(**about)
    if kind == SkipCareDialog.KIND:
        return SkipCareDialog(**about)
    if kind == WeekExportDialog.KIND and "period" in about:
        return WeekExportDialog(about["period"])
    if kind == SnoozeDialog.KIND and "about" in about:
        return SnoozeDialog(**about)
    if kind == RewordDialog.KIND and {"period", "line"} <= set(about):
        return RewordDialog(period=about["period"], line=about["line"])
    if kind.partition(".")[0] not in _FORMS:
        return None
    return make_form(kind, about)

"""What became of deals within a period: won, lost and why, moved from stage to stage, begun."""

import sqlite3

from karep.db.views.opportunities import StageChange, list_stage_changes
from karep.db.views.period_records import Begun, list_begun
from karep.db.views.progress import Closing, list_closings
from karep.i18n import _, ngettext
from karep.reports import words
from karep.reports.report import Line, Part, Section
from karep.reports.week_lines import dated, labelled, listed, pieces, priced, stamped
from karep.reports.week_scene import Scene
from karep.rules.vocabulary import OPPORTUNITY_KINDS


def deals(connection: sqlite3.Connection, scene: Scene) -> tuple[Section, ...]:
    """Deals that were won, deals that were lost, moves between stages, new deals; each in the order of time.

    Of a quarter or a year the moves are counted by the stages between which they went.
    """
    closed = list_closings(connection, scene.since, scene.until, zone=scene.clock.zone)
    moves = reversed(list_stage_changes(connection, since=scene.since, until=scene.until))
    begun = list_begun(connection, scene.since, scene.until)
    return (
        _section("won", _("Deals won"), [_closing(one, scene) for one in closed if one.status == "won"]),
        _section("lost", _("Deals lost"), [_closing(one, scene) for one in closed if one.status == "lost"]),
        _section("stages", _("Stage moves"), _moved(list(moves), scene)),
        listed("opened", _("New deals"), "deals", begun, _begun, scene),
    )


def _section(key: str, title: str, lines: list[Line]) -> Section:
    return Section(key, title, tuple(lines), part="deals")


def _closing(one: Closing, scene: Scene) -> Line:
    """A deal that was won, or lost with its reason and the day to ask again."""
    lost = one.status == "lost"
    reason = scene.told("opportunity", one.opportunity_id, "lost_reason", one.lost_reason) if lost else ""
    revisit = words.read_day(one.revisit_on) if lost else None
    return Line(
        "opportunity",
        one.opportunity_id,
        pieces(
            when=stamped(one.at, scene),
            account=one.account_name,
            deal=one.name,
            amount=priced(one.amount, one.currency),
            why=labelled(_("Reason"), reason),
            next=dated(revisit, scene, _("ask again {day}")),
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
        due=scene.day(one.at),
    )


def _moved(moves: list[StageChange], scene: Scene) -> list[Line]:
    if scene.period.span not in ("quarter", "year"):
        return [_move(one, scene) for one in moves]
    between: dict[tuple[str, str], list[StageChange]] = {}
    for one in moves:
        between.setdefault((one.from_stage, one.to_stage), []).append(one)
    return [_moves_between(*pair, between[pair]) for pair in sorted(between)]


def _moves_between(before: str, after: str, moves: list[StageChange]) -> Line:
    """How many moves there were from one stage to another, of how many deals."""
    told = (
        Part("what", _arrow(before, after)),
        Part("count", ngettext("{n} move", "{n} moves", len(moves)).format(n=len(moves)), len(moves)),
    )
    sources = tuple(("stage_change", one.id) for one in moves)
    return Line("stage_change", "", told, name=f"{before}-{after}", sources=sources)


def _arrow(before: str, after: str) -> str:
    return f"{words.stage_words(before)} → {words.stage_words(after)}"


def _move(one: StageChange, scene: Scene) -> Line:
    """A deal that moved, why, and how much of what ends a stage was left open."""
    unmet = len(one.unmet)
    left = ngettext("{n} exit point open", "{n} exit points open", unmet).format(n=unmet)
    reason = scene.told("stage_change", one.id, "reason", one.reason)
    return Line(
        "stage_change",
        one.id,
        pieces(
            when=stamped(one.at, scene),
            account=one.account_name,
            deal=one.opportunity_name,
            what=_arrow(one.from_stage, one.to_stage),
            unmet=Part("unmet", left, unmet) if unmet else None,
            why=labelled(_("Reason"), reason),
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
        due=scene.day(one.at),
    )


def _begun(one: Begun, scene: Scene) -> Line:
    """A new deal: its kind, amount and stage, and when it shall be signed."""
    return Line(
        "opportunity",
        one.id,
        pieces(
            when=stamped(one.at, scene),
            account=one.account_name,
            deal=one.name,
            kind=_(OPPORTUNITY_KINDS.get(one.kind, OPPORTUNITY_KINDS["new"])),
            amount=priced(one.amount, one.currency),
            stage=words.stage_words(one.stage),
            close=dated(words.read_day(one.expected_close), scene, _("expected to close {day}")),
        ),
        account_id=one.account_id,
        opportunity_id=one.id,
        due=scene.day(one.at),
    )

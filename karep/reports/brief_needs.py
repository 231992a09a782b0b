"""What the customer needs and who else is after the business, as lines of a brief."""

from karep.db.views.competitors import Competitor
from karep.db.views.needs import Need
from karep.i18n import _
from karep.reports.brief_meeting import Meeting
from karep.reports.brief_words import SHORT, age_words, said
from karep.reports.report import Line, parts


def need_lines(meeting: Meeting) -> list[Line]:
    """The needs still to be met: those of the people in the room first, then the newest first."""
    return [_need(meeting, one) for one in sorted(meeting.needs, key=lambda one: not meeting.concerns(one.person_id))]


def _need(meeting: Meeting, need: Need) -> Line:
    sentence = _("Need, not voiced yet: {text}") if need.hidden else _("Need: {text}")
    return Line(
        "need",
        need.id,
        parts(
            what=said(sentence, need.what, SHORT),
            who=said("{text}", need.person_name, SHORT),
            why=said(_("because {text}"), need.problem or need.cause, SHORT),
            worth=said(_("worth: {text}"), need.value, SHORT),
            when=age_words(meeting, meeting.day(need.at) or meeting.today),
        ),
        account_id=need.account_id,
        opportunity_id=need.opportunity_id or "",
    )


def rival_lines(meeting: Meeting) -> list[Line]:
    """Each competitor as it was seen last, the newest first; behind its line stand the times before."""
    seen: dict[str, list[Competitor]] = {}
    for one in meeting.rivals:
        seen.setdefault("".join(one.name.casefold().split()), []).append(one)
    return [_rival(meeting, times) for times in seen.values()]


def _rival(meeting: Meeting, times: list[Competitor]) -> Line:
    last = times[0]
    return Line(
        "competitor",
        last.id,
        parts(
            what=said(_("Competitor: {text}"), last.name, SHORT),
            note=said("{text}", last.note, SHORT),
            when=age_words(meeting, meeting.day(last.at) or meeting.today),
        ),
        account_id=last.account_id,
        opportunity_id=last.opportunity_id or "",
        sources=tuple(("competitor", one.id) for one in times[1:]),
    )

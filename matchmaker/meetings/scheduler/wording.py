"""Reasons in words: every code of the core in Vietnamese and in English, with names in place of ids."""

from __future__ import annotations

from collections.abc import Mapping

from .values import Advice, Conflict, Primitive, Unplaced

_REASONS: dict[str, tuple[str, str]] = {
    "no-common-slot": (
        "{a} và {b} không có khung giờ nào cùng rảnh.",
        "{a} and {b} have no slot in common.",
    ),
    "no-capacity": (
        "Trong các khung giờ chung của {a} và {b} không có {resource} nào.",
        "There is no {resource} in any slot that {a} and {b} have in common.",
    ),
    "person-full": (
        "{person} đã có đủ {limit} cuộc gặp, là mức tối đa của mình.",
        "{person} already has {limit} meetings, the most they accept.",
    ),
    "person-busy": (
        "{a} và {b} không còn khung giờ trống chung: các khung giờ chung đều đã có cuộc gặp khác.",
        "{a} and {b} have no free slot left in common: other meetings fill the slots they share.",
    ),
    "tables-full": (
        "Hết bàn trong các khung giờ {a} và {b} cùng rảnh ({slots}).",
        "All tables are taken in the slots when {a} and {b} are both free ({slots}).",
    ),
    "interpreter-taken": (
        "Hết phiên dịch {resource} trong các khung giờ {a} và {b} cùng rảnh ({slots}).",
        "No interpreter for {resource} is left in the slots when {a} and {b} are both free ({slots}).",
    ),
    "resources-full": (
        "Trong mỗi khung giờ {a} và {b} cùng rảnh ({slots}) đều hết bàn hoặc hết phiên dịch {resource}.",
        "In each slot when {a} and {b} are both free ({slots}), all tables are taken,"
        " or no interpreter for {resource} is left.",
    ),
    "companies-met": (
        "Hai doanh nghiệp này đã gặp nhau trong một cuộc gặp khác ({other}).",
        "The two companies already meet in another meeting ({other}).",
    ),
    "order": (
        "Không còn khung giờ nào giữ đúng thứ tự với {other}.",
        "No free slot keeps the required order with {other}.",
    ),
    "travel": (
        "{a} hoặc {b} không kịp đi giữa hai hội trường trong các khung giờ còn trống.",
        "{a} or {b} cannot get from one hall to the other in time for any slot left.",
    ),
    "breaks": (
        "Thêm cuộc gặp này thì có người phải chờ nhiều lần hơn mức chênh lệch cho phép ({limit}).",
        "With this meeting, waiting breaks would differ between people by more than the limit of {limit}.",
    ),
    "interpreter-unavailable": (
        "Không có phiên dịch {resource} trong các khung giờ chung của {a} và {b}.",
        "No interpreter for {resource} works in the slots that {a} and {b} have in common.",
    ),
    "not-found": (
        "Chưa tìm được chỗ cho cuộc gặp này trong thời gian tính.",
        "No place was found for this meeting in the time given.",
    ),
}

_CONFLICTS: dict[str, tuple[str, str]] = {
    "no-common-slot": (
        "Cuộc gặp {requests} là bắt buộc nhưng không có khung giờ nào phù hợp cho cả {a} và {b}.",
        "{requests} must be held, but no slot suits both {a} and {b}.",
    ),
    "same-slot": (
        "{requests} cùng được ấn định vào khung giờ {slot} cho {person}.",
        "{requests} are all fixed in slot {slot} for {person}.",
    ),
    "person-full": (
        "{person} có {count} cuộc gặp bắt buộc nhưng chỉ được tối đa {limit}.",
        "{person} has {count} meetings that must be held but takes at most {limit}.",
    ),
    "resource-full": (
        "{count} cuộc gặp ấn định ở khung giờ {slot} cần {resource} nhưng chỉ có {limit}.",
        "{count} meetings fixed in slot {slot} need a {resource}, and there are only {limit}.",
    ),
    "same-companies": (
        "{requests} đều bắt buộc nhưng là cùng hai doanh nghiệp, chỉ được gặp một lần.",
        "{requests} must all be held, but they are between the same two companies, who meet only once.",
    ),
    "order": (
        "{requests} phải diễn ra theo thứ tự nhưng khung giờ ấn định không cho phép.",
        "{requests} must be held one after the other, but the slots open to them do not allow it.",
    ),
    "table-clash": (
        "{requests} cùng được ấn định vào bàn {table} ở khung giờ {slot}.",
        "{requests} are fixed at table {table} in slot {slot}.",
    ),
    "unknown-table": (
        "{requests} được ấn định vào bàn {table}, nhưng khung giờ {slot} không có bàn này.",
        "{requests} is fixed at table {table}, which slot {slot} does not have.",
    ),
    "together": (
        "Không thể xếp tất cả các cuộc gặp sau, dù thiếu một cuộc bất kỳ thì xếp được: {requests}.",
        "These cannot all be held, though all but any one of them can: {requests}.",
    ),
    "breaks": (
        "Giữ mọi cuộc gặp bắt buộc thì số lần chờ giữa mọi người chênh nhau quá mức cho phép: {requests}.",
        "With all that must be held, waiting breaks differ between people by more than allowed: {requests}.",
    ),
    "no-schedule": (
        "Không có lịch nào giữ được mọi cuộc gặp bắt buộc: {requests}.",
        "No schedule holds every meeting that must be held: {requests}.",
    ),
    "not-found": (
        "Chưa tìm được lịch giữ mọi cuộc gặp bắt buộc trong thời gian tính: {requests}.",
        "No schedule with every meeting that must be held was found in the time given: {requests}.",
    ),
}

_ADVICE: dict[str, tuple[str, str]] = {
    "more-tables": (
        "Thêm {count} bàn vào khung giờ {slot} thì xếp được thêm {meetings} cuộc gặp.",
        "{count} more tables at {slot} place {meetings} more.",
    ),
    "more-interpreters": (
        "Thêm {count} phiên dịch {resource} vào khung giờ {slot} thì xếp được thêm {meetings} cuộc gặp.",
        "{count} more interpreter for {resource} at {slot} places {meetings} more.",
    ),
    "ask-person": (
        "Nhờ {person} đến thêm khung giờ {slot} thì xếp được thêm {meetings} cuộc gặp.",
        "Asking {person} to come at {slot} too places {meetings} more.",
    ),
    "raise-limit": (
        "Tăng mức tối đa của {person} thêm {count} thì xếp được thêm {meetings} cuộc gặp.",
        "Raising the limit of {person} by {count} places {meetings} more.",
    ),
}

_TABLE = ("bàn", "table")
LANGUAGES = ("vi", "en")


def render(unplaced: Unplaced, language: str, names: Mapping[str, str] | None = None) -> str:
    """The reason in words; `language` is vi or en (any other reads as en), `names` replace ids."""
    return _words(_REASONS, unplaced.code, unplaced.parameters, language, names or {})


def render_conflict(conflict: Conflict, language: str, names: Mapping[str, str] | None = None) -> str:
    """Why the forced meetings clash, in words."""
    parameters = {"requests": conflict.requests, **conflict.parameters}
    return _words(_CONFLICTS, conflict.code, parameters, language, names or {})


def render_advice(advice: Advice, language: str, names: Mapping[str, str] | None = None) -> str:
    """What a change of the settings would add, in words."""
    parameters = {**advice.parameters, "meetings": advice.meetings}
    return _words(_ADVICE, advice.code, parameters, language, names or {})


def _words(
    table: Mapping[str, tuple[str, str]],
    code: str,
    parameters: Mapping[str, Primitive],
    language: str,
    names: Mapping[str, str],
) -> str:
    column = 0 if language == "vi" else 1
    template = table.get(code)
    if template is None:
        return code
    spoken = {key: _spoken(found, names) for key, found in parameters.items()}
    if spoken.get("resource") == "":
        spoken["resource"] = _TABLE[column]
    return template[column].format_map(spoken)


def _spoken(found: Primitive, names: Mapping[str, str]) -> str:
    if isinstance(found, tuple):
        return ", ".join(names.get(one, one) for one in found)
    return names.get(found, found) if isinstance(found, str) else str(found)

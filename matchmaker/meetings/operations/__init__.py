"""Use cases that write: requests, schedule versions, and changes by hand."""

from matchmaker.meetings.operations.disturbances import (
    disturb_meeting,
    disturb_person,
    disturb_table,
    undo_disturbance,
)
from matchmaker.meetings.operations.drafts import (
    add_meeting,
    assign_interpreter,
    move_meeting,
    remove_meeting,
    set_lock,
    swap_meetings,
)
from matchmaker.meetings.operations.interpreting import (
    remove_interpreter,
    save_interpreter,
    set_interpreting,
)
from matchmaker.meetings.operations.linking import set_link
from matchmaker.meetings.operations.publishing import drop_draft, make_final, publish_schedule
from matchmaker.meetings.operations.reminding import Reminded, remind
from matchmaker.meetings.operations.repointing import repoint_company
from matchmaker.meetings.operations.requests import (
    accept,
    ask,
    decline,
    expire_due,
    propose_time,
    remind_due,
    set_must,
    withdraw,
)
from matchmaker.meetings.operations.restoring import restore_version
from matchmaker.meetings.operations.schedules import (
    request_schedule,
    stop_run,
    store_failure,
    store_schedule,
)
from matchmaker.meetings.operations.standing_by import place_waiting
from matchmaker.meetings.operations.wishes import drop_automatic, fill_wishes, set_preference

__all__ = [
    "Reminded",
    "accept",
    "add_meeting",
    "ask",
    "assign_interpreter",
    "decline",
    "disturb_meeting",
    "disturb_person",
    "disturb_table",
    "drop_automatic",
    "drop_draft",
    "expire_due",
    "fill_wishes",
    "make_final",
    "move_meeting",
    "place_waiting",
    "propose_time",
    "publish_schedule",
    "remind",
    "remind_due",
    "remove_interpreter",
    "remove_meeting",
    "repoint_company",
    "request_schedule",
    "restore_version",
    "save_interpreter",
    "set_interpreting",
    "set_link",
    "set_lock",
    "set_must",
    "set_preference",
    "stop_run",
    "store_failure",
    "store_schedule",
    "swap_meetings",
    "undo_disturbance",
    "withdraw",
]

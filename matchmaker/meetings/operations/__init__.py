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
from matchmaker.meetings.operations.publishing import drop_draft, make_final, publish_schedule
from matchmaker.meetings.operations.reminding import Reminded, remind
from matchmaker.meetings.operations.repointing import repoint_company
from matchmaker.meetings.operations.requests import accept, ask, decline, expire_due, set_must, withdraw
from matchmaker.meetings.operations.restoring import restore_version
from matchmaker.meetings.operations.schedules import (
    request_schedule,
    stop_run,
    store_failure,
    store_schedule,
)
from matchmaker.meetings.operations.standing_by import place_waiting

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
    "drop_draft",
    "expire_due",
    "make_final",
    "move_meeting",
    "place_waiting",
    "publish_schedule",
    "remind",
    "remove_interpreter",
    "remove_meeting",
    "repoint_company",
    "request_schedule",
    "restore_version",
    "save_interpreter",
    "set_interpreting",
    "set_lock",
    "set_must",
    "stop_run",
    "store_failure",
    "store_schedule",
    "swap_meetings",
    "undo_disturbance",
    "withdraw",
]

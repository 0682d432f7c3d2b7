"""Use cases that write: importing sheets, finding twins, merging companies and undoing it."""

from matchmaker.stewardship.operations.importing import (
    DECISIONS,
    apply_import,
    begin_import,
    check_upload,
    decide,
    find_import,
    request_apply,
    review_rows,
    store_failure,
    store_review,
)
from matchmaker.stewardship.operations.merging import merge_companies, undo_merge
from matchmaker.stewardship.operations.people import apply_people, review_people
from matchmaker.stewardship.operations.twins import reopen_pair, set_different, store_pairs

__all__ = [
    "DECISIONS",
    "apply_import",
    "apply_people",
    "begin_import",
    "check_upload",
    "decide",
    "find_import",
    "merge_companies",
    "reopen_pair",
    "request_apply",
    "review_people",
    "review_rows",
    "set_different",
    "store_failure",
    "store_pairs",
    "store_review",
    "undo_merge",
]

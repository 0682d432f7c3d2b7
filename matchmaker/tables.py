"""Imports every models module once, so that the metadata is whole for Alembic and the tests."""

from matchmaker.accounts import models as accounts
from matchmaker.attendance import models as attendance
from matchmaker.audit import models as audit
from matchmaker.catalogue import models as catalogue
from matchmaker.companies import models as companies
from matchmaker.db import Base
from matchmaker.events import models as events
from matchmaker.files import models as files
from matchmaker.jobs import models as jobs
from matchmaker.lexicon import models as lexicon
from matchmaker.matching import models as matching
from matchmaker.meetings import models as meetings
from matchmaker.notices import models as notices
from matchmaker.outcomes import models as outcomes
from matchmaker.stewardship import models as stewardship

MODULES = (
    accounts, attendance, audit, catalogue, companies, events, files, jobs, lexicon, matching, meetings, notices, outcomes,
    stewardship,
)  # fmt: skip
metadata = Base.metadata

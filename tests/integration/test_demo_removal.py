"""The demonstration goes with one command, whatever was done in it, and nothing else goes."""

from sqlalchemy import select

from matchmaker.accounts.models import Office, User
from matchmaker.companies.models import Company
from matchmaker.db import Base
from matchmaker.events.models import Participation, Slot
from matchmaker.matching.rebuilding import rebuild
from matchmaker.meetings.models import Disturbance
from matchmaker.stewardship import demo
from matchmaker.stewardship.demo import story
from tests import factories

KEPT = {
    "user",
    "audit_entry",
    "matching_run",
    "job",
    "unread_word",
}  # traces, and what the next run makes anew


def test_the_demonstration_goes_and_only_that(app, database, now):
    with database.begin() as session:
        demo.load(session, now=now, hash_password=app.extensions["passwords"].hash)
    rebuild(database, now=now)
    with database.begin() as session:
        story.tell(session, now=now)
        person = session.scalars(select(Participation)).first()
        slot = session.scalars(select(Slot).where(Slot.event_id == person.event_id)).first()
        session.add(Disturbance(event_id=person.event_id, kind="late", participation_id=person.id, from_slot_id=slot.id,
                                to_slot_id=slot.id, created_at=now))  # fmt: skip
        own = factories.make_company(session)
        factories.make_offer(session, own)
    with database.begin() as session:
        assert demo.remove(session, now=now) > 100
    with database.read() as session:
        assert session.scalars(select(Company.id)).all() == [own.id]
        left = {
            table.name: count
            for table in Base.metadata.sorted_tables
            if table.name not in KEPT and (count := len(session.execute(select(table)).all()))
        }
        assert left == {"company": 1, "membership": 1, "offer": 1}
        assert session.scalars(select(Office)).all() == []
        assert not session.scalars(
            select(User.email).where(User.demo.is_(True), User.email.is_not(None))
        ).all()

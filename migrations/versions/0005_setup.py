"""how an event is set up: modes, rules, days of their own, programme, preferences; the end of requests becomes a phase"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BOTH_WAYS = '[["exporter", "buyer"], ["buyer", "exporter"]]'
EVENT = sa.table(
    "event",
    sa.column("id", sa.Integer),
    sa.column("created_at", matchmaker.db.UtcDateTime()),
    sa.column("requests_until", matchmaker.db.UtcDateTime()),
)
PHASE = sa.table(
    "event_phase",
    sa.column("event_id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("opens_at", matchmaker.db.UtcDateTime()),
    sa.column("closes_at", matchmaker.db.UtcDateTime()),
)


def upgrade() -> None:
    op.create_table(
        "plenary_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("starts_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.Column("ends_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_plenary_session_order")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_plenary_session_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary_session")),
    )
    op.create_index(op.f("ix_plenary_session_event_id"), "plenary_session", ["event_id"], unique=False)
    op.create_table(
        "preference",
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["participation.id"], name=op.f("fk_preference_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_preference_participation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participation_id", "other_id", name=op.f("pk_preference")),
    )
    op.create_index(op.f("ix_preference_other_id"), "preference", ["other_id"], unique=False)
    _until_to_phase()
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("remind_days", sa.Integer(), server_default="2", nullable=False))
        batch_op.add_column(sa.Column("mode", sa.String(), server_default="schedule", nullable=False))
        batch_op.add_column(
            sa.Column("direct_booking", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("asking", sa.JSON(), server_default=BOTH_WAYS, nullable=False))
        batch_op.add_column(sa.Column("seeing", sa.JSON(), server_default=BOTH_WAYS, nullable=False))
        batch_op.add_column(sa.Column("open_quota", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("total_quota", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("minimum_score", sa.Integer(), server_default="50", nullable=False))
        batch_op.add_column(sa.Column("met_before", sa.String(), server_default="allow", nullable=False))
        batch_op.drop_column("requests_until")
    with op.batch_alter_table("event_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slot_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("gap_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("online", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("booked", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("meeting_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("automatic", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("slot_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("countered", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_request_slot_id"), "slot", ["slot_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("meeting_request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meeting_request_slot_id"), type_="foreignkey")
        batch_op.drop_column("countered")
        batch_op.drop_column("slot_id")
        batch_op.drop_column("automatic")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("booked")
    with op.batch_alter_table("event_day", schema=None) as batch_op:
        batch_op.drop_column("online")
        batch_op.drop_column("gap_minutes")
        batch_op.drop_column("slot_minutes")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("requests_until", matchmaker.db.UtcDateTime(), nullable=True))
        for name in ("met_before", "minimum_score", "total_quota", "open_quota", "seeing", "asking",
                     "direct_booking", "mode", "remind_days"):  # fmt: skip
            batch_op.drop_column(name)
    _phase_to_until()
    op.drop_index(op.f("ix_preference_other_id"), table_name="preference")
    op.drop_table("preference")
    op.drop_index(op.f("ix_plenary_session_event_id"), table_name="plenary_session")
    op.drop_table("plenary_session")


def _until_to_phase() -> None:
    """The instant after which nothing could be asked is the end of the phase of requests now."""
    limited = sa.select(
        EVENT.c.id, sa.literal_column("'requests'"), EVENT.c.created_at, EVENT.c.requests_until
    )
    limited = limited.where(EVENT.c.requests_until.is_not(None))
    there = sa.select(PHASE.c.event_id).where(PHASE.c.kind == "requests")
    op.execute(
        PHASE.insert().from_select(
            ["event_id", "kind", "opens_at", "closes_at"], limited.where(EVENT.c.id.not_in(there))
        )
    )


def _phase_to_until() -> None:
    until = sa.select(PHASE.c.closes_at).where(PHASE.c.event_id == EVENT.c.id, PHASE.c.kind == "requests")
    op.execute(EVENT.update().values(requests_until=until.scalar_subquery()))

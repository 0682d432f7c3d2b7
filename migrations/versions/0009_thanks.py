"""thanks after an event; outcomes stay with their meeting from version to version"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_thanks",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("sent_at", matchmaker.db.UtcDateTime(), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_thanks_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_event_thanks_job_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_event_thanks_sent_by_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_thanks")),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("meeting_key", sa.String(), nullable=True))
    op.execute(
        "UPDATE outcome SET meeting_key = (SELECT key FROM meeting WHERE meeting.id = outcome.meeting_id), "
        "event_id = (SELECT event_id FROM schedule_version JOIN meeting ON meeting.schedule_id = schedule_version.id "
        "WHERE meeting.id = outcome.meeting_id)"
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.alter_column("event_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("meeting_key", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_outcome_event_id_meeting_key"), ["event_id", "meeting_key"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_outcome_event_id"), "event", ["event_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outcome_event_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_outcome_event_id_meeting_key"), type_="unique")
        batch_op.drop_column("meeting_key")
        batch_op.drop_column("event_id")
    op.drop_table("event_thanks")

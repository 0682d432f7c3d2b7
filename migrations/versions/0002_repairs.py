"""repairs and disturbances"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disturbance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("from_slot_id", sa.Integer(), nullable=False),
        sa.Column("to_slot_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.Column("undone_at", matchmaker.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_disturbance_created_by_id")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_disturbance_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["from_slot_id"], ["slot.id"], name=op.f("fk_disturbance_from_slot_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["participation.id"], name=op.f("fk_disturbance_other_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_disturbance_participation_id")
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["event_table.id"], name=op.f("fk_disturbance_table_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_slot_id"], ["slot.id"], name=op.f("fk_disturbance_to_slot_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disturbance")),
    )
    with op.batch_alter_table("disturbance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disturbance_event_id"), ["event_id"], unique=False)

    with op.batch_alter_table("schedule_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mode", sa.String(), nullable=False, server_default="solve"))
        batch_op.add_column(sa.Column("base_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("figures", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("advice", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("conflict", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("schedule_version", schema=None) as batch_op:
        batch_op.drop_column("conflict")
        batch_op.drop_column("advice")
        batch_op.drop_column("figures")
        batch_op.drop_column("base_id")
        batch_op.drop_column("mode")

    with op.batch_alter_table("disturbance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disturbance_event_id"))

    op.drop_table("disturbance")

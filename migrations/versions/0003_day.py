"""phases, questions, interpreters, online slots, codes on badges"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db
from matchmaker.events.badges import make_badge_code

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("opens_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.Column("closes_at", matchmaker.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_phase_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_phase")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_event_phase_event_id_kind")),
    )
    op.create_table(
        "event_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_question_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_question")),
    )
    with op.batch_alter_table("event_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_question_event_id"), ["event_id"], unique=False)

    op.create_table(
        "interpreter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_interpreter_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_interpreter_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpreter")),
    )
    with op.batch_alter_table("interpreter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interpreter_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interpreter_user_id"), ["user_id"], unique=False)

    op.create_table(
        "interpreter_busy",
        sa.Column("interpreter_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interpreter_id"],
            ["interpreter.id"],
            name=op.f("fk_interpreter_busy_interpreter_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slot.id"], name=op.f("fk_interpreter_busy_slot_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interpreter_id", "slot_id", name=op.f("pk_interpreter_busy")),
    )
    op.create_table(
        "question_answer",
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_question_answer_file_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_question_answer_participation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["event_question.id"],
            name=op.f("fk_question_answer_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participation_id", "question_id", name=op.f("pk_question_answer")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("interpreter_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("link", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_interpreter_id"), "interpreter", ["interpreter_id"], ["id"]
        )

    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("badge_code", sa.String(), nullable=True))
    _give_badges()
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.alter_column("badge_code", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_participation_badge_code"), ["badge_code"])

    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("online", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_column("online")

    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_participation_badge_code"), type_="unique")
        batch_op.drop_column("badge_code")
        batch_op.drop_column("person")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meeting_interpreter_id"), type_="foreignkey")
        batch_op.drop_column("link")
        batch_op.drop_column("interpreter_id")

    op.drop_table("question_answer")
    op.drop_table("interpreter_busy")
    with op.batch_alter_table("interpreter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interpreter_user_id"))
        batch_op.drop_index(batch_op.f("ix_interpreter_event_id"))

    op.drop_table("interpreter")
    with op.batch_alter_table("event_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_question_event_id"))

    op.drop_table("event_question")
    op.drop_table("event_phase")


def _give_badges() -> None:
    """A code for everybody invited before there were badges."""
    participation = sa.table("participation", sa.column("id", sa.Integer), sa.column("badge_code", sa.String))
    connection = op.get_bind()
    for (identity,) in connection.execute(sa.select(participation.c.id)).all():
        connection.execute(
            participation.update().where(participation.c.id == identity).values(badge_code=make_badge_code())
        )

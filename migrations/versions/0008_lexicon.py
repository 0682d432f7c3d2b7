"""own words, word lists, words not understood, learned translations"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learned_translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("concept", sa.String(), nullable=True),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("learned_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_translation")),
        sa.UniqueConstraint(
            "language", "word", "meaning", name=op.f("uq_learned_translation_language_word_meaning")
        ),
    )
    op.create_table(
        "own_concept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hs_code", sa.String(), nullable=True),
        sa.Column("broader", sa.String(), nullable=True),
        sa.Column("created_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_concept")),
        sa.UniqueConstraint("identifier", name=op.f("uq_own_concept_identifier")),
    )
    op.create_table(
        "unread_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("companies", sa.Integer(), nullable=False),
        sa.Column("unmatched", sa.Integer(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("seen_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unread_word")),
        sa.UniqueConstraint("word", name=op.f("uq_unread_word_word")),
    )
    op.create_table(
        "word_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.Column("decided_at", matchmaker.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_word_list_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_list")),
    )
    op.create_table(
        "own_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("word_list_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_own_word_user_id")),
        sa.ForeignKeyConstraint(["word_list_id"], ["word_list.id"], name=op.f("fk_own_word_word_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_word")),
        sa.UniqueConstraint("concept", "language", "label", name=op.f("uq_own_word_concept_language_label")),
    )
    op.create_index(op.f("ix_own_word_concept"), "own_word", ["concept"], unique=False)
    op.create_index(op.f("ix_own_word_word_list_id"), "own_word", ["word_list_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_own_word_word_list_id"), table_name="own_word")
    op.drop_index(op.f("ix_own_word_concept"), table_name="own_word")
    op.drop_table("own_word")
    op.drop_table("word_list")
    op.drop_table("unread_word")
    op.drop_table("own_concept")
    op.drop_table("learned_translation")

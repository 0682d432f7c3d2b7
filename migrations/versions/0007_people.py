"""twins and merges, delegations, capacity and public links, contacts"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("destination", sa.String(), nullable=True),
        sa.Column("arrives_on", sa.Date(), nullable=True),
        sa.Column("leaves_on", sa.Date(), nullable=True),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("created_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_delegation_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_delegation_event_id_name")),
    )
    op.create_table(
        "company_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("undone_at", matchmaker.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["gone_id"], ["company.id"], name=op.f("fk_company_merge_gone_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["company.id"], name=op.f("fk_company_merge_kept_id")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["user.id"], name=op.f("fk_company_merge_merged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_merge")),
    )
    with op.batch_alter_table("company_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_merge_gone_id"), ["gone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_company_merge_kept_id"), ["kept_id"], unique=False)

    op.create_table(
        "twin_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found_at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", matchmaker.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_twin_pair_two_companies")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_twin_pair_decided_by_id")),
        sa.ForeignKeyConstraint(["high_id"], ["company.id"], name=op.f("fk_twin_pair_high_id")),
        sa.ForeignKeyConstraint(["low_id"], ["company.id"], name=op.f("fk_twin_pair_low_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_twin_pair")),
        sa.UniqueConstraint("low_id", "high_id", name=op.f("uq_twin_pair_low_id_high_id")),
    )
    with op.batch_alter_table("twin_pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_twin_pair_high_id"), ["high_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_twin_pair_state"), ["state"], unique=False)

    op.create_table(
        "participation_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", matchmaker.db.UtcDateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_participation_contact_by_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_participation_contact_participation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_contact")),
    )
    with op.batch_alter_table("participation_contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participation_contact_participation_id"), ["participation_id"], unique=False
        )

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("moves_up", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("public_code", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_event_public_code"), ["public_code"])

    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delegation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_participation_delegation_id"),
            "delegation",
            ["delegation_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("spreadsheet_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="companies", nullable=False))
        batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_spreadsheet_import_event_id"), "event", ["event_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    with op.batch_alter_table("spreadsheet_import", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_spreadsheet_import_event_id"), type_="foreignkey")
        batch_op.drop_column("event_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_participation_delegation_id"), type_="foreignkey")
        batch_op.drop_column("delegation_id")

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_event_public_code"), type_="unique")
        batch_op.drop_column("public_code")
        batch_op.drop_column("moves_up")
        batch_op.drop_column("capacity")

    with op.batch_alter_table("participation_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_contact_participation_id"))

    op.drop_table("participation_contact")
    with op.batch_alter_table("twin_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_twin_pair_state"))
        batch_op.drop_index(batch_op.f("ix_twin_pair_high_id"))

    op.drop_table("twin_pair")
    with op.batch_alter_table("company_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_company_merge_kept_id"))
        batch_op.drop_index(batch_op.f("ix_company_merge_gone_id"))

    op.drop_table("company_merge")
    op.drop_table("delegation")

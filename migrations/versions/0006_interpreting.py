"""interpreting of requests, provisional and final publication"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("interpreting", sa.String(), nullable=True))

    with op.batch_alter_table("schedule_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("publication", sa.String(), nullable=True))
    op.execute("UPDATE schedule_version SET publication = 'final' WHERE published_at IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("schedule_version", schema=None) as batch_op:
        batch_op.drop_column("publication")

    with op.batch_alter_table("meeting_request", schema=None) as batch_op:
        batch_op.drop_column("interpreting")

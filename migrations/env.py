"""Alembic's entry: matchmaker.schema hands over the connection, matchmaker.tables the metadata."""

from alembic import context

from matchmaker.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="matchmaker.db.",
)
with context.begin_transaction():
    context.run_migrations()

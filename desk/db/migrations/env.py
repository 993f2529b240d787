"""Alembic's entry: migrations run over the connection that `desk.db.migrate` hands in."""

from alembic import context

from desk.conversation_sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

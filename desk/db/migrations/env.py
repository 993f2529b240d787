"""Alembic's entry: migrations run over the connection that `desk.db.migrate` hands in."""

from alembic import context

from desk.db.schema import whole_metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=whole_metadata(),
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

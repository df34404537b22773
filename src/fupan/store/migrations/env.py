"""How alembic runs the steps: on the connection that migrate.py hands over, inside its one transaction."""

from alembic import context

from fupan.store.rows import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()

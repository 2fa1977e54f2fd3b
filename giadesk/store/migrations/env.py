"""What Alembic runs: the migrations, on the connection and in the transaction it was handed."""

from alembic import context

# Alembic holds SQLite to be unable to roll DDL back; with a real BEGIN (database.py) it is able.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()

"""The library of drafts: SQLite through SQLAlchemy, a row a value."""

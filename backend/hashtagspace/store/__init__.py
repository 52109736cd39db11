"""The only door to SQLAlchemy: tables, migrations and queries."""

"""Clients in the host's own table, by SQLAlchemy 2 (extra `[sqlalchemy]`): start with `SqlAlchemyClients`."""

from client_import.repositories.extras import needing

with needing("sqlalchemy", extra="sqlalchemy"):
    from client_import.repositories.sqlalchemy.answer_rows import AnswersInRows
    from client_import.repositories.sqlalchemy.clients import SqlAlchemyClients
    from client_import.repositories.sqlalchemy.columns import ClientColumns
    from client_import.repositories.sqlalchemy.keys import fill_keys
    from client_import.repositories.sqlalchemy.layouts import AnswersInColumns, AnswersInJson

__all__ = ["AnswersInColumns", "AnswersInJson", "AnswersInRows", "ClientColumns", "SqlAlchemyClients", "fill_keys"]

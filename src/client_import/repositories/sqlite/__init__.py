"""`SqliteClients`: clients in one SQLite file, made on first use; the embedded database of the command."""

from client_import.repositories.sqlite.clients import SqliteClients

__all__ = ["SqliteClients"]

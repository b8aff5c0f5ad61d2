"""Rows + mapping → checked values and problems."""

from client_import.records.records import Records, check_rows

__all__ = ["Records", "check_rows"]

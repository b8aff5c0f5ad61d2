"""Headers → fields: which column goes where and why, and what a person decided about columns and values."""

from client_import.mapping.mapping import Assignment, Mapping, Offer, Reason

__all__ = ["Assignment", "Mapping", "Offer", "Reason"]

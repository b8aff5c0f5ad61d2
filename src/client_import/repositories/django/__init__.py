"""Clients as instances of the host's own model, by Django (extra `[django]`): start with `DjangoClients`."""

from client_import.repositories.extras import needing

with needing("django", extra="django"):
    from client_import.repositories.django.clients import DjangoClients
    from client_import.repositories.django.fields import AnswersInFields, AnswersInJson, ClientFields
    from client_import.repositories.django.hasher import ImportedPasswordHasher
    from client_import.repositories.django.keys import fill_keys

__all__ = ["AnswersInFields", "AnswersInJson", "ClientFields", "DjangoClients", "ImportedPasswordHasher", "fill_keys"]

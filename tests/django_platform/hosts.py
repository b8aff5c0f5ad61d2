"""How the models of this platform are named to the adapter."""

from __future__ import annotations

from django.db.models import Q

from client_import.repositories.django import ClientFields

TEXTS = {"note": "remark", "year": "graduation", "major": "subject"}
ACCOUNT_FIELDS = ClientFields(
    email_key="address_key",
    registration_completed=Q(registered_at__isnull=False),
    password="password",
    password_is_placeholder="password_imported",
    new={"username": lambda new: new.email.strip()[:150]},
)
MEMBER_FIELDS = ClientFields(
    email_key="about__key",
    first_name="about__given",
    last_name="about__family",
    active="about__is_open",
    registration_completed="about__registered",
    password="password",
    password_is_placeholder="about__imported",
)
PERSON_FIELDS = ClientFields(email_key="email", active=None, new={"campus": "North"})

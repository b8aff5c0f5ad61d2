"""This library on a Django model, as a host on Django calls it."""

from __future__ import annotations

from benchmarks.jobs import Job, Prepared
from benchmarks.systems.django_start import start_django
from benchmarks.systems.ours import LARGE, prepare_with
from benchmarks.worlds import find_world
from client_import import Importer


def prepare(job: Job) -> Prepared:
    """Plan or import."""
    start_django(job)
    from benchmarks.django_clients.models import ClientAccount  # noqa: PLC0415 - not before Django is ready
    from client_import.repositories.django import AnswersInJson, ClientFields, DjangoClients  # noqa: PLC0415

    clients = DjangoClients(ClientAccount, ClientFields(active=None), AnswersInJson("answers"))
    return prepare_with(Importer(form=find_world(job.world).form, clients=clients, rules=LARGE), job)

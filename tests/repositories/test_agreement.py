"""Every adapter on a host's table does what the memory repository does, whatever is stored and imported."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, delete, func, insert, null

from client_import import Answer, Client, ClientRepository, NewClient, email_key
from client_import.testing import sample_form
from client_import.testing import strategies as ours
from databases import ENGINES
from platforms import Platform, in_json
from worlds import World, memory, plan_for, worlds

OWN_HASH = "$2b$04$" + "a" * 53
FORM = sample_form()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with ENGINES[request.param]() as opened:
        in_json().metadata.create_all(opened)
        yield opened


def fill(engine: Engine, platform: Platform, clients: tuple[Client, ...]) -> None:
    """Exactly these clients in the host's table."""
    rows = [
        {
            "id": 1_000_000 + int(str(client.id)),  # beyond those that the database gives
            "address": client.email,
            "address_key": email_key(client.email),
            "given_name": client.first_name,
            "family_name": client.last_name,
            "answers": dict(client.answers),
            "is_open": client.active,
            "registered_at": func.now() if client.registration_completed else null(),
            "secret": OWN_HASH if client.password_mark else None,
            "secret_imported": client.password_is_placeholder,
        }
        for client in clients
    ]
    with engine.begin() as connection:
        connection.execute(delete(platform.accounts))
        for row in rows:
            connection.execute(insert(platform.accounts).values(row))


def outcome(world: World, store: ClientRepository) -> tuple[object, ...]:
    """What an import shows, reports and leaves behind; new ids and hashes are each storage's own."""
    importer, plan = plan_for(world, store)
    report = importer.apply(plan)
    shown = [(row.line, row.action, row.email, row.changes, row.password) for row in plan.rows]
    told = [(row.line, row.outcome, row.email, row.password) for row in report.rows]
    left = {
        email_key(client.email): attrs.evolve(
            client, id=0, answers=in_order(client), password_mark="set" if client.password_mark else None
        )
        for client in store.all()
    }
    return shown, told, [problem.message for problem in report.problems], left


def in_order(client: Client) -> dict[str, Answer]:
    return {q: tuple(sorted(a)) if isinstance(a, tuple) else a for q, a in client.answers.items()}


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_a_hosts_table_agrees_with_memory(engine: Engine, world: World) -> None:
    """The same import into memory and into a host's table gives the same plan, report and clients."""
    platform = in_json()
    fill(engine, platform, world.clients)
    with memory(world.clients) as one:
        assert outcome(world, platform.open(engine)) == outcome(world, one)


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(people=ours.new_clients(FORM))
def test_every_client_comes_back(engine: Engine, people: list[NewClient]) -> None:
    """Whatever the names, addresses and answers are, they come back as they were stored."""
    platform = in_json()
    fill(engine, platform, ())
    clients = platform.open(engine)
    with clients.transaction() as transaction:
        ids = list(transaction.create(people))
    stored = {client.id: client for client in clients.all()}
    got = [stored[made] for made in ids if made is not None]
    assert [(client.email, client.first_name, client.last_name, client.answers) for client in got] == [
        (new.email, new.first_name, new.last_name, new.answers) for new in people
    ]

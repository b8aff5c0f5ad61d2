"""Passwords hashed on other machines: Dask's executor over two worker processes, as it comes."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterator

import pytest
from distributed import Client as Cluster
from distributed import LocalCluster

from client_import import Importer, PasswordOutcome, PasswordsRemain, Secret, verify_password
from client_import.hashing import draw_salt, hash_with_salt
from client_import.repositories.memory import MemoryClients
from rosters import FORM, QUICK

CANARY = "Kanarienvogel-77"
ROSTER = "Email,First Name,Last Name,Password\n" + "".join(
    f"c{number}@example.edu,C,{number},{CANARY}{number % 10}\n" for number in range(60)
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two worker processes, and a client of theirs."""
    with (
        LocalCluster(n_workers=2, processes=True, threads_per_worker=1, dashboard_address=None) as processes,
        Cluster(processes) as client,
    ):
        yield client


def stored_hashes(store: MemoryClients) -> dict[str, str | None]:
    return {client.email: store.password_hash(client.id) for client in store.all()}


@pytest.mark.parametrize("pure", [False, True])
def test_a_roster_is_hashed_on_the_cluster(cluster: Cluster, pure: bool) -> None:
    """Each client gets the hash of their own password, and equal passwords get other hashes, under `pure=True` too."""
    store = MemoryClients()
    importer = Importer(form=FORM, clients=store, rules=QUICK, executor=cluster.get_executor(pure=pure))
    report = importer.apply(importer.plan(importer.read(ROSTER.encode())))
    assert report.passwords[PasswordOutcome.SET] == 60
    hashes = stored_hashes(store)
    assert len(set(hashes.values())) == 60
    for number in range(60):
        assert verify_password(f"{CANARY}{number % 10}", hashes[f"c{number}@example.edu"])


def test_both_workers_work(cluster: Cluster) -> None:
    """The hashes are made in the worker processes, not here."""
    futures = [cluster.submit(hash_with_salt, Secret(CANARY), draw_salt(9)) for _ in range(8)]
    assert {repr(future.result()) for future in futures} == {"Secret(•••)"}
    places = {place for where in cluster.who_has(futures).values() for place in where}
    assert places == set(cluster.scheduler_info()["workers"])
    assert len(places) == 2


def test_no_task_key_tells_of_a_password(cluster: Cluster) -> None:
    """Under `pure=True` Dask makes a key of what a task is given; of a secret it gets nothing to make one of."""
    salt = draw_salt(4)
    first, second = (cluster.submit(hash_with_salt, Secret(CANARY), salt, pure=True) for _ in range(2))
    assert first.key != second.key
    assert str(first.key).startswith("hash_with_salt-")
    for future in (first, second):
        future.result()
        assert CANARY not in f"{future!r} {future} {future.key} {future._repr_html_()}"
    assert pickle.loads(pickle.dumps(Secret(CANARY))) == Secret(CANARY)


def test_a_failing_task_shows_no_password(cluster: Cluster, caplog: pytest.LogCaptureFixture) -> None:
    """What fails on a worker reaches the log there, the log here and the caller without the password."""
    caplog.set_level(logging.DEBUG)
    executor = cluster.get_executor(pure=False)
    failing = executor.submit(hash_with_salt, Secret(CANARY * 10), draw_salt(4))
    with pytest.raises(ValueError, match="72 bytes") as caught:
        failing.result(60)
    logs = [line for lines in cluster.get_worker_logs().values() for _, line in lines]
    failed = [line for line in logs if "Compute Failed" in line]
    assert len(failed) == 1
    assert "hash_with_salt" in failed[0]
    scheduler = [line for _, line in cluster.get_scheduler_logs()]
    events = repr(cluster.get_events())
    texts = [*logs, *scheduler, events, caplog.text, str(caught.getrepr(showlocals=True)), repr(failing)]
    assert not [text for text in texts if CANARY in text]


def test_stopping_cancels_what_the_cluster_has_not_done(cluster: Cluster) -> None:
    """Who stops the import, here from `progress`, gets the report, and the cluster is free again."""
    store = MemoryClients()
    importer = Importer(form=FORM, clients=store, rules=QUICK, executor=cluster.get_executor(pure=False))

    def stop(done: int, _total: int) -> None:
        if done > 60:
            raise RuntimeError

    with pytest.raises(PasswordsRemain) as caught:
        importer.apply(importer.plan(importer.read(ROSTER.encode())), progress=stop)
    done = caught.value.report.passwords[PasswordOutcome.SET]
    assert 0 < done == sum(client.password_mark is not None for client in store.all()) < 60
    assert cluster.submit(hash_with_salt, Secret(CANARY), draw_salt(4)).result(60)


def test_a_cluster_that_goes_away(cluster: Cluster) -> None:
    """An executor that was shut down ends in a report: the clients are stored, their passwords remain."""
    store = MemoryClients()
    executor = cluster.get_executor(pure=False)
    executor.shutdown()
    importer = Importer(form=FORM, clients=store, rules=QUICK, executor=executor)
    with pytest.raises(PasswordsRemain) as caught:
        importer.apply(importer.plan(importer.read(ROSTER.encode())))
    assert caught.value.report.passwords[PasswordOutcome.REMAINING] == 60

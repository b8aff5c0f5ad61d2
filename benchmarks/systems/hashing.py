"""Hashing imported passwords, and a bare ThreadPoolExecutor over the same ones.

`threads` only hashes; ours hashes and stores, each batch with a commit of its own, into an SQLite file.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import bcrypt

from benchmarks.jobs import Job, Prepared
from client_import import Importer, ImportRules, PasswordOutcome, PasswordRules, RegistrationForm
from client_import.repositories.sqlite import SqliteClients


def prepare_bare(job: Job) -> Prepared:
    """A pool of threads, and nothing else."""
    encoded = [password.encode() for password in _list_passwords(job.rows)]

    def work() -> int:
        with ThreadPoolExecutor(job.threads) as pool:
            salts = [bcrypt.gensalt(job.cost) for _ in encoded]
            return len(list(pool.map(bcrypt.hashpw, encoded, salts)))

    return Prepared(work, lambda hashed: {"hashed": hashed})


def prepare_ours(job: Job) -> Prepared:
    """The clients are stored; their passwords are set."""
    people = enumerate(_list_passwords(job.rows))
    rows = "".join(f"c{place}@example.edu,C,{place},{password}\n" for place, password in people)
    pool = ThreadPoolExecutor(job.threads)
    importer = Importer(
        form=RegistrationForm(),
        clients=SqliteClients(job.place),
        rules=ImportRules(passwords=PasswordRules(cost=job.cost)),
        executor=pool,
    )
    plan = importer.plan(importer.read(f"Email,First Name,Last Name,Password\n{rows}".encode()))
    report = importer.apply(plan, passwords="later")
    return Prepared(
        lambda: importer.set_passwords(plan, report),
        lambda done: {"hashed": done.passwords[PasswordOutcome.SET]},
    )


def _list_passwords(number: int) -> list[str]:
    return [f"password-{place}" for place in range(number)]

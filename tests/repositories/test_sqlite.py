"""`SqliteClients` keeps the contract, and is careful with files that are not its own."""

import sqlite3
import threading
from pathlib import Path

import pytest

from client_import import (
    ClientId,
    ClientRepository,
    ClientUpdate,
    NewClient,
    NewPassword,
    Question,
    Secret,
    StorageError,
)
from client_import.repositories.sqlite import SqliteClients
from client_import.testing import RepositoryContract

ADA = NewClient("ada@example.edu", "Ada", "Lovelace")


class TestSqliteClients(RepositoryContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "clients of 50% #1?.db"

    def make_repository(self) -> SqliteClients:
        return SqliteClients(self.path)

    def open_again(self, repository: ClientRepository) -> SqliteClients:  # noqa: ARG002 - there is one file
        return SqliteClients(self.path)

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:  # noqa: ARG002
        change(self.path, f"answers = json_set(answers, '$.{question.id}', '{text}')", client_id)

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        change(self.path, "registration_completed = 1", client_id)

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:  # noqa: ARG002
        change(self.path, f"password_hash = '{password_hash}', password_is_placeholder = 0", client_id)

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        change(self.path, "active = 0", client_id)

    def stored_hash(self, repository: ClientRepository, client_id: ClientId) -> str | None:  # noqa: ARG002
        return SqliteClients(self.path).password_hash(client_id)


def change(path: Path, assignment: str, client_id: ClientId) -> None:
    """Change a stored client as a host would behind the library's back."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(f"UPDATE clients SET {assignment} WHERE id = ?", (client_id,))
    connection.close()


def test_a_transaction_inside_another_is_refused(tmp_path: Path) -> None:
    """Who opens a transaction twice is told to work inside the first one, and does not wait for the lock."""
    clients = SqliteClients(tmp_path / "clients.db")
    with (
        pytest.raises(StorageError, match="work inside that one"),
        clients.transaction(),
        clients.transaction(),
    ):
        pass
    with clients.transaction():
        pass


def stored(path: Path) -> SqliteClients:
    clients = SqliteClients(path)
    with clients.transaction() as transaction:
        transaction.create([ADA])
    return clients


def test_reading_makes_no_file(tmp_path: Path) -> None:
    """Looking for clients where no file is makes none."""
    clients = SqliteClients(tmp_path / "none.db")
    assert list(clients.find(["ada@example.edu"])) == []
    assert list(clients.all()) == []
    assert clients.password_hash(1) is None
    assert list(tmp_path.iterdir()) == []


def test_reading_changes_no_byte(tmp_path: Path) -> None:
    """Looking into a file leaves it byte for byte as it was, and no other file beside it."""
    clients = stored(tmp_path / "clients.db")
    before = clients.path.read_bytes()
    assert [client.email for client in clients.find(["ada@example.edu"])] == ["ada@example.edu"]
    assert len(list(clients.all())) == 1
    assert clients.path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [clients.path]


def test_foreign_database_is_refused(tmp_path: Path) -> None:
    """A database of another program is neither read nor written."""
    path = tmp_path / "host.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE clients (id)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="another program"):
        list(SqliteClients(path).find(["ada@example.edu"]))
    with pytest.raises(StorageError, match="another program"), SqliteClients(path).transaction():
        pass
    assert path.read_bytes() == before


def test_no_database_is_refused(tmp_path: Path) -> None:
    """A file that is no database gives a clear error."""
    path = tmp_path / "roster.csv"
    path.write_text("Email,First Name,Last Name\n" * 100)
    with pytest.raises(StorageError, match=r"roster\.csv.*not a database"):
        list(SqliteClients(path).all())


def test_newer_database_is_refused(tmp_path: Path) -> None:
    """A file of a newer release is left alone."""
    clients = stored(tmp_path / "clients.db")
    connection = sqlite3.connect(clients.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StorageError, match="newer release"):
        list(clients.all())


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """A file that cannot be made gives a clear error."""
    path = tmp_path / "no such folder" / "clients.db"
    with pytest.raises(StorageError, match="no such folder"), SqliteClients(path).transaction():
        pass


def test_empty_file_is_taken(tmp_path: Path) -> None:
    """An empty file, as `touch` makes it, becomes a client database on first use."""
    path = tmp_path / "clients.db"
    path.touch()
    assert list(SqliteClients(path).find(["ada@example.edu"])) == []
    stored(path)
    assert len(list(SqliteClients(path).all())) == 1


def test_chosen_passwords_and_completed_registrations_are_not_deleted(tmp_path: Path) -> None:
    """`delete` refuses a client who chose a password or completed the registration, and says which."""
    clients = SqliteClients(tmp_path / "clients.db")
    with clients.transaction() as transaction:
        ids = transaction.create(
            [ADA, NewClient("bob@example.edu", "Bob", "B"), NewClient("eve@example.edu", "E", "E")]
        )
    connection = sqlite3.connect(clients.path)
    with connection:
        connection.execute("UPDATE clients SET registration_completed = 1 WHERE id = ?", (ids[0],))
        connection.execute("UPDATE clients SET password_hash = 'x' WHERE id = ?", (ids[1],))
    connection.close()
    with clients.transaction() as transaction:
        refused = transaction.delete([client_id for client_id in ids if client_id])
    assert refused == list(ids[:2])
    assert [client.id for client in clients.all()] == list(ids[:2])


def test_hash_is_there_for_a_login(tmp_path: Path) -> None:
    """The stored hash can be read back by client id; an unknown client has none."""
    clients = stored(tmp_path / "clients.db")
    with clients.transaction() as transaction:
        transaction.set_passwords([NewPassword(1, Secret("$2b$04$x"), None)])
    assert clients.password_hash(1) == "$2b$04$x"
    assert clients.password_hash(2) is None


def test_second_writer_waits(tmp_path: Path) -> None:
    """Two transactions follow one another: the second sees what the first has stored."""
    clients = stored(tmp_path / "clients.db")
    inside = threading.Event()
    seen: list[str] = []

    def write() -> None:
        inside.wait()
        with clients.transaction() as transaction:
            seen.extend(client.first_name for client in transaction.find(["ada@example.edu"]))

    thread = threading.Thread(target=write)
    thread.start()
    with clients.transaction() as transaction:
        inside.set()
        transaction.update([ClientUpdate(1, first_name="Augusta")])
    thread.join()
    assert seen == ["Augusta"]


def test_repr_names_the_file(tmp_path: Path) -> None:
    """The repr says which file it is."""
    assert repr(SqliteClients(tmp_path / "clients.db")) == f"SqliteClients({str(tmp_path / 'clients.db')!r})"


def test_memory_is_no_file() -> None:
    """`":memory:"`, which would make a file of that name, is refused with the way out."""
    with pytest.raises(StorageError, match="MemoryClients"):
        SqliteClients(":memory:")


def test_many_clients_are_paged_through(tmp_path: Path) -> None:
    """`all` gives every client once, over any number of pages, in the order of creation."""
    clients = SqliteClients(tmp_path / "clients.db")
    emails = [f"client{number}@example.edu" for number in range(1_501)]
    with clients.transaction() as transaction:
        transaction.create([NewClient(email, "C", "D") for email in emails])
    assert [client.email for client in clients.all()] == emails


@pytest.mark.parametrize("answers", ["[]", "{", "", '{"a": 5}', '{"a": [5]}'])
def test_damaged_answers_are_a_storage_error(tmp_path: Path, answers: str) -> None:
    """Answers that are no JSON object give a clear error."""
    clients = stored(tmp_path / "clients.db")
    connection = sqlite3.connect(clients.path)
    with connection:
        connection.execute("UPDATE clients SET answers = ?", (answers,))
    connection.close()
    with pytest.raises(StorageError, match="damaged"):
        list(clients.all())

"""The laws of the library, each as a property over generated worlds and both embedded repositories."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import attrs
import bcrypt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client_import import (
    Action,
    ChoicesAnswers,
    Client,
    Conflicts,
    ExistingPasswords,
    Importer,
    ImportRules,
    InactiveClients,
    MassChange,
    NewPassword,
    Outcome,
    PasswordAction,
    PasswordOutcome,
    PasswordRules,
    Plan,
    RegistrationForm,
    Report,
    Secret,
    StalePlan,
    StoredValues,
    Writes,
    dump_json,
    email_key,
    password_mark,
)
from worlds import CANARY, OTHER_HASH, Store, World, edits, memory, plan_for, snapshot, sqlite, worlds

OpenStore = Callable[[tuple[Client, ...]], AbstractContextManager[Store]]

both_stores = pytest.mark.parametrize("open_store", [memory, sqlite], ids=["memory", "sqlite"])
law = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def predict(before: dict[object, Client], plan: Plan, report: Report) -> dict[str, Client]:
    """What the storage must hold, by key, from what the plan shows less what the report excepts."""
    after = {email_key(client.email): client for client in before.values()}
    for row, done in zip(plan.rows, report.rows, strict=True):
        key = email_key(row.email)
        if done.outcome is Outcome.CONFLICTED:
            continue
        values = {change.field: change.new for change in row.changes}
        if row.action is Action.CREATE:
            email, first, last = (str(values.pop(field)) for field in ("email", "first_name", "last_name"))
            after[key] = Client(done.client_id or "", email, first, last, {k: v for k, v in values.items() if v})
        elif row.action is Action.UPDATE:
            old = after[key]
            first, last = str(values.pop("first_name", old.first_name)), str(values.pop("last_name", old.last_name))
            merged = {**old.answers, **values}
            answers = {question: answer for question, answer in merged.items() if answer is not None}
            after[key] = attrs.evolve(old, first_name=first, last_name=last, answers=answers)
        if done.password in {PasswordOutcome.SET, PasswordOutcome.REPLACED}:
            after[key] = attrs.evolve(after[key], password_mark="new", password_is_placeholder=True)
    return after


def normalise(client: Client, before: dict[object, Client]) -> Client:
    """A client for comparing: choices in one order, a mark that the import set is just `new`."""
    old = before.get(client.id)
    changed = client.password_mark is not None and (old is None or old.password_mark != client.password_mark)
    answers = {
        question: tuple(sorted(answer)) if isinstance(answer, tuple) else answer
        for question, answer in client.answers.items()
    }
    return attrs.evolve(client, answers=answers, password_mark="new" if changed else client.password_mark)


def by_key(store: Store, before: dict[object, Client]) -> dict[str, Client]:
    return {email_key(client.email): normalise(client, before) for client in store.all()}


@both_stores
@law
@given(world=worlds(every_choice=True))
def test_law_1_the_dry_run_is_the_import(open_store: OpenStore, world: World) -> None:
    """Planning writes nothing; applying writes exactly what the plan shows."""
    with open_store(world.clients) as store:
        before = snapshot(store)
        importer, plan = plan_for(world, store)
        assert snapshot(store) == before
        report = importer.apply(plan, reviewed=plan.fingerprint, allow_mass_change=True)
        wanted = {key: normalise(client, before) for key, client in predict(before, plan, report).items()}
        assert by_key(store, before) == wanted
        assert report.counts == plan.counts
        for row, done in zip(plan.rows, report.rows, strict=True):
            assert (row.line, row.email) == (done.line, done.email)
            if row.client_id is not None:
                assert row.client_id == done.client_id
            assert (row.password is PasswordAction.KEEP) == (done.password is PasswordOutcome.KEPT)


@both_stores
@law
@given(world=worlds(passwords=True))
def test_law_1_passwords_are_those_of_the_roster(open_store: OpenStore, world: World) -> None:
    """A password that was set is the row's own, and opens no other client's account."""
    with open_store(world.clients) as store:
        importer, plan = plan_for(world, store)
        report = importer.apply(plan)
        for row, done in zip(world.rows, report.rows, strict=True):
            if done.password in {PasswordOutcome.SET, PasswordOutcome.REPLACED}:
                assert done.client_id is not None
                stored = store.password_hash(done.client_id)
                assert stored is not None
                assert bcrypt.checkpw(row["password"].strip().encode(), stored.encode())


@both_stores
@law
@given(world=worlds())
def test_law_1_what_is_filled_is_stored(open_store: OpenStore, world: World) -> None:
    """After the import an accepted row's client has the row's values, in the form's spelling."""
    with open_store(world.clients) as store:
        importer, plan = plan_for(world, store)
        report = importer.apply(plan)
        for row, done in zip(world.rows, report.rows, strict=True):
            if done.outcome in {Outcome.CREATED, Outcome.UPDATED}:
                (client,) = store.find([email_key(row["email"])])
                assert (client.first_name, client.last_name) == (row["first_name"].strip(), row["last_name"].strip())
                if row.get("note", "").strip():
                    assert client.answers["note"] == row["note"].strip()
                if row.get("major", "").strip() and row["major"] != "Chemistry":
                    wanted = {"biology": "Biology", "HIS TORY": "History"}.get(row["major"], row["major"])
                    assert client.answers["major"] == wanted


@both_stores
def test_law_1_each_client_gets_the_password_of_its_row(open_store: OpenStore) -> None:
    """Passwords hashed side by side reach the clients they belong to."""
    rows = tuple(
        {"email": f"client{number}@example.edu", "first_name": "A", "last_name": "B", "password": f"{CANARY}{number}"}
        for number in range(80)
    )
    rules = ImportRules(passwords=PasswordRules(cost=4))
    with open_store(()) as store:
        importer, plan = plan_for(World(RegistrationForm(), (), tuple(rows[0]), rows, rules), store)
        report = importer.apply(plan)
        for row, done in zip(rows, report.rows, strict=True):
            stored = store.password_hash(done.client_id or "")
            assert stored is not None
            assert bcrypt.checkpw(row["password"].encode(), stored.encode())


@both_stores
@law
@given(world=worlds(every_choice=True))
def test_law_1_rules_hold_back(open_store: OpenStore, world: World) -> None:
    """What the rules keep from an import does not happen, and each row that they hold back says so."""
    rules = world.rules
    with open_store(world.clients) as store:
        before = snapshot(store)
        importer, plan = plan_for(world, store)
        if plan.mass_change:
            with pytest.raises(MassChange):
                importer.apply(plan)
            assert snapshot(store) == before
        importer.apply(plan, allow_mass_change=True)
        after = snapshot(store)
        if rules.writes is Writes.CREATE_ONLY:
            assert before.items() <= after.items()
        if rules.writes is Writes.UPDATE_ONLY:
            assert after.keys() == before.keys()
        for client in before.values():
            now = after[client.id]
            if rules.protects(email_key(client.email)):
                assert now == client
            if not client.active:
                assert not now.active
                assert now == client or rules.inactive_clients is InactiveClients.UPDATE
            if rules.stored_values is StoredValues.FILL_MISSING:
                assert (now.first_name, now.last_name) == (client.first_name, client.last_name)
                assert client.answers.items() <= now.answers.items()
            if rules.choices_answers is ChoicesAnswers.ADD and rules.clear_token is None:
                assert set(client.answers.get("help", ())) <= set(now.answers.get("help", ()))
        held_back = {problem.line for problem in plan.problems if problem.code == "held_back"}
        assert all(row.action in {Action.UPDATE, Action.UNCHANGED} for row in plan.rows if row.line in held_back)
        assert not held_back or Writes.CREATE_ONLY is rules.writes or StoredValues.FILL_MISSING is rules.stored_values


@law
@given(world=worlds(doubles=True, every_choice=True))
def test_law_2_every_row_is_accounted_for(world: World) -> None:
    """Rows read are created, updated, unchanged, rejected, conflicted or deleted; none vanishes."""
    with memory(world.clients) as store:
        importer, plan = plan_for(world, store)
        report = importer.apply(plan, allow_mass_change=True)
        for counts in (plan.counts, report.counts):
            parts = attrs.asdict(counts)
            assert parts.pop("rows") == len(world.rows) == sum(parts.values())
        rejected = {row.line for row in plan.rows if row.action is Action.REJECTED}
        errors = {problem.line for problem in plan.problems if problem.severity == "error"}
        assert rejected == errors - ({None} if plan.mass_change else set())
        for problem in plan.problems:
            if problem.code in {"exact_repeat", "duplicate_passed_over"}:
                assert problem.line in rejected or problem.params["other_line"] not in rejected


@both_stores
@law
@given(world=worlds() | worlds(every_choice=True))
def test_law_3_blank_keeps(open_store: OpenStore, world: World) -> None:
    """An empty cell, or a column that is absent, changes no stored value."""
    with open_store(world.clients) as store:
        before = {email_key(client.email): client for client in store.all()}
        importer, plan = plan_for(world, store)
        importer.apply(plan, allow_mass_change=True)
        filled: dict[str, set[str]] = {}
        for row in world.rows:
            fields = {field for field, cell in row.items() if cell.strip()} | {*dict(world.constants)}
            filled[email_key(row["email"])] = filled.get(email_key(row["email"]), set()) | fields
        for client in store.all():
            old, key = before.get(email_key(client.email)), email_key(client.email)
            if old is not None:
                for question in {*old.answers, *client.answers} - filled.get(key, set()):
                    assert client.answers.get(question) == old.answers.get(question)
                if "password" not in filled.get(key, set()):
                    assert client.password_mark == old.password_mark
                assert (client.active, client.registration_completed) == (old.active, old.registration_completed)


@both_stores
@law
@given(world=worlds(passwords=True) | worlds(every_choice=True))
def test_law_4_twice_is_once(open_store: OpenStore, world: World) -> None:
    """The same file again creates and updates nobody; what was rejected stays rejected."""
    with open_store(world.clients) as store:
        importer, first = plan_for(world, store)
        importer.apply(first, allow_mass_change=True)
        _, second = plan_for(world, store)
        replacing = world.rules.passwords.existing is ExistingPasswords.REPLACE
        for row, again in zip(first.rows, second.rows, strict=True):
            if again.action is Action.UPDATE:
                assert replacing
                assert again.changes == ()
                assert again.password is PasswordAction.REPLACE
            else:
                wanted = Action.REJECTED if row.action is Action.REJECTED else Action.UNCHANGED
                assert again.action is wanted


@both_stores
@law
@given(world=worlds(every_choice=True), data=st.data())
def test_law_5_nobody_is_overwritten_unseen(open_store: OpenStore, world: World, data: st.DataObject) -> None:
    """What changed, appeared or vanished after the dry run is left as it is and reported."""
    with open_store(world.clients) as store:
        importer, plan = plan_for(world, store)
        seen = snapshot(store)
        for edit in data.draw(st.lists(edits(store), max_size=3)):
            edit()
        edited = snapshot(store)
        try:
            report = importer.apply(plan, allow_mass_change=True)
        except StalePlan:
            assert world.rules.conflicts is Conflicts.STOP
            assert snapshot(store) == edited
            return
        counts = attrs.asdict(report.counts)
        assert counts.pop("rows") == len(world.rows) == sum(counts.values())
        predicted = predict(edited, plan, report)
        assert by_key(store, edited) == {key: normalise(client, edited) for key, client in predicted.items()}
        conflicted = {row.line for row in report.rows if row.outcome is Outcome.CONFLICTED}
        assert conflicted == {
            row.line for row in plan.rows if collides(row.email, row.action, row.changes, seen, edited)
        }
        assert not conflicted or world.rules.conflicts is Conflicts.SKIP
        assert conflicted == {problem.line for problem in report.problems if problem.code == "conflicted"}
        for row, done in zip(plan.rows, report.rows, strict=True):
            old, now = seen.get(row.client_id), edited.get(row.client_id)
            if done.password in {PasswordOutcome.SET, PasswordOutcome.REPLACED} and old is not None:
                assert now is not None
                assert now.password_mark == old.password_mark


@both_stores
@law
@given(world=worlds(passwords=True))
def test_law_5_a_password_chosen_meanwhile_is_kept(open_store: OpenStore, world: World) -> None:
    """A client whose password changes after the dry run keeps it, and the report counts it."""
    with open_store(world.clients) as store:
        importer, plan = plan_for(world, store)
        with store.transaction() as transaction:
            transaction.set_passwords(
                [NewPassword(client.id, Secret(OTHER_HASH), client.password_mark) for client in world.clients]
            )
        report = importer.apply(plan)
        met = {client.id for client in world.clients}
        for client_id in met:
            assert store.password_hash(client_id) == OTHER_HASH
        overtaken = [row.line for row in report.rows if row.password is PasswordOutcome.OVERTAKEN]
        wanted = [
            row.line for row in report.rows if row.client_id in met and row.password not in {None, PasswordOutcome.KEPT}
        ]
        assert overtaken == wanted
        assert overtaken == [problem.line for problem in report.problems if problem.code == "password_overtaken"]


def collides(
    email: str, action: Action, changes: object, seen: dict[object, Client], now: dict[object, Client]
) -> bool:
    """Whether what a row would write is no longer there as the plan saw it, told without the library's help."""
    key = email_key(email)
    old = next((client for client in seen.values() if email_key(client.email) == key), None)
    new = next((client for client in now.values() if email_key(client.email) == key), None)
    if action is Action.CREATE:
        return new is not None
    if action is not Action.UPDATE:
        return False
    if old is None or new is None or old.id != new.id:
        return True
    fields = {change.field for change in changes}  # type: ignore[attr-defined]
    return any(value_of(old, field) != value_of(new, field) for field in fields)


@contextmanager
def capture_logs() -> Iterator[list[str]]:
    """Everything that is logged under `client_import`, at DEBUG, with arguments and exceptions."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(f"{record.getMessage()} {record.__dict__}")  # type: ignore[method-assign]
    logger = logging.getLogger("client_import")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield lines
    logger.removeHandler(handler)


def value_of(client: Client, field: str) -> object:
    return getattr(client, field) if field in {"first_name", "last_name"} else client.answers.get(field)


@both_stores
@law
@given(world=worlds(passwords=True, every_choice=True), shift=st.sampled_from(["", "wide", "narrow", "blank"]))
def test_law_6_a_password_is_seen_by_nobody(open_store: OpenStore, world: World, shift: str) -> None:
    """A password is in no repr, JSON, message, log or stored value; also from rows whose cells are shifted."""
    lines = world.content.decode().splitlines(keepends=True)
    place = world.header.index("password")
    password = f"{CANARY}shifted"
    cells = ["new@example.edu" if name == "email" else "Text" for name in world.header]
    cells[place] = password
    if shift == "wide":
        cells.insert(0, "x")
    elif shift == "narrow":
        del cells[0]
    elif shift == "blank":
        cells.insert(place, "")
        cells[-1] = password
    content = "".join([*lines, ",".join(cells) + "\r\n"]).encode()
    with open_store(world.clients) as store, capture_logs() as logged:
        importer, _ = plan_for(world, store)
        table = importer.read(content)
        mapping = importer.suggest_mapping(table)
        for chosen in (mapping, mapping.ignore("password")):
            plan = importer.plan(table, world.decide(chosen))
            report = importer.apply(plan, allow_mass_change=True)
            shown = [table, table.rows, table.rows[0], *table.rows, mapping, plan, *plan.rows, plan.records, report]
            shown += [*plan.records.rows, *report.rows, *plan.problems, importer, list(store.all()), logged]
            texts = [*map(repr, shown), *map(str, shown), dump_json(plan), dump_json(report)]
            texts += [problem.message for problem in report.problems]
            assert not [text for text in texts if CANARY in text]


@both_stores
@law
@given(world=worlds(every_choice=True))
def test_law_8_one_key(open_store: OpenStore, world: World) -> None:
    """However an address is spelled, it is one client; the stored spelling never changes."""
    with open_store(world.clients) as store:
        before = {client.id: client.email for client in store.all()}
        importer, plan = plan_for(world, store)
        importer.apply(plan, allow_mass_change=True)
        keys = [email_key(client.email) for client in store.all()]
        assert len(keys) == len(set(keys))
        assert set(keys) <= world.keys
        for client in store.all():
            assert before.get(client.id, client.email) == client.email


@pytest.mark.parametrize(
    "spelled",
    [
        "ADA@EXAMPLE.EDU",
        " Ada@Example.edu ",
        "mailto:ADA@example.EDU",
        "Ada <ADA@EXAMPLE.EDU>",
        "AdA@example.edu\u200b",
    ],
)
def test_law_8_no_spelling_makes_another_client(spelled: str) -> None:
    """Capitals, spaces, what is invisible and what stands around an address make nobody new."""
    ada = Client(1, "ada@example.edu", "Ada", "Lovelace")
    with memory((ada,)) as store:
        importer = Importer(form=RegistrationForm(), clients=store)
        plan = importer.plan(importer.read(f"Email,First Name,Last Name\n{spelled},Ada,Byron\n".encode()))
        assert [(row.action, row.client_id) for row in plan.rows] == [(Action.UPDATE, 1)]


@law
@given(world=worlds(doubles=True))
def test_law_8_ambiguous_clients_are_left_alone(world: World) -> None:
    """A row whose key two stored clients have is rejected, and neither of them changes."""
    with memory(world.clients) as store:
        before = snapshot(store)
        importer, plan = plan_for(world, store)
        importer.apply(plan)
        keys = [email_key(client.email) for client in world.clients]
        for client in world.clients:
            if keys.count(email_key(client.email)) > 1:
                assert snapshot(store)[client.id] == before[client.id]
        ambiguous = {problem.line for problem in plan.problems if problem.code == "ambiguous_client"}
        for row in plan.rows:
            if row.line in ambiguous:
                assert row.action is Action.REJECTED
                assert keys.count(email_key(row.email)) == 2


@law
@given(world=worlds(every_choice=True))
def test_law_9_all_adapters_agree(world: World) -> None:
    """The same import into memory and into SQLite gives the same plan, the same report and the same clients."""
    with memory(world.clients) as one, sqlite(world.clients) as other:
        results = []
        for store in (one, other):
            importer, plan = plan_for(world, store)
            report = importer.apply(plan, allow_mass_change=True)
            clients = [attrs.evolve(client, password_mark=None) for client in store.all()]
            results.append((dump_json(plan), dump_json(report), sorted(clients, key=lambda client: str(client.id))))
        assert results[0] == results[1]


def test_marks_of_the_worlds_are_those_of_the_stores() -> None:
    """The generated clients have the mark that SQLite derives, or the laws would compare apples with pears."""
    client = Client(1, "ada@example.edu", "Ada", "Lovelace", password_mark=password_mark("$2b$04$" + "a" * 53))
    with sqlite((client,)) as store:
        assert list(store.all()) == [client]

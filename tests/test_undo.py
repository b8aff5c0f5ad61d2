"""Taking an import back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert

from client_import import (
    Action,
    Change,
    ChosenPassword,
    Client,
    ClientUpdate,
    CompletedRegistration,
    Conflicts,
    Importer,
    ImportRules,
    NewClient,
    Outcome,
    PasswordOutcome,
    Plan,
    Report,
    Result,
    Secret,
    StalePlan,
    dump_json,
    load_plan,
    load_report,
    make_undo_plan,
    undo_keys,
)
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlalchemy import SqlAlchemyClients
from databases import sqlite_engine
from platforms import in_json
from rosters import FORM, QUICK, codes, report_of, roster
from worlds import CANARY, OTHER_HASH, Store, World, edits, memory, plan_for, snapshot, sqlite, worlds

OpenStore = Callable[[tuple[Client, ...]], AbstractContextManager[Store]]

both_stores = pytest.mark.parametrize("open_store", [memory, sqlite], ids=["memory", "sqlite"])
law = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])

ADA = Client(7, "ada@example.edu", "Ada", "Byron", {"sid": "0042", "help": ("CVs", "Essays")})


def uses(store: Store) -> st.SearchStrategy[Callable[[], None]]:
    """Something that happens to a client between an import and its undo: edits, and the first login."""
    clients = list(store.all())

    def complete(client: Client) -> None:
        with store.transaction() as transaction:
            transaction.save_registration(CompletedRegistration(ClientUpdate(client.id)))

    def choose_password(client: Client) -> None:
        with store.transaction() as transaction:
            transaction.save_password(ChosenPassword(client.id, Secret(OTHER_HASH), client.password_mark))

    if not clients:
        return edits(store)
    logins = st.builds(
        lambda act, client: lambda: act(client), st.sampled_from([complete, choose_password]), st.sampled_from(clients)
    )
    return edits(store) | logins


def without_passwords(clients: Iterable[Client]) -> dict[object, Client]:
    """Every client by id, as if nobody had a password."""
    return {client.id: attrs.evolve(client, password_mark=None, password_is_placeholder=False) for client in clients}


def values_of(client: Client) -> dict[str, object]:
    """Field -> value, choices in one order."""
    answers = {
        field: tuple(sorted(answer)) if isinstance(answer, tuple) else answer
        for field, answer in client.answers.items()
    }
    return {"email": client.email, "first_name": client.first_name, "last_name": client.last_name, **answers}


def is_in_use(client: Client) -> bool:
    own = client.password_mark is not None and not client.password_is_placeholder
    return own or client.registration_completed or not client.active


def is_untouched(now: Client, imported: Client) -> bool:
    return values_of(now) == values_of(imported) and not is_in_use(now)


def take_back(before: Client | None, imported: Client | None, now: Client) -> dict[str, object] | None:
    """What a client must hold after the undo, told without the library's help; None where it must be gone."""
    if imported is None:  # came after the import
        return values_of(now)
    if before is None:
        return None if is_untouched(now, imported) else values_of(now)
    old, new, held = values_of(before), values_of(imported), values_of(now)
    wanted = {
        field: old.get(field) if held.get(field) == new.get(field) else held.get(field) for field in {**old, **held}
    }
    return {field: value for field, value in wanted.items() if value is not None}


@both_stores
@law
@given(world=worlds(every_choice=True), saved=st.booleans())
def test_an_import_and_its_undo_leave_what_was_there(open_store: OpenStore, world: World, *, saved: bool) -> None:
    """Apply, then undo: the first state again, passwords aside, under every rule; also from a saved report."""
    with open_store(world.clients) as store:
        before = without_passwords(store.all())
        importer, plan = plan_for(world, store)
        report = importer.apply(plan, allow_mass_change=True)
        undo = importer.undo_plan(load_report(dump_json(report)) if saved else report)
        imported = snapshot(store)
        assert not [problem for problem in undo.problems if problem.code != "passwords_lost"]
        done = importer.apply(undo, reviewed=undo.fingerprint)
        assert without_passwords(store.all()) == before
        assert snapshot(store).keys() == before.keys()
        assert done.counts.deleted == undo.counts.deleted == report.counts.created
        assert done.counts == undo.counts
        assert done.occasion.undoes == undo.undoes == report.occasion.started
        changed = {row.client_id for row in report.rows if row.outcome is Outcome.UPDATED and row.changes}
        assert {row.client_id for row in done.rows if row.outcome is Outcome.UPDATED} == changed
        assert all(snapshot(store)[each].password_mark == imported[each].password_mark for each in before)


@both_stores
@law
@given(world=worlds(every_choice=True), data=st.data(), saved=st.booleans())
def test_edits_survive_an_undo(open_store: OpenStore, world: World, data: st.DataObject, *, saved: bool) -> None:
    """What was edited or used after the import stays and is listed; everything else is as before the import."""
    with open_store(world.clients) as store:
        before = snapshot(store)
        importer, plan = plan_for(world, store)
        report = importer.apply(plan, allow_mass_change=True)
        imported = snapshot(store)
        for use in data.draw(st.lists(uses(store), max_size=4)):
            use()
        edited = snapshot(store)
        undo = importer.undo_plan(load_report(dump_json(report)) if saved else report)
        assert snapshot(store) == edited
        done = importer.apply(undo)
        wanted = {
            client_id: values
            for client_id, client in edited.items()
            if (values := take_back(before.get(client_id), imported.get(client_id), client)) is not None
        }
        after = snapshot(store)
        assert {client_id: values_of(client) for client_id, client in after.items()} == wanted
        for client_id, client in after.items():
            assert attrs.evolve(client, answers={}, first_name="", last_name="") == attrs.evolve(
                edited[client_id], answers={}, first_name="", last_name=""
            )
        assert done.counts == undo.counts
        assert listed(undo) == stays(report, imported, edited)


def listed(undo: Plan) -> set[tuple[int | None, str | None]]:
    """Line and field of what the undo says of its rows; the field only where it was edited."""
    return {
        (problem.line, problem.field if problem.code == "edited_since" else None)
        for problem in undo.problems
        if problem.line
    }


def stays(
    report: Report, imported: dict[object, Client], edited: dict[object, Client]
) -> set[tuple[int | None, str | None]]:
    """What an undo must list, told without the library's help."""
    found: set[tuple[int | None, str | None]] = set()
    for row in report.rows:
        if row.outcome not in {Outcome.CREATED, Outcome.UPDATED}:
            continue
        now = edited.get(row.client_id)
        if now is None:
            found.add((row.line, None))
            continue
        held, new = values_of(now), values_of(imported[row.client_id])
        if row.outcome is Outcome.CREATED:
            fields = {field for field in {**held, **new} if held.get(field) != new.get(field)}
            found |= {(row.line, None)} if is_in_use(now) else set()
        else:
            old = {change.field: in_one_order(change.old) for change in row.changes}
            fields = {field for field in old if held.get(field) not in (new.get(field), old[field])}
        found |= {(row.line, field) for field in fields}
    return found


def in_one_order(answer: object) -> object:
    return tuple(sorted(answer)) if isinstance(answer, tuple) else answer


@both_stores
@law
@given(world=worlds(every_choice=True), data=st.data())
def test_what_changes_after_the_dry_run_of_an_undo_conflicts(
    open_store: OpenStore, world: World, data: st.DataObject
) -> None:
    """An edit between the undo's plan and its writing is a conflict: that client is left as it is."""
    with open_store(world.clients) as store:
        importer, plan = plan_for(world, store)
        undo = importer.undo_plan(importer.apply(plan, allow_mass_change=True))
        seen = snapshot(store)
        for use in data.draw(st.lists(uses(store), max_size=3)):
            use()
        edited = snapshot(store)
        colliding = {row.line for row in undo.rows if collides(row.action, row.client_id, row.changes, seen, edited)}
        if colliding and world.rules.conflicts is Conflicts.STOP:
            with pytest.raises(StalePlan):
                importer.apply(undo)
            assert snapshot(store) == edited
            return
        done = importer.apply(undo)
        assert {row.line for row in done.rows if row.outcome is Outcome.CONFLICTED} == colliding
        assert {problem.line for problem in done.problems if problem.code == "conflicted"} == colliding
        wanted = {client_id: values_of(client) for client_id, client in edited.items()}
        for row in undo.rows:
            if row.line not in colliding and row.action is Action.DELETE:
                del wanted[row.client_id]
            elif row.line not in colliding and row.action is Action.UPDATE:
                fields = {change.field: in_one_order(change.new) for change in row.changes}
                values = {**wanted[row.client_id], **fields}
                wanted[row.client_id] = {field: value for field, value in values.items() if value is not None}
        assert {client_id: values_of(client) for client_id, client in snapshot(store).items()} == wanted


def collides(
    action: Action,
    client_id: object,
    changes: tuple[Change, ...],
    seen: dict[object, Client],
    now: dict[object, Client],
) -> bool:
    """Whether what an undo would write is no longer there as its plan saw it."""
    if action not in {Action.DELETE, Action.UPDATE}:
        return False
    if client_id not in now:
        return True
    old, new = seen[client_id], now[client_id]
    if action is Action.DELETE:
        return not is_untouched(new, old)
    return any(values_of(old).get(change.field) != values_of(new).get(change.field) for change in changes)


@both_stores
@law
@given(world=worlds(passwords=True, every_choice=True))
def test_no_password_is_in_an_undo(open_store: OpenStore, world: World) -> None:
    """Neither the plan of an undo nor its report shows a password or a hash; none is set or replaced by it."""
    with open_store(world.clients) as store:
        importer, plan = plan_for(world, store)
        undo = importer.undo_plan(load_report(dump_json(importer.apply(plan, allow_mass_change=True))))
        marks = {client.id: client.password_mark for client in store.all()}
        done = importer.apply(undo)
        shown = [undo, *undo.rows, undo.records, *undo.records.rows, *undo.problems, done, *done.rows, *done.results]
        texts = [*map(repr, shown), dump_json(undo), dump_json(done)]
        texts += [problem.message for problem in done.problems]
        assert not [text for text in texts if CANARY in text or "$2b$" in text]
        assert not any(undo.passwords.values())
        assert not any(done.passwords.values())
        assert all(marks[client.id] == client.password_mark for client in store.all())


@law
@given(world=worlds(every_choice=True))
def test_undos_can_be_undone(world: World) -> None:
    """The undo of an undo brings back what the import had changed; those who were deleted stay so, with a warning."""
    with memory(world.clients) as store:
        importer, plan = plan_for(world, store)
        report = importer.apply(plan, allow_mass_change=True)
        imported = without_passwords(store.all())
        done = importer.apply(importer.undo_plan(report))
        again = importer.undo_plan(load_report(dump_json(done)))
        gone = {row.line for row in report.rows if row.outcome is Outcome.CREATED}
        assert {problem.line for problem in again.problems if problem.code == "deleted_for_good"} == gone
        importer.apply(again)
        kept = {client.id for client in world.clients}
        assert without_passwords(store.all()) == {each: imported[each] for each in kept}
        twice = importer.undo_plan(done)
        assert not twice.counts.updated
        assert not twice.counts.deleted


def importer_of(*clients: Client, rules: ImportRules = QUICK) -> tuple[Importer, MemoryClients]:
    store = MemoryClients(clients)
    return Importer(form=FORM, clients=store, rules=rules), store


def take_in(importer: Importer, text: str) -> Report:
    """The report of an import of this roster."""
    return importer.apply(importer.plan(importer.read(roster(text), file_name="roster.csv")))


def test_a_created_client_is_deleted_and_a_changed_one_gets_its_values_back() -> None:
    """The plan shows what goes and what comes back, names the form's questions, and is applied like any other."""
    importer, store = importer_of(ADA)
    report = take_in(
        importer,
        """Email,First Name,Last Name,Major,Help with
           ADA@example.edu,Ada,Lovelace,History,Essays
           eve@example.edu,Eve,Adams,Biology,
           ghost,A,B,,
           """,
    )
    undo = importer.undo_plan(report)
    updated, deleted = undo.rows
    assert (updated.line, updated.action, updated.email, updated.client_id) == (2, "update", "ADA@example.edu", 7)
    assert updated.changes == (
        Change("last_name", "Lovelace", "Byron"),
        Change("major", "History", None),
        Change("help", ("Essays",), ("CVs", "Essays")),
    )
    assert (deleted.line, deleted.action, deleted.email, deleted.client_id) == (3, "delete", "eve@example.edu", 8)
    assert deleted.changes == (
        Change("email", "eve@example.edu", None),
        Change("first_name", "Eve", None),
        Change("last_name", "Adams", None),
        Change("major", "Biology", None),
    )
    assert load_plan(dump_json(undo)) == undo.to_saved()
    done = importer.apply(undo, actor="admin 7")
    assert list(store.all()) == [ADA]
    assert (done.occasion.actor, done.occasion.undoes) == ("admin 7", report.occasion.started)
    assert (done.occasion.file_name, done.occasion.file_size) == (None, None)
    assert load_report(dump_json(done)).results == tuple(done.results)


EVE = "Email,First Name,Last Name,Student ID\neve@example.edu,Eve,Adams,1\n"


def answer(store: MemoryClients, update: ClientUpdate) -> None:
    with store.transaction() as transaction:
        transaction.update([update])


def complete(store: MemoryClients) -> None:
    with store.transaction() as transaction:
        transaction.save_registration(CompletedRegistration(ClientUpdate(1)))


def choose(store: MemoryClients) -> None:
    with store.transaction() as transaction:
        transaction.save_password(ChosenPassword(1, Secret(OTHER_HASH), None))


def rewrite(store: MemoryClients, **fields: object) -> None:
    """Change an account as a host does behind the library's back."""
    store._state = MemoryClients([attrs.evolve(client, **fields) for client in store.all()])._state  # type: ignore[arg-type]


def replace(store: MemoryClients) -> None:
    with store.transaction() as transaction:
        transaction.delete([1])
        transaction.create([NewClient("eve@example.edu", "Eve", "Adams", {"sid": "1"})])


@pytest.mark.parametrize(
    ("happen", "code", "message"),
    [
        (lambda store: answer(store, ClientUpdate(1, first_name="Eva")), "edited_since", "“First Name” was changed"),
        (lambda store: answer(store, ClientUpdate(1, answers={"sid": None})), "edited_since", "“Student ID” was"),
        (lambda store: answer(store, ClientUpdate(1, answers={"major": "Film"})), "edited_since", "“Major” was"),
        (lambda store: answer(store, ClientUpdate(1, answers={"locker": "9"})), "edited_since", "“locker” was"),
        (lambda store: rewrite(store, email="EVE@example.edu"), "edited_since", "“Email” was changed"),
        (complete, "account_stays", "This client has completed the registration"),
        (choose, "account_stays", "This client has chosen a password"),
        (lambda store: rewrite(store, active=False), "account_stays", "This account was deactivated"),
        (lambda store: rewrite(store, email="eva@example.edu"), "account_gone", "is gone, or has another address now"),
        (replace, "account_gone", "Another account has this address now"),
    ],
)
def test_a_created_client_who_is_in_use_stays(happen: Callable[[MemoryClients], None], code: str, message: str) -> None:
    """Whoever was edited, used, moved or replaced since the import is not deleted, and the warning says why."""
    importer, store = importer_of()
    report = take_in(importer, EVE)
    happen(store)
    before = snapshot(store)
    undo = importer.undo_plan(report)
    assert codes(undo.problems) == [(2, code)]
    assert message in undo.problems[0].message
    assert undo.problems[0].severity == "warning"
    assert undo.counts.unchanged == 1
    importer.apply(undo)
    assert snapshot(store) == before


def test_a_field_that_is_back_already_is_no_news() -> None:
    """Where somebody put the old value back by hand, an undo has nothing to do and nothing to say."""
    importer, store = importer_of(ADA)
    report = take_in(importer, "Email,First Name,Last Name\nada@example.edu,Ada,Lovelace\n")
    answer(store, ClientUpdate(7, last_name="Byron"))
    undo = importer.undo_plan(report)
    assert (undo.counts.unchanged, undo.problems) == (1, ())


def test_an_edited_field_keeps_the_edit_and_the_others_go_back() -> None:
    """Field by field: what still is the import's goes back, what was edited is listed and stays."""
    importer, store = importer_of(ADA)
    report = take_in(importer, "Email,First Name,Last Name,Major\nada@example.edu,Ada,Lovelace,History\n")
    answer(store, ClientUpdate(7, answers={"major": "Biology"}))
    undo = importer.undo_plan(report)
    assert undo.rows[0].changes == (Change("last_name", "Lovelace", "Byron"),)
    assert [problem.message for problem in undo.problems] == [
        "“Major” was changed after the import, so it keeps the value that it has now."
    ]
    importer.apply(undo)
    assert store.find(["ada@example.edu"]) == [attrs.evolve(ADA, answers={**ADA.answers, "major": "Biology"})]


def test_an_empty_name_comes_back() -> None:
    """A name that was empty before the import is empty after its undo."""
    importer, store = importer_of(attrs.evolve(ADA, last_name=""))
    report = take_in(importer, "Email,First Name,Last Name\nada@example.edu,Ada,Lovelace\n")
    importer.apply(importer.undo_plan(load_report(dump_json(report))))
    assert [client.last_name for client in store.all()] == [""]


def test_passwords_that_cannot_be_put_back_are_counted() -> None:
    """Set for the first time, replaced, and a placeholder set anew count; those of new clients go with them."""
    text = """Email,First Name,Last Name,Password
              ada@example.edu,Ada,Byron,first-secret
              bob@example.edu,Bob,B,second-secret
              eve@example.edu,Eve,E,third-secret
              """
    importer, store = importer_of(
        ADA, Client(8, "bob@example.edu", "Bob", "B", password_mark="m", password_is_placeholder=True)
    )
    undo = importer.undo_plan(take_in(importer, text))
    assert [(problem.line, problem.code, dict(problem.params)) for problem in undo.problems] == [
        (None, "passwords_lost", {"count": 2})
    ]
    assert [row.action for row in undo.rows] == ["unchanged", "delete"]
    importer.apply(undo)
    assert [client.password_is_placeholder for client in store.all()] == [True, True]


def test_an_import_whose_passwords_remain_is_taken_back() -> None:
    """A report that broke off before the passwords says nothing of them, and a placeholder set later is no obstacle."""
    importer, store = importer_of(ADA)
    text = "Email,First Name,Last Name,Password\nada@example.edu,Ada,B,secret-1\neve@example.edu,Eve,E,secret-2\n"
    plan = importer.plan(importer.read(text.encode()))
    report = importer.apply(plan, passwords="later")
    assert report.passwords[PasswordOutcome.REMAINING] == 2
    importer.set_passwords(plan, report)
    undo = importer.undo_plan(report)
    assert undo.problems == ()
    importer.apply(undo)
    assert [(client.id, client.last_name) for client in store.all()] == [(7, "Byron")]


def test_two_clients_with_one_address_are_left_alone() -> None:
    """Where a second account has come to an address, its row is rejected, and neither account changes."""
    importer, store = importer_of()
    report = take_in(importer, EVE)
    second = Client(99, "EVE@example.edu", "Eve", "Adams", {"sid": "1"})
    doubled = Importer(form=FORM, clients=MemoryClients([*store.all(), second]), rules=QUICK)
    undo = doubled.undo_plan(report)
    assert codes(undo.problems) == [(2, "ambiguous_client")]
    assert undo.counts.rejected == 1
    doubled.apply(undo)
    assert len(list(doubled.clients.all())) == 2


def test_a_protected_account_is_left_alone() -> None:
    """An account that the rules protect by now is neither deleted nor changed."""
    importer, store = importer_of(ADA)
    report = take_in(importer, EVE + "ada@example.edu,Ada,Lovelace,7\n")
    guarded = Importer(
        form=FORM, clients=store, rules=attrs.evolve(QUICK, protected=["ADA@example.edu", "eve@example.edu"])
    )
    undo = guarded.undo_plan(report)
    assert codes(undo.problems) == [(2, "account_stays"), (3, "account_stays")]
    assert "protected account" in undo.problems[0].message
    assert undo.counts.unchanged == 2


def test_rows_that_wrote_nothing_are_not_in_an_undo() -> None:
    """Unchanged, rejected and conflicted rows have nothing to take back; a client of theirs is not looked up."""
    outcomes = (Outcome.UNCHANGED, Outcome.REJECTED, Outcome.CONFLICTED)
    report = report_of(*(Result(line, outcome, "ada@example.edu", 7) for line, outcome in enumerate(outcomes, 2)))
    assert undo_keys(report) == []
    assert len(make_undo_plan(report, [ADA], QUICK).rows) == 0


def test_a_report_of_other_storage_touches_nobody() -> None:
    """Ids that belong to other clients, or to nobody, are never followed."""
    importer, _ = importer_of()
    report = take_in(importer, EVE)
    elsewhere = Importer(
        form=FORM, clients=MemoryClients([Client(1, "bob@example.edu", "Eve", "Adams", {"sid": "1"})]), rules=QUICK
    )
    undo = elsewhere.undo_plan(report)
    assert codes(undo.problems) == [(2, "account_gone")]
    assert not elsewhere.apply(undo).counts.deleted


def test_an_undo_needs_no_leave_for_many_names() -> None:
    """The guard against swapped columns is for rosters: putting all names back is never held up."""
    rules = attrs.evolve(QUICK, mass_change_minimum=1, mass_change_share=0.0)
    importer, store = importer_of(ADA, rules=rules)
    plan = importer.plan(importer.read(b"Email,First Name,Last Name\nada@example.edu,Byron,Ada\n"))
    assert plan.mass_change
    undo = importer.undo_plan(importer.apply(plan, allow_mass_change=True))
    assert undo.mass_change is None
    importer.apply(undo)
    assert list(store.all()) == [ADA]


def test_an_undo_that_was_reviewed_is_the_one_that_is_applied() -> None:
    """A plan made again after an edit is another one, and `reviewed` says so."""
    importer, store = importer_of(ADA)
    report = take_in(importer, "Email,First Name,Last Name\nada@example.edu,Ada,Lovelace\n")
    seen = importer.undo_plan(report).fingerprint
    assert importer.undo_plan(load_report(dump_json(report))).fingerprint == seen
    answer(store, ClientUpdate(7, last_name="King"))
    with pytest.raises(StalePlan, match="not do what was reviewed"):
        importer.apply(importer.undo_plan(report), reviewed=seen)


def test_an_account_that_the_storage_keeps_does_not_stop_the_others() -> None:
    """A client to whom an appointment refers stays and is told of, also where changes stop an undo."""
    with sqlite_engine() as engine:
        importer = Importer(form=FORM, clients=_platform(engine), rules=attrs.evolve(QUICK, conflicts="stop"))
        report = take_in(importer, EVE + "bob@example.edu,Bob,B,2\n")
        _make_appointment(engine, report.rows[0].client_id)
        undo = importer.undo_plan(report)
        assert undo.counts.deleted == 2
        done = importer.apply(undo)
        assert [row.outcome for row in done.rows] == ["conflicted", "deleted"]
        assert codes(done.problems) == [(2, "delete_refused")]
        assert [client.email for client in importer.clients.all()] == ["eve@example.edu"]


def _platform(engine: Engine) -> SqlAlchemyClients:
    platform = in_json()
    platform.metadata.create_all(engine)
    return platform.open(engine)


def _make_appointment(engine: Engine, client_id: object) -> None:
    with engine.begin() as connection:
        connection.execute(insert(in_json().metadata.tables["appointments"]).values(account_id=client_id))


def test_one_who_begins_to_use_the_account_meanwhile_stops_an_undo_that_is_to_stop() -> None:
    """Under `stop` a client who completes the registration after the dry run keeps everything from being written."""
    importer, store = importer_of(rules=attrs.evolve(QUICK, conflicts="stop"))
    undo = importer.undo_plan(take_in(importer, EVE + "bob@example.edu,Bob,B,2\n"))
    complete(store)
    with pytest.raises(StalePlan) as caught:
        importer.apply(undo)
    assert caught.value.lines == (2,)
    assert len(list(store.all())) == 2


def test_the_same_client_twice_in_a_report_harms_nobody() -> None:
    """A report that no import wrote, with one client in two rows, is planned and applied without an error."""
    made = Result(2, Outcome.CREATED, "ada@example.edu", 7, values=("Ada", "Byron", ("CVs", "Essays")))
    changed = Result(3, Outcome.UPDATED, "ada@example.edu", 7, (Change("last_name", "King", "Byron"),))
    plain = attrs.evolve(ADA, answers={"help": ("CVs", "Essays")})
    importer, store = importer_of(plain)
    assert importer.apply(importer.undo_plan(report_of(made, made))).counts.deleted == 2
    assert list(store.all()) == []
    importer, store = importer_of(plain)
    done = importer.apply(importer.undo_plan(report_of(made, changed)))
    assert [row.outcome for row in done.rows] == ["conflicted", "updated"]
    assert [client.last_name for client in store.all()] == ["King"]


def test_one_who_is_deactivated_meanwhile_stays() -> None:
    """An account that was deactivated after the dry run of the undo is a conflict, and is not deleted."""
    importer, store = importer_of()
    undo = importer.undo_plan(take_in(importer, EVE))
    rewrite(store, active=False)
    assert codes(importer.apply(undo).problems) == [(2, "conflicted")]
    assert [client.active for client in store.all()] == [False]

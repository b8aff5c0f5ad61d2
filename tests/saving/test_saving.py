"""Values to and from JSON documents."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from operator import itemgetter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import (
    Answer,
    Assignment,
    BadDocument,
    BadForm,
    Change,
    Client,
    ClientImportError,
    Mapping,
    OriginalRow,
    Outcome,
    PasswordOutcome,
    Problem,
    ProblemCode,
    Question,
    Reason,
    RegistrationForm,
    Report,
    Result,
    Severity,
    apply_plan,
    dump_json,
    load_form,
    load_mapping,
    load_plan,
    load_report,
    read_table,
)
from client_import.repositories.memory import MemoryClients
from rosters import plan, report_of
from worlds import World, memory, plan_for, worlds

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = texts.filter(bool)


@settings(deadline=None)
@given(
    headers=st.lists(names, unique=True, min_size=1, max_size=6),
    fields=st.lists(names, min_size=6, max_size=6),
    cut=st.integers(0, 6),
    answers=st.dictionaries(texts, st.dictionaries(texts, st.none() | texts, min_size=1, max_size=3), max_size=3),
    values=st.dictionaries(texts, texts, max_size=3),
)
def test_a_mapping_comes_back(
    headers: list[str], fields: list[str], cut: int, answers: dict[str, dict[str, str | None]], values: dict[str, str]
) -> None:
    """What a mapping decides is the same after saving and loading, and gives the same bytes again."""
    assigned = {header: Assignment(field, Reason.SAVED) for header, field in zip(headers[:cut], fields, strict=False)}
    ignored = frozenset(headers[cut : cut + 1])
    mapping = Mapping(tuple(headers), assigned, ignored, answers=answers, constants=values, defaults=values)
    text = dump_json(mapping)
    assert load_mapping(text) == mapping
    assert load_mapping(text.encode("utf-8-sig")) == mapping
    assert dump_json(load_mapping(text)) == text


def test_a_mapping_can_be_written_by_hand() -> None:
    """Columns and fields are enough."""
    text = '{"columns": {"Mail": "email"}, "ignored": ["Locker"]}'
    mapping = load_mapping(text)
    assert mapping.fields == {"Mail": "email"}
    assert mapping.assignments["Mail"].reason is Reason.SAVED
    assert mapping.ignored == {"Locker"}
    assert mapping.unmapped == ()


FORM = RegistrationForm(
    [
        Question("sid", "Student “ID”", aliases=["SID"], required=True, pattern="[0-9]{4}", max_length=4),
        Question("help", "Help", kind="choices", choices=["Essays", "CVs"]),
    ],
    name="Zürich",
    labels={"email": "Mail"},
    aliases={"password": ["Door code"]},
)


def test_a_form_comes_back() -> None:
    """A form is the same after saving and loading, in stable bytes; one written by hand needs no version."""
    text = dump_json(FORM)
    assert load_form(text) == FORM
    assert dump_json(load_form(text)) == text
    assert load_form('{"questions": []}') == RegistrationForm()


def test_a_wrong_form_is_a_bad_form() -> None:
    """What is wrong with the form itself is told as everywhere else."""
    with pytest.raises(BadForm) as caught:
        load_form('{"questions": [{"id": "a", "label": ""}]}')
    assert [fault.path for fault in caught.value.faults] == ["questions[0].label"]


@settings(deadline=None, max_examples=60)
@given(world=worlds(doubles=True))
def test_plans_and_reports_come_back(world: World) -> None:
    """A plan is loaded as what it showed, a report as itself; both give the same bytes again."""
    with memory(world.clients) as store:
        importer, made = plan_for(world, store)
        text = dump_json(made)
        assert load_plan(text) == made.to_saved()
        assert dump_json(load_plan(text)) == text
        report = importer.apply(made)
        loaded = load_report(dump_json(report))
        assert loaded.results == tuple(report.results)
        assert (loaded.problems, loaded.counts) == (report.problems, report.counts)
        assert dump_json(loaded) == dump_json(report)


ids = st.one_of(st.none(), st.integers(), texts, st.uuids())
answers: st.SearchStrategy[Answer | None] = st.one_of(st.none(), texts, st.lists(texts, max_size=3).map(tuple))
answered = st.builds(Change, st.sampled_from(["sid", "major", "help"]), answers, answers)
renamed = st.builds(Change, st.sampled_from(["first_name", "last_name"]), texts, texts)
emptied = st.builds(Change, st.sampled_from(["email", "first_name", "last_name"]), texts, st.none())
created = st.tuples(answers, answers, answers)
results = st.builds(
    Result,
    st.integers(1),
    st.sampled_from([outcome for outcome in Outcome if outcome not in {Outcome.CREATED, Outcome.DELETED}]),
    texts,
    ids,
    st.lists(answered | renamed, max_size=3, unique_by=itemgetter(0)).map(tuple),
    st.none() | st.sampled_from(PasswordOutcome),
    values=st.none(),
)
results |= st.builds(
    Result,
    st.integers(1),
    st.just(Outcome.DELETED),
    texts,
    ids,
    st.lists(answered | emptied, max_size=3, unique_by=itemgetter(0)).map(tuple),
    st.none(),
    values=st.none(),
)
results |= st.builds(
    Result,
    st.integers(1),
    st.just(Outcome.CREATED),
    texts,
    ids,
    st.just(()),
    st.none() | st.sampled_from(PasswordOutcome),
    values=created,
)
original_rows = st.builds(
    OriginalRow, st.integers(1), st.lists(texts, max_size=4).map(tuple), st.none() | st.integers(1)
)
problems = st.builds(
    Problem,
    st.just(ProblemCode.UNMATCHED_ANSWER),
    st.sampled_from(Severity),
    st.none() | st.integers(1),
    st.none() | st.integers(1),
    st.none() | texts,
    st.none() | texts,
    st.fixed_dictionaries({"value": texts, "question": texts}),
)


@given(st.lists(results, max_size=4), st.lists(problems, max_size=3), st.lists(original_rows, max_size=2))
def test_any_report_comes_back(
    given_results: list[Result], given_problems: list[Problem], given_rows: list[OriginalRow]
) -> None:
    """Ids of every type, answers of every kind and any text survive; the occasion, the mapping and the form as well."""
    report = report_of(*given_results, problems=tuple(given_problems), original_rows=tuple(given_rows))
    loaded = load_report(dump_json(report))
    for attribute in attrs.fields(Report):
        assert getattr(loaded, attribute.name) == getattr(report, attribute.name)
    assert dump_json(loaded) == dump_json(report)


def test_a_loaded_plan_is_not_applied() -> None:
    """A plan from JSON can be shown; applying it is refused and writes nothing."""
    store = MemoryClients()
    loaded = load_plan(dump_json(plan("Email,First Name,Last Name\na@example.edu,A,B\n")))
    assert loaded.rows[0].email == "a@example.edu"
    with pytest.raises(ClientImportError, match="shown, not applied"):
        apply_plan(loaded, store)  # type: ignore[arg-type]
    assert list(store.all()) == []


def test_no_document_holds_a_password() -> None:
    """Neither plan nor report holds the password of a row."""
    made = plan("Email,First Name,Last Name,Password\na@example.edu,A,B,canary-77\n")
    report = apply_plan(made, MemoryClients())
    assert "canary" not in dump_json(made) + dump_json(report)


PLAN = plan(
    "Email,First Name,Last Name,Major\na@example.edu,A,B,Golf\n", Client(uuid.UUID(int=3), "a@example.edu", "A", "C")
)
DOCUMENTS: dict[str, tuple[str, Callable[[str], object]]] = {
    "form": (dump_json(FORM), load_form),
    "mapping": (dump_json(Mapping(("A", "B"), {"A": Assignment("email", Reason.ALIAS)})), load_mapping),
    "plan": (dump_json(PLAN), load_plan),
    "report": (dump_json(apply_plan(PLAN, MemoryClients())), load_report),
}


def refusal(kind: str, change: Callable[[dict[str, object]], object]) -> str:
    """What is said of a document after a change."""
    text, load = DOCUMENTS[kind]
    data = json.loads(text)
    change(data)
    with pytest.raises((BadDocument, BadForm)) as caught:
        load(json.dumps(data))
    return str(caught.value)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_each_way_to_be_broken_has_its_message(kind: str) -> None:
    """Newer, older, of another kind, truncated, with an extra key: each says so, with its path."""
    assert "version: is 2, of a newer release; this one reads up to 1" in refusal(
        kind, lambda data: data.update(version=2)
    )
    assert "version: is 0, which no release reads" in refusal(kind, lambda data: data.update(version=0))
    assert "version: must be a whole number" in refusal(kind, lambda data: data.update(version="1"))
    assert f'client_import: must be “{kind}”, not "other"' in refusal(
        kind, lambda data: data.update(client_import="other")
    )
    assert "surprise: is not a known key" in refusal(kind, lambda data: data.update(surprise=1))
    text, load = DOCUMENTS[kind]
    with pytest.raises(BadDocument, match=r"is no JSON, or only a part of it.*line"):
        load(text[: len(text) // 2])
    with pytest.raises(BadDocument, match="must be an object"):
        load("[]")


@pytest.mark.parametrize(
    ("kind", "path", "value", "words"),
    [
        ("mapping", ("columns",), ["A"], "columns: must be an object"),
        ("mapping", ("columns", "A"), 5, "columns.A: must be text, not a whole number"),
        ("mapping", ("answers",), {"Q": {"Maths": 1}}, "answers.Q.Maths: must be text, not a whole number"),
        ("mapping", ("constants",), {"Q": None}, "constants.Q: must be text, not null"),
        ("mapping", ("ignored",), "Locker", "ignored: must be a list, not text"),
        ("plan", ("counts", "rows"), "1", "counts.rows: must be a whole number, not text"),
        ("plan", ("rows", 0, "line"), True, "rows[0].line: must be a whole number, not true or false"),
        ("plan", ("rows", 0, "action"), "erase", "rows[0].action: must be one of create, update"),
        ("plan", ("rows", 0, "client_id"), {"uuid": "3"}, "rows[0].client_id: is not a UUID"),
        (
            "plan",
            ("rows", 0, "client_id"),
            1.5,
            "rows[0].client_id: must be text, a whole number or a UUID, not a number",
        ),
        ("plan", ("rows", 0, "changes", 0, "new"), [1], "rows[0].changes[0].new: must be text or a list of texts"),
        ("plan", ("problems", 0, "code"), "new_code", "problems[0].code: must be one of"),
        ("plan", ("problems", 0, "params", "value"), None, "params.value: must be text or a whole number, not null"),
        ("report", ("counts", "created"), 7, "counts: does not agree with the rest"),
        ("report", ("started",), "2026-09-01T09:30:00", "started: must be a time with its zone"),
        ("report", ("started",), 5, "started: must be a time with its zone"),
        ("report", ("finished",), "soon", "finished: must be a time with its zone"),
        ("report", ("form_version",), "0" * 64, "form_version: does not agree with the rest"),
        ("report", ("form", "questions", 0, "label"), "", "form.questions[0].label: "),
        ("report", ("form",), [], "form: must be an object"),
        ("report", ("rules", "writes"), "all", "rules.writes: must be one of"),
        ("report", ("mapping", "ignored"), ["Email"], "mapping.ignored: holds “Email”"),
        ("report", ("rows", 0, "values"), ["A"], "rows[0].values: must be one for each of the fields where"),
        ("report", ("fields", 2), "password", "fields: must be first_name, last_name, and then questions of the form"),
        ("report", ("rows", 0, "password"), "shown", "rows[0].password: must be one of set"),
    ],
)
def test_a_wrong_value_is_named_with_its_path(
    kind: str, path: tuple[str | int, ...], value: object, words: str
) -> None:
    """A value of the wrong type, anywhere inside, is refused with its path."""

    def change(data: dict[str, object]) -> None:
        place: object = data
        for step in path[:-1]:
            place = place[step]  # type: ignore[index]
        place[path[-1]] = value  # type: ignore[index]

    assert words in refusal(kind, change)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"\xff", "is not UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        ('{"version": ' + "9" * 5_000 + "}", "4300 digits"),
        ('{"version": 1, "version": 2}', "“version” stands twice"),
        ('{"rows": ["\\ud83d"]}', "holds half a character"),
        ('{"rows": ["\\ud83d\\udc24"]}', "client_import: must be “report”"),
    ],
)
def test_odd_documents_are_refused(text: str | bytes, words: str) -> None:
    """Other encodings, endless nesting, endless numbers and repeated keys each have their message."""
    with pytest.raises(BadDocument, match=words) as caught:
        load_report(text)
    assert caught.value.kind == "report"


def test_an_edited_mapping_is_taken_at_its_word() -> None:
    """A column added by hand counts, though it is not among the headers; a contradiction is refused."""
    data = json.loads(dump_json(Mapping(("A",), {"A": Assignment("email", Reason.ALIAS)})))
    data["columns"]["Code"] = "R5"
    assert load_mapping(json.dumps(data)).fields == {"A": "email", "Code": "R5"}
    data["ignored"] = ["Code"]
    with pytest.raises(BadDocument, match="ignored: holds “Code”, which stands among the columns too"):
        load_mapping(json.dumps(data))


def test_numbers_and_messages_of_a_document_must_fit() -> None:
    """Counts that does not agree with the rest, and parameters that do not fit their code, are refused."""
    lie = {"created": 99, "updated": 0, "unchanged": 0, "rejected": 0, "rows": 1, "conflicted": 0, "deleted": 0}
    assert "counts: does not agree with the rest" in refusal("plan", lambda data: data.update(counts=lie))
    none = {"set": 9, "replace": 0, "keep": 0}
    assert "passwords: does not agree with the rest" in refusal("plan", lambda data: data.update(passwords=none))

    def empty_params(data: dict[str, object]) -> None:
        data["problems"][0]["params"] = {}  # type: ignore[index]

    assert "problems[0].params: do not fit the code" in refusal("plan", empty_params)


def test_only_these_values_have_a_json_form() -> None:
    """A table, which may hold passwords, has none."""
    with pytest.raises(TypeError, match="A Table has no JSON form"):
        dump_json(read_table(b"A\n1\n"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "change", "possible"),
    [
        (Outcome.UPDATED, Change("sid", None, "1"), True),
        (Outcome.UPDATED, Change("first_name", "Ada", "Zoë"), True),
        (Outcome.UPDATED, Change("first_name", None, "Zoë"), False),
        (Outcome.UPDATED, Change("last_name", "Okafor", None), False),
        (Outcome.UPDATED, Change("last_name", ("a", "b"), "Okafor"), False),
        (Outcome.UPDATED, Change("email", "ada@example.edu", "eve@example.edu"), False),
        (Outcome.UPDATED, Change("password", None, "x"), False),
        (Outcome.UPDATED, Change("ghost", None, "x"), False),
        (Outcome.DELETED, Change("email", "ada@example.edu", None), True),
        (Outcome.DELETED, Change("first_name", "Ada", "Zoë"), False),
    ],
)
def test_a_report_holds_only_what_an_import_can_write(outcome: Outcome, change: Change, *, possible: bool) -> None:
    """An undo writes what a report says, so one with a change that no import makes is refused."""
    text = dump_json(report_of(Result(2, outcome, "ada@example.edu", 7, (change,))))
    if possible:
        assert load_report(text).results[0].changes == (change,)
    else:
        with pytest.raises(BadDocument, match=r"rows\[0\]\.changes\[0\]: is none that an import makes"):
            load_report(text)


def test_a_report_changes_a_field_once_in_a_row() -> None:
    """An undo could show two old values and put back only one, so a report that holds both is refused."""
    changes = (Change("sid", "1", "3"), Change("sid", "2", "3"))
    text = dump_json(report_of(Result(2, Outcome.UPDATED, "ada@example.edu", 7, changes)))
    with pytest.raises(BadDocument, match=r"rows\[0\]\.changes: holds a field more than once"):
        load_report(text)

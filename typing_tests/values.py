"""Has to type-check only: the single steps of an import, their values and their errors, as a host uses them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from client_import import (
    ENGLISH,
    MASK,
    STANDARD_FIELDS,
    Action,
    Answer,
    Answers,
    Assignment,
    BadDocument,
    BadEmail,
    BadExport,
    BadFile,
    BadForm,
    BadMapping,
    BadRules,
    Catalogue,
    Change,
    ChoicesAnswers,
    Client,
    ClientId,
    ClientImportError,
    ClientRepository,
    ClientTransaction,
    ClientUpdate,
    Clock,
    Column,
    Conflicts,
    Counts,
    Decision,
    Decisions,
    Duplicates,
    Email,
    ExistingPasswords,
    Fate,
    Fault,
    HashingCost,
    Importer,
    ImportRules,
    InactiveClients,
    MassChange,
    NewClient,
    NewPassword,
    Occasion,
    OriginalRow,
    Outcome,
    PasswordAction,
    PasswordOutcome,
    PasswordRules,
    PasswordsRemain,
    Plan,
    PlannedRow,
    Problem,
    ProblemCode,
    Progress,
    QuestionKind,
    Reason,
    Record,
    Records,
    RegistrationForm,
    Report,
    ReportedRow,
    Result,
    Row,
    SavedPlan,
    Secret,
    Severity,
    Source,
    StalePlan,
    StorageError,
    StoredValues,
    Table,
    TellUnknown,
    UnknownClients,
    UnmatchedAnswer,
    UnmatchedAnswers,
    WrongStep,
    apply_plan,
    check_mapping,
    check_rows,
    clean_password,
    corrections,
    dump_json,
    email_key,
    load_form,
    load_plan,
    load_report,
    make_plan,
    make_undo_plan,
    parse_email,
    password_mark,
    read_table,
    refuse_nul,
    sample_values,
    set_passwords,
    suggest_mapping,
    undo_keys,
)
from client_import.german import GERMAN
from client_import.repositories.django import AnswersInFields, ImportedPasswordHasher
from client_import.repositories.memory import MemoryClients
from client_import.testing import CONTRACT_FORM, Look, Run
from client_import.testing import Fault as TestFault
from client_import.testing.strategies import addresses, answers, forms, new_clients, rosters, texts
from client_import.web import (
    ENGLISH_PAGES,
    Authorize,
    FolderMappings,
    FolderUploads,
    ImporterFor,
    MappingsFor,
    PageTexts,
    Part,
    Stage,
    Upload,
    UploadStore,
    create_app,
    run_import,
)
from client_import.web import (
    Look as PagesLook,
)
from client_import.web.german import GERMAN_PAGES

rules = ImportRules(
    stored_values=StoredValues.FILL_MISSING,
    choices_answers=ChoicesAnswers.ADD,
    duplicates=Duplicates.LAST_WINS,
    unmatched_answers=UnmatchedAnswers.REJECT,
    inactive_clients=InactiveClients.REJECT,
    conflicts=Conflicts.STOP,
    passwords=PasswordRules(existing=ExistingPasswords.KEEP, cost=HashingCost.FOR_TESTS),
)
form: RegistrationForm = load_form('{"questions": []}')
kinds: list[QuestionKind] = [question.kind for question in form.questions]
labels: Mapping[str, str] = STANDARD_FIELDS
source: Source = b"Email,First Name,Last Name\n"
table: Table = read_table(source, rules)
columns: list[tuple[int, str, str]] = [(each.position, each.header, each.text) for each in table.columns]
first_column: Column = table.columns[0]
row: Row = table.rows[0]
mapping = suggest_mapping(table, form)
check_mapping(mapping, table, form, clear_token=rules.clear_token)
assigned: Assignment = mapping.assignments["Email"]
because: Reason = assigned.reason
samples: Mapping[str, tuple[str, ...]] = sample_values(table, mapping, form)
masked: bool = samples["Password"] == (MASK,)
records: Records = check_rows(table, mapping, form, rules)
record: Record = records.rows[0]
accepted: bool = record.fate is Fate.ACCEPTED
of_new: Answers = records.answers_of_new(record.answers)

clients: ClientRepository = MemoryClients()
found: list[Client] = list(clients.find(records.keys))
plan: Plan = make_plan(records, found, rules)
decisions: Decisions = plan.decisions
decision: Decision = decisions[0]
planned: PlannedRow = plan.rows[0]
creates: bool = planned.action is Action.CREATE and planned.password is PasswordAction.SET
change: Change = planned.changes[0]
old_and_new: tuple[str, Answer | None, Answer | None] = (change.field, change.old, change.new)
counts: Counts = plan.counts
unmatched: tuple[UnmatchedAnswer, ...] = plan.unmatched
saved: SavedPlan = load_plan(dump_json(plan))

clock: Clock = lambda: datetime(2026, 9, 1, tzinfo=UTC)  # noqa: E731
progress: Progress = print
report: Report = apply_plan(plan, clients, passwords="later", progress=progress, actor="admin 7", clock=clock)
report = set_passwords(plan, report, clients, progress=progress, clock=clock)
result: Result = report.results[0]
reported: ReportedRow = report.rows[0]
done: tuple[Outcome, ClientId | None, PasswordOutcome | None] = (
    reported.outcome,
    reported.client_id,
    reported.password,
)
occasion: Occasion = load_report(dump_json(report)).occasion
took: timedelta = occasion.duration
to_mend: list[OriginalRow] = list(report.original_rows)
mending: Iterator[str] = corrections(report, warned=True)
undo: Plan = make_undo_plan(report, clients.find(undo_keys(report)), rules)

problem = Problem(ProblemCode.MISSING_EMAIL, Severity.ERROR, line=2)
catalogue: Catalogue = {**ENGLISH, **GERMAN}
sentences: tuple[str, str] = (problem.message, problem.message_in(catalogue))
address: Email = parse_email("Ada@example.edu")
same: bool = address.key == email_key(address.address)
tell: TellUnknown = print
marks: tuple[str | None, str] = (password_mark(None), clean_password(" word "))


def write(transaction: ClientTransaction) -> None:
    new = [NewClient("ada@example.edu", "Ada", "Lovelace", {"major": "History"})]
    refuse_nul(new)
    ids = list(transaction.create(new))
    transaction.update([ClientUpdate(client_id, answers={"major": None}) for client_id in ids if client_id is not None])
    passwords = [NewPassword(client_id, Secret("$2b$…"), None) for client_id in ids if client_id is not None]
    print(transaction.set_passwords(passwords), transaction.delete([1]))


def explain(error: ClientImportError) -> list[Fault] | list[int] | str | int | Report:
    if isinstance(error, BadForm | BadRules | BadMapping | BadDocument | BadExport):
        return list(error.faults)
    if isinstance(error, BadFile):
        return GERMAN[error.code].format_map(error.params)
    if isinstance(error, StalePlan):
        return list(error.lines)
    if isinstance(error, MassChange):
        return error.renamed
    if isinstance(error, PasswordsRemain | UnknownClients):
        return error.report if isinstance(error, PasswordsRemain) else error.emails[0]
    return str(error) if isinstance(error, StorageError | WrongStep) else ""


def explain_address(error: BadEmail) -> str:
    return error.reason


def drawn(form: RegistrationForm) -> list[st.SearchStrategy[object]]:
    return [addresses(), answers(form), forms(), new_clients(form), rosters(form), texts(9)]


def test(look: Look) -> None:
    look(CONTRACT_FORM)


run: Run = test
fault: type[Exception] = TestFault
fields: AnswersInFields = AnswersInFields(texts={"major": "profile__major"})
hasher: ImportedPasswordHasher = ImportedPasswordHasher()

uploads: UploadStore = FolderUploads("uploads", idle=600)
upload: Upload | None = uploads.find("7f3a", "admin 7")
finished: bool = uploads.stage("7f3a") is Stage.FINISHED
uploads.drop("7f3a", Part.ROSTER, Part.MAPPING)
mappings: MappingsFor = lambda request: FolderMappings(f"mappings/{request.path_params['centre']}")  # noqa: E731
importer: ImporterFor = Importer(form=form, clients=clients)
chosen: ImporterFor = lambda request: Importer(form=form, clients=clients)  # noqa: E731
authorize: Authorize = lambda request: request.headers.get("x-user")  # noqa: E731
own: PageTexts = {**ENGLISH_PAGES, **GERMAN_PAGES, "app.title": "Import students"}
start: Callable[[Callable[[], None], str], None] = lambda job, upload_id: job()  # noqa: E731
app = create_app(importer=chosen, authorize=authorize, uploads=uploads, look=PagesLook(texts=own), start=start)
run_import(uploads, Importer(form=form, clients=clients), "7f3a")

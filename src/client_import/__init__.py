"""Bring a roster of people from a CSV file into the client accounts of a scheduling platform.

Start with `Importer`; it needs a `RegistrationForm` and a `ClientRepository`.
"""

from client_import.applying import apply_plan
from client_import.chosen_clients import TellUnknown, find_chosen
from client_import.client import (
    Answer,
    Answers,
    ChosenPassword,
    Client,
    ClientId,
    ClientUpdate,
    CompletedRegistration,
    NewClient,
    NewPassword,
)
from client_import.correcting.corrections import corrections
from client_import.decisions import Action, Change, Decision, Decisions, PasswordAction
from client_import.emails import BadEmail, Email, email_key, parse_email
from client_import.errors import (
    BadDocument,
    BadExport,
    BadFile,
    BadForm,
    BadMapping,
    BadRules,
    ClientImportError,
    Fault,
    MassChange,
    StalePlan,
    StorageError,
    UnknownClients,
)
from client_import.export import export_clients, template
from client_import.export_options import ExportOptions, Separator
from client_import.filling import prefill
from client_import.form import RegistrationForm
from client_import.hashing import hash_password, needs_rehash, verify_password
from client_import.importer import Importer
from client_import.mapping.fitting import Fit, best_fit, fit_mapping, remember_gone
from client_import.mapping.mapping import Assignment, Mapping, Offer, Reason
from client_import.mapping.mapping_check import check_mapping
from client_import.mapping.samples import sample_values
from client_import.mapping.suggesting import suggest_mapping
from client_import.occasion import Clock, Occasion
from client_import.onboarding import (
    BadRegistration,
    Step,
    WrongStep,
    asks_password,
    choose_password,
    complete_registration,
    next_step,
)
from client_import.password_batches import Progress, set_passwords
from client_import.passwords import ExistingPasswords, HashingCost, PasswordRules, Secret, clean_password, password_mark
from client_import.plan import Counts, Plan, PlannedRow, SavedPlan
from client_import.planning import make_plan
from client_import.problems import ENGLISH, Catalogue, Problem, ProblemCode, Severity
from client_import.questions import STANDARD_FIELDS, Question, QuestionKind
from client_import.reading import Column, Row, Table, read_table
from client_import.reading.source import Source
from client_import.records.original_rows import OriginalRow
from client_import.records.records import Records, check_rows
from client_import.records.row_checks import Fate, Record
from client_import.report import Outcome, PasswordOutcome, PasswordsRemain, Report, ReportedRow, Result
from client_import.repository import ClientRepository, ClientTransaction, refuse_nul
from client_import.rules import (
    ChoicesAnswers,
    Conflicts,
    Duplicates,
    ImportRules,
    InactiveClients,
    StoredValues,
    UnmatchedAnswers,
    Writes,
)
from client_import.saving import dump_json, load_form, load_mapping, load_plan, load_report, load_rules
from client_import.texts.masking import MASK
from client_import.undo import make_undo_plan, undo_keys
from client_import.unmatched import UnmatchedAnswer, choices_to_add

__all__ = [
    "ENGLISH",
    "MASK",
    "STANDARD_FIELDS",
    "Action",
    "Answer",
    "Answers",
    "Assignment",
    "BadDocument",
    "BadEmail",
    "BadExport",
    "BadFile",
    "BadForm",
    "BadMapping",
    "BadRegistration",
    "BadRules",
    "Catalogue",
    "Change",
    "ChoicesAnswers",
    "ChosenPassword",
    "Client",
    "ClientId",
    "ClientImportError",
    "ClientRepository",
    "ClientTransaction",
    "ClientUpdate",
    "Clock",
    "Column",
    "CompletedRegistration",
    "Conflicts",
    "Counts",
    "Decision",
    "Decisions",
    "Duplicates",
    "Email",
    "ExistingPasswords",
    "ExportOptions",
    "Fate",
    "Fault",
    "Fit",
    "HashingCost",
    "ImportRules",
    "Importer",
    "InactiveClients",
    "Mapping",
    "MassChange",
    "NewClient",
    "NewPassword",
    "Occasion",
    "Offer",
    "OriginalRow",
    "Outcome",
    "PasswordAction",
    "PasswordOutcome",
    "PasswordRules",
    "PasswordsRemain",
    "Plan",
    "PlannedRow",
    "Problem",
    "ProblemCode",
    "Progress",
    "Question",
    "QuestionKind",
    "Reason",
    "Record",
    "Records",
    "RegistrationForm",
    "Report",
    "ReportedRow",
    "Result",
    "Row",
    "SavedPlan",
    "Secret",
    "Separator",
    "Severity",
    "Source",
    "StalePlan",
    "Step",
    "StorageError",
    "StoredValues",
    "Table",
    "TellUnknown",
    "UnknownClients",
    "UnmatchedAnswer",
    "UnmatchedAnswers",
    "Writes",
    "WrongStep",
    "apply_plan",
    "asks_password",
    "best_fit",
    "check_mapping",
    "check_rows",
    "choices_to_add",
    "choose_password",
    "clean_password",
    "complete_registration",
    "corrections",
    "dump_json",
    "email_key",
    "export_clients",
    "find_chosen",
    "fit_mapping",
    "hash_password",
    "load_form",
    "load_mapping",
    "load_plan",
    "load_report",
    "load_rules",
    "make_plan",
    "make_undo_plan",
    "needs_rehash",
    "next_step",
    "parse_email",
    "password_mark",
    "prefill",
    "read_table",
    "refuse_nul",
    "remember_gone",
    "sample_values",
    "set_passwords",
    "suggest_mapping",
    "template",
    "undo_keys",
    "verify_password",
]

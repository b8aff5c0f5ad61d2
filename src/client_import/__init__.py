"""Bring a roster of people from a CSV file into the client accounts of a scheduling platform.

Start with `Importer`; it needs a `RegistrationForm` and a `ClientRepository`.
"""

from client_import.applying import apply_plan
from client_import.client import Answer, Answers, Client, ClientId, ClientUpdate, NewClient, NewPassword
from client_import.emails import BadEmail, Email, email_key, parse_email
from client_import.errors import (
    BadDocument,
    BadFile,
    BadForm,
    BadMapping,
    ClientImportError,
    Fault,
    StalePlan,
    StorageError,
)
from client_import.export import export_clients, template
from client_import.form import RegistrationForm
from client_import.importer import Importer
from client_import.mapping import Assignment, Mapping, Reason, check_mapping
from client_import.password_batches import Progress, set_passwords
from client_import.passwords import ExistingPasswords, HashingCost, PasswordRules, Secret, password_mark
from client_import.plan import Action, Change, Counts, Decision, PasswordAction, Plan, PlannedRow, SavedPlan
from client_import.planning import make_plan
from client_import.problems import ENGLISH, Catalogue, Problem, ProblemCode, Severity
from client_import.questions import STANDARD_FIELDS, Question, QuestionKind
from client_import.reading import Column, Row, Table, read_table
from client_import.reading.source import Source
from client_import.records import Records, check_rows
from client_import.report import Outcome, PasswordOutcome, PasswordsRemain, Report, ReportedRow
from client_import.repository import ClientRepository, ClientTransaction, refuse_nul
from client_import.row_checks import Fate, Record
from client_import.rules import Conflicts, ImportRules
from client_import.samples import MASK, sample_values
from client_import.saved import dump_json, load_form, load_mapping, load_plan, load_report
from client_import.suggesting import suggest_mapping

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
    "BadFile",
    "BadForm",
    "BadMapping",
    "Catalogue",
    "Change",
    "Client",
    "ClientId",
    "ClientImportError",
    "ClientRepository",
    "ClientTransaction",
    "ClientUpdate",
    "Column",
    "Conflicts",
    "Counts",
    "Decision",
    "Email",
    "ExistingPasswords",
    "Fate",
    "Fault",
    "HashingCost",
    "ImportRules",
    "Importer",
    "Mapping",
    "NewClient",
    "NewPassword",
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
    "Row",
    "SavedPlan",
    "Secret",
    "Severity",
    "Source",
    "StalePlan",
    "StorageError",
    "Table",
    "apply_plan",
    "check_mapping",
    "check_rows",
    "dump_json",
    "email_key",
    "export_clients",
    "load_form",
    "load_mapping",
    "load_plan",
    "load_report",
    "make_plan",
    "parse_email",
    "password_mark",
    "read_table",
    "refuse_nul",
    "sample_values",
    "set_passwords",
    "suggest_mapping",
    "template",
]

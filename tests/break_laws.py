"""Break the library on purpose, one law at a time, and see the law's test fail.

    python tests/break_laws.py            # every break
    python tests/break_laws.py law_5      # those of one law
    python tests/break_laws.py --first    # the first one of each law

Each break is a small edit made in a copy of the source; the tests of the law it breaks must fail on it. A `leak` shows
a password or a hash in one more place, and `assert_no_secret` must find it there.
Ends with status 1 when a break goes unnoticed, or no longer fits the source.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Break(NamedTuple):
    """An edit of one module, and the law whose tests must notice it."""

    law: str
    module: str
    old: str
    new: str


_PASSWORDS = "str([each.password.reveal() for each in plan.records.rows if each.password])"
_OF_SELF = _PASSWORDS.replace("plan", "self")
_BROKE_OFF = "raise PasswordsRemain(add_password_outcomes(plan, report, outcomes, clock())) from error"
_YIELD = "yield connection\n        except"
_TRACE = "connection.set_trace_callback(__import__('logging').getLogger('sql').debug)"

BREAKS = (
    Break("law_1", "deciding.py", "if stored != answer:", "if stored is None:"),
    Break("law_1", "writing.py", "last_name = str(new)", "pass"),
    Break(
        "law_1",
        "records/row_checks.py",
        "[check_answer(cells[position]) for",
        "[check_answer(cells[position]) and cells[position] for",
    ),
    Break("law_1", "hashing_ahead.py", "{**self.given, **{index:", "{**self.given, **{max(self.under_way) - index:"),
    Break("law_1", "repositories/sqlite/transaction.py", "json_patch(answers, ?)", "?"),
    Break("law_2", "planning.py", "decisions[index] = REJECTED\n            row_problems", "row_problems"),
    Break(
        "law_2", "reading/splitting.py", "if row and (row[0].strip() or is_filled(row))", "if row and row[0].strip()"
    ),
    Break("law_3", "answers.py", "return cell.strip() or None", "return cell.strip()"),
    Break(
        "law_3",
        "deciding.py",
        "        if answer is not None:\n            stored =",
        "        if True:\n            stored =",
    ),
    Break("law_1", "records/name_checks.py", "name = cell.strip()", "name = cell"),
    Break("law_4", "deciding.py", "and rules.passwords.existing is ExistingPasswords.REPLACE\n", "\n"),
    Break("law_5", "writing.py", "client.id == client_ids[index] and is_fresh(", "is_fresh("),
    Break("law_5", "writing.py", "            if key in met:", "            if False:"),
    Break("law_5", "writing.py", "return all(same_answer(_current", "return True or all(same_answer(_current"),
    Break("law_5", "applying.py", "plan.rules.conflicts is Conflicts.STOP", "False"),
    Break("law_5", "applying.py", "conflicted |= dict.fromkeys(taken", "_ = dict.fromkeys(taken"),
    Break("law_5", "repositories/sqlite/transaction.py", "password_mark(row[0]) != password.expected_mark", "False"),
    Break("law_5", "repositories/memory.py", "client.password_mark != password.expected_mark", "False"),
    Break("law_6", "passwords.py", 'return f"Secret({_MASK})"', "return self._text"),
    Break("law_6", "reading/table.py", 'repr=lambda cells: f"<{len(cells)} cells>"', "repr=True"),
    Break("law_6", "records/realigning.py", "if self._careful:", "if False:"),
    Break(
        "law_6",
        "records/records.py",
        "careful = bool(secret_headers(table, mapping, form))",
        "careful = 'password' in columns",
    ),
    Break("law_6", "passwords.py", '{"minimum": minimum}', '{"minimum": secret.reveal()}'),
    Break("leak", "passwords.py", 'return f"Secret({_MASK})"', 'return f"Secret({self._text})"'),  # a repr
    Break("leak", "journal.py", "_log_problems(plan.problems)", f"_log.info({_PASSWORDS})"),  # a line of the log
    Break("leak", "password_batches.py", _BROKE_OFF, f"raise ValueError({_PASSWORDS}) from error"),  # a message
    Break("leak", "password_batches.py", _BROKE_OFF, f"error.add_note({_PASSWORDS})\n        {_BROKE_OFF}"),
    Break("leak", "plan.py", "unmapped=mapping.unmapped", f"unmapped=({_OF_SELF},)"),  # JSON
    Break("leak", "records/password_checks.py", "(PASSWORD, *fault)", "(PASSWORD, fault[0], {**fault[1], 'x': cell})"),
    Break("leak", "mapping/samples.py", "MASK if header in secret or holds_hash(value) else value", "value"),
    Break(
        "leak", "plan.py", "(Change(EMAIL, None, record.email), *values)", f"(Change(EMAIL, None, {_OF_SELF}), *values)"
    ),  # a change
    Break("leak", "password_batches.py", "steps.add(len(hashes))", f"steps._progress({_PASSWORDS}, 0)"),
    Break("leak", "repositories/sqlite/clients.py", _YIELD, f"{_TRACE}; {_YIELD}"),  # the parameters of SQL
    Break(
        "leak",
        "correcting/telling.py",
        "        rows=rows_to_mend(records, plan.problems),",
        f"        rows=[row._replace(cells=({_PASSWORDS},)) for row in rows_to_mend(records, plan.problems)],",
    ),  # a file of corrections
    Break("leak", "records/original_rows.py", "unsure or place in hidden or holds_hash(cell)", "unsure"),
    Break("law_7", "texts/defusing.py", 'return f"\'{cell}" if _DANGEROUS.match(cell) else cell', "return cell"),
    Break("law_7", "texts/defusing.py", "text[1:] if _DEFUSED", "text.lstrip(chr(39)) if _DEFUSED"),
    Break("law_7", "export.py", "1 + max(map(len, runs), default=0)", "1"),
    Break("export", "mapping/labelled.py", "times[header] == 1 and header not in labels and _is_kept", "_is_kept"),
    Break("export", "mapping/labelled.py", "and _is_kept(header, form) else", "else"),
    Break("export", "mapping/suggesting.py", "if column.text in labelled else", "if False else"),
    Break("export", "aliases.py", "return labelled[1] if labelled else known", "return known"),
    Break("export", "form.py", " in self._password_names:\n                yield", " in ():\n                yield"),
    Break("export", "export.py", "options.separator.join", '",".join'),
    Break("export", "export.py", """r'["\\r\\n,;\\t]'""", """r'["\\r\\n,]'"""),
    Break("export", "export.py", "headers.get(field, field)", "headers.get(field, field).upper()"),
    Break("export", "texts/defusing.py", "if _DIGITS_FIRST.match(cell) else defuse(cell)", "if cell else cell"),
    Break("export", "chosen_clients.py", "for key in wanted:", "for key in found:"),
    Break("export", "chosen_clients.py", "if key not in seen}", "}"),
    Break("export", "export_options.py", "dict.fromkeys(options.fields)", "sorted({*options.fields})"),
    Break("reader", "reading/dialect.py", "(whole_rows or delimiter not in cell)", "True"),
    Break("law_8", "emails.py", '"xn--" + label.encode("punycode").decode("ascii")', "label"),
    Break("law_8", "emails.py", "return Email(address, address.lower())", "return Email(address, address)"),
    Break("law_8", "planning.py", "decisions[index] = REJECTED\n            row_problems", "row_problems"),
    Break("law_1", "deciding.py", "if writes and rules.writes is Writes.CREATE_ONLY:", "if False:"),
    Break("law_1", "planning.py", "if rules.writes is Writes.UPDATE_ONLY:", "if False:"),
    Break("law_1", "deciding.py", "changes = [(field, old, new) for field, old, new in changes if not old]", "pass"),
    Break("law_1", "deciding.py", "if added_to is None or", "if added_to is not None or"),
    Break("law_1", "records/row_checks.py", "if protects and protects(email.key):", "if False:"),
    Break("law_1", "deciding.py", "rules.inactive_clients is InactiveClients.REJECT", "False"),
    Break("rules", "applying.py", "if not allow_mass_change:", "if False:"),
    Break("law_2", "planning.py", "        decisions[loser] = REJECTED\n", "        pass\n"),
    Break("law_4", "deciding.py", "if not same_answer(stored, new):", "if True:"),
    Break("rules", "records/password_checks.py", '{"reason": "clear"}', '{"reason": cells[at[field]]}'),
    Break("contract", "repositories/memory.py", "if answer is not None}", "}"),
    Break("contract", "repositories/sqlite/transaction.py", "coalesce(?, last_name)", "coalesce(?, first_name)"),
    Break("law_9", "repositories/sqlite/rows.py", "bool(active),", "True,"),
    Break("contract", "repositories/memory.py", "if self._keys.get(key)", "if False"),
    Break("contract", "repositories/memory.py", "refuse_nul(given)", "pass"),
    Break("contract", "repositories/memory.py", "self._guard.enter(), self._lock:", "self._guard.enter():"),
    Break("contract", "repositories/sqlite/transaction.py", "ON CONFLICT (email_key) DO NOTHING", ""),
    Break("contract", "repositories/memory.py", "self._state = working", "pass"),
    Break(
        "tables",
        "repositories/sqlalchemy/postgresql.py",
        "        free = statement.on_conflict_do_nothing(index_elements=[key])",
        "        free = statement",
    ),
    Break(
        "tables",
        "repositories/sqlalchemy/postgresql.py",
        'cast(both.op("-")(removed), stored.type)',
        "cast(both, stored.type)",
    ),
    Break(
        "tables",
        "repositories/sqlalchemy/statements.py",
        "values({primary: primary}))",
        "values({primary: primary})) if 0 else None",
    ),
    Break("tables", "repositories/sqlalchemy/connecting.py", "error.args = (type(error).__name__,)", "pass"),
    Break(
        "tables",
        "repositories/sqlalchemy/connecting.py",
        "            with connection.begin_nested():",
        "            if True:",
    ),
    Break("tables", "repositories/sqlalchemy/transaction.py", "stays |= find_referred(", "find_referred("),
    Break(
        "tables",
        "repositories/sqlalchemy/client_table.py",
        "query = query.with_for_update(of=self.table)",
        "pass",
    ),
    Break(
        "tables",
        "repositories/sqlalchemy/answer_rows.py",
        "        if not new:\n            pairs",
        "        if new:\n            pairs",
    ),
    Break(
        "models",
        "repositories/django/transaction.py",
        "            stays.update(self._referred(chunk))",
        "            pass",
    ),
    Break("models", "repositories/django/fields.py", "{**self._members(stored[self.field]), **answers}", "{**answers}"),
    Break("models", "repositories/django/client_model.py", "password and is_password_usable(password)", "password"),
    Break(
        "models", "repositories/django/client_model.py", "list(theirs.select_for_update", "(theirs.select_for_update"
    ),
    Break(
        "models", "repositories/django/clients.py", "                check_keys(self._known)", "                pass"
    ),
    Break(
        "models",
        "repositories/django/hasher.py",
        "return verify_password(password, ",
        "return super().verify(password, 'bcrypt$' + ",
    ),
    Break("kit", "testing/finding.py", 'expect("find: each client once", len(found), 1)', "pass"),
    Break("kit", "testing/transactions.py", 'expect("transaction: rolled back", by_id(', "_ = (by_id("),
    Break("kit", "testing/racing.py", "expect(rule, taken, ([False, False], [False, True, False]))", "pass"),
    Break("kit", "testing/faults.py", "if self.calls == self._fail_at:", "if False:"),
    Break("slip", "records/realigning.py", 'if mark or widths["found"] not in self._table.usual_widths:', "if False:"),
    Break("reader", "records/realigning.py", "reading = None\n                break", "break"),
    Break("slip", "reading/mending.py", "self._problems.append(warning(doubt, number))", "pass"),
    Break("reader", "reading/mending.py", "if record and len(record.cells) == self._usual and", "if record and"),
    Break("slip", "reading/mending.py", "warning(ProblemCode.ROW_MAY_GO_ON, lines[-1])", "warning(doubt, 1)"),
    Break("reader", "reading/rows.py", "if always or any(", "if any("),
    Break("slip", "reading/table.py", "() if rows.cut_off is None else", "() if rows else"),
    Break("reader", "records/row_checks.py", "if table.delimiter in email.key:", "if False:"),
    Break("reader", "records/name_checks.py", "if (always or separator in cell) and not", "if always and not"),
    Break("corrections", "correcting/telling.py", "lines = set(told.rejected)", "lines = set(list(told.rejected)[1:])"),
    Break("corrections", "correcting/telling.py", "or row.line in others]", "]"),
    Break("corrections", "correcting/telling.py", "return delimiter if delimiter in _DELIMITERS else", "return"),
    Break("corrections", "correcting/telling.py", "kept_out = (Outcome.REJECTED, Outcome.CONFLICTED)", "kept_out = ()"),
    Break("corrections", "correcting/corrections.py", "_READ_AS_NUMBER.fullmatch(cell)", "False"),
    Break("corrections", "correcting/corrections.py", "else defuse(cell)", "else cell"),
    Break("corrections", "correcting/corrections.py", '"" if place in self._hidden else _write_cell', "_write_cell"),
    Break("corrections", "correcting/corrections.py", "any(each.code in _COUNTED for each in problems)", "False"),
    Break(
        "corrections",
        "correcting/corrections.py",
        "if problem.code in MARKED_CODES:\n            mark",
        "if 0:\n            mark",
    ),
    Break("corrections", "correcting/corrections.py", "self._first_lines.get(other) or other", "other"),
    Break("corrections", "correcting/corrections.py", "min(_LONGEST_TEXT, self._told.longest)", "_LONGEST_TEXT"),
    Break("corrections", "correcting/advice.py", "listed = meant or choices", "listed = choices"),
    Break("corrections", "reading/own_columns.py", "Mark(_HELD, width)", "None"),
    Break("corrections", "reading/restoring.py", "elif len(kept) > width and", "elif 0 and"),
    Break("corrections", "reading/restoring.py", "min(mark.found, width + len(further))", "0"),
    Break("corrections", "reading/restoring.py", "if sum(map(is_own, row)) > 1:", "if False:"),
    Break("corrections", "reading/restoring.py", "if own > 1 or (own and index == 0):", "if own > 1 and index == 0:"),
    Break("corrections", "reading/table.py", "rules.max_columns + len(OWN_COLUMNS)", "rules.max_columns"),
    Break("corrections", "reading/table.py", "len(rows.cells) if is_restored else find_end", "find_end"),
    Break("corrections", "records/realigning.py", "if mark and mark.code in ERROR_CODES:", "if False:"),
    Break("corrections", "records/row_checks.py", "and not table.is_corrections", ""),
    Break("corrections", "records/row_checks.py", "        if leave_out:\n", "        if False:\n"),
    Break("corrections", "records/original_rows.py", "table.first_lines.get(index, 0)", "0"),
    Break("corrections", "mapping/samples.py", "() if table.is_corrections else table", "table"),
    Break(
        "corrections",
        "mapping/fitting.py",
        "found |= {header: header for header in saved",
        "_ = {header: header for header in saved",
    ),
    Break("corrections", "mapping/fitting.py", "if header not in known}\n        suggested", "}\n        suggested"),
    Break("corrections", "saving/reports.py", "row.odd, row.first_line)", "row.odd)"),
    Break("corrections", "reporting.py", "delimiter=table.delimiter if table else None", "delimiter=None"),
    Break("undo", "undo.py", "Change(field, now, old)", "Change(field, now, None)"),
    Break("undo", "undo.py", "if same_answer(now, new):", "if True:"),
    Break("undo", "undo.py", "if same_answer(now, old):", "if False:"),
    Break("undo", "undo.py", "if not same_answer(held.get(field), given.get(field))", "if False"),
    Break("undo", "undo.py", "for field in {**given, **held}", "for field in given"),
    Break("undo", "undo.py", "if client.registration_completed:", "if False:"),
    Break("undo", "undo.py", "if client.has_own_password:", "if False:"),
    Break("undo", "undo.py", "if not client.active:", "if False:"),
    Break("undo", "undo.py", "if rules.protects(email_key(client.email)):", "if False:"),
    Break("undo", "undo.py", "if not any(client.id == row.client_id for client in met):", "if not met:"),
    Break("undo", "undo.py", "if len(met) > 1:", "if False:"),
    Break("undo", "undo.py", "and result.outcome is not Outcome.CREATED", ""),
    Break("undo", "undo.py", "if row.outcome is Outcome.DELETED:", "if False:"),
    Break("undo", "undo.py", "report.occasion.started)", "None)"),
    Break("undo", "writing.py", "        _is_as_seen(stored, changes)\n        and ", "        "),
    Break("undo", "writing.py", "        and not stored.registration_completed\n", ""),
    Break("undo", "writing.py", "        and not stored.has_own_password\n", ""),
    Break("undo", "writing.py", "        and stored.active\n", ""),
    Break("undo", "writing.py", "stored.answers.keys() <= {field", "set() <= {field"),
    Break("undo", "applying.py", "if code is ProblemCode.CONFLICTED)", "if code)"),
    Break(
        "undo",
        "saving/reports.py",
        "if not _is_possible(Change(field, old, new), result.outcome, questions)",
        "if False",
    ),
)


_TESTS = {each.law: ("tests/test_laws.py", "-k", each.law) for each in BREAKS} | {
    "rules": ("tests/test_planning.py", "tests/test_deciding.py"),
    "contract": ("tests/repositories/test_memory.py", "tests/repositories/test_sqlite.py"),
    "tables": (
        "tests/repositories/test_sqlalchemy_tables.py",
        "tests/repositories/test_sqlalchemy_joining.py",
        "tests/repositories/test_sqlalchemy.py",
    ),
    "models": ("tests/repositories", "-k", "django"),
    "kit": ("tests/testing",),
    "reader": (
        "tests/records/test_records.py",
        "tests/records/test_realigning.py",
        "tests/reading/test_splitting.py",
        "tests/reading/test_widths.py",
        "tests/reading/test_dialect.py",
    ),
    "slip": ("tests/reading/test_one_slip.py",),
    "corrections": (
        "tests/reading/test_own_columns.py",
        "tests/reading/test_restoring.py",
        "tests/correcting",
        "tests/records/test_original_rows.py",
    ),
    "undo": ("tests/test_undo.py", "tests/saving/test_saving.py"),
    "law_5": ("tests/test_laws.py", "tests/test_applying.py", "-k", "law_5 or conflict"),
    "law_7": ("tests/test_export.py",),
    "export": (
        "tests/test_aliases.py",
        "tests/mapping/test_labelled.py",
        "tests/test_chosen_clients.py",
        "tests/test_export_options.py",
    ),
    "leak": ("tests/testing/test_leaks.py", "-k", "nothing_of_ours"),
}

_PYTEST = (
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-x",
    "-n",
    "0",
    "-p",
    "no:cacheprovider",
    "--hypothesis-profile",
    "breaks",
)

_WORDS = {"leak": "A secret shows in"}
"""What the failing test must say: a leak counts as found where the test kit has found it."""


def main() -> int:
    """Run the breaks; the number that went unnoticed."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    firsts = {each.law: each for each in reversed(BREAKS)}
    unnoticed = 0
    chosen = list(firsts.values()) if wanted == "--first" else [each for each in BREAKS if wanted in each.law]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for each, noticed in zip(chosen, pool.map(_is_noticed, chosen), strict=True):
            unnoticed += not noticed
            verdict = "noticed  " if noticed else "UNNOTICED"
            print(f"{verdict}  {each.law:<9} {each.module}: {each.old!r} -> {each.new!r}", flush=True)
    print(f"{unnoticed} unnoticed")
    return min(unnoticed, 1)


def _is_noticed(each: Break) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source)
        module = source / "client_import" / each.module
        text = module.read_text(encoding="utf-8")
        if text.count(each.old) != 1:
            sys.exit(f"{each.module} has {text.count(each.old)} times: {each.old}")
        module.write_text(text.replace(each.old, each.new), encoding="utf-8")
        finished = subprocess.run(
            [*_PYTEST, *_TESTS[each.law]],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(source), "HYPOTHESIS_STORAGE_DIRECTORY": folder},
            capture_output=True,
            text=True,
            check=False,
        )
    if finished.returncode not in {0, 1}:
        sys.exit(f"pytest could not run:\n{finished.stdout}{finished.stderr}")
    return finished.returncode == 1 and _WORDS.get(each.law, "") in finished.stdout


if __name__ == "__main__":
    sys.exit(main())

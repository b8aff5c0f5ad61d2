"""Small helpers for tests that read better with a roster as text."""

from __future__ import annotations

import textwrap

from client_import import (
    Client,
    ImportRules,
    PasswordRules,
    Plan,
    Problem,
    Question,
    Records,
    RegistrationForm,
    check_rows,
    make_plan,
    read_table,
    suggest_mapping,
)

FORM = RegistrationForm(
    questions=[
        Question("sid", "Student ID"),
        Question("major", "Major", kind="choice", choices=["Biology", "History"]),
        Question("help", "Help with", kind="choices", choices=["Essays", "CVs"]),
    ]
)
QUICK = ImportRules(passwords=PasswordRules(cost=4))


def roster(text: str) -> bytes:
    """An indented text as a file."""
    return textwrap.dedent(text).lstrip().encode()


def check(text: str, rules: ImportRules = QUICK) -> Records:
    """The checked rows of a roster under the suggested mapping."""
    table = read_table(roster(text))
    return check_rows(table, suggest_mapping(table, FORM), FORM, rules)


def plan(text: str, *clients: Client, rules: ImportRules = QUICK) -> Plan:
    """The plan for a roster and these stored clients."""
    return make_plan(check(text, rules), clients, rules)


def codes(problems: tuple[Problem, ...]) -> list[tuple[int | None, str]]:
    """Line and code of each problem."""
    return [(problem.line, problem.code.value) for problem in problems]

"""First login: which step comes next for a client, and what to store when the registration form is saved.

Nothing is looked up and nothing written here: a host hands in the client as it is stored now, and stores what comes
out.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence

from client_import.client import Answer, ChosenPassword, Client, CompletedRegistration
from client_import.errors import ClientImportError
from client_import.filling import Filling, find_password_problems
from client_import.form import RegistrationForm
from client_import.hashing import hash_password
from client_import.passwords import PasswordRules, Secret, clean_password
from client_import.problems import Problem


class Step(enum.StrEnum):
    """What a client who wants to sign in, or has just signed in, comes to next."""

    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of a step
    """There is no password yet, or only an imported one that no form will ask to replace: a link by e-mail."""
    REGISTRATION_FORM = "registration_form"
    """Once, with everything pre-filled that is known."""
    SCHEDULE = "schedule"
    REFUSED = "refused"
    """The account is deactivated."""


class BadRegistration(ClientImportError, ValueError):
    """What a client filled in cannot be stored.

    Attributes:
        problems: Everything that is wrong, each with its field; `Problem.message` says to the client what to do.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(problem.message for problem in self.problems)


class WrongStep(ClientImportError, RuntimeError):
    """The client is not where this can be done: another request came first, or the account is deactivated.

    Attributes:
        step: Where the client is.
    """

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self.step = step

    def __str__(self) -> str:
        if self.step is Step.REFUSED:
            return "This client's account is deactivated."
        return f"This client is not at the registration form. The next step is: {self.step.value}."


def next_step(client: Client, *, single_sign_on: bool) -> Step:
    """What comes next for a client.

    Args:
        client: As stored now.
        single_sign_on: Whether clients prove who they are elsewhere; then no password is ever asked for.
    """
    if not client.active:
        return Step.REFUSED
    if not single_sign_on and _needs_reset(client):
        return Step.RESET_PASSWORD
    return Step.SCHEDULE if client.registration_completed else Step.REGISTRATION_FORM


def _needs_reset(client: Client) -> bool:
    """An imported password is replaced at the form; for who has saved it already, only a link is left."""
    return client.password_mark is None or (client.registration_completed and client.password_is_placeholder)


def asks_password(client: Client, *, single_sign_on: bool) -> bool:
    """Whether the registration form asks this client for a password: where the one that was imported is still there."""
    return client.password_is_placeholder and not single_sign_on


def complete_registration(
    form: RegistrationForm,
    client: Client,
    answers: Mapping[str, Answer | None],
    *,
    password: str | Secret | None = None,
    single_sign_on: bool = False,
    rules: PasswordRules | None = None,
) -> CompletedRegistration:
    """What to store for a client who has saved the registration form.

    Args:
        form: The host's registration form.
        client: As stored now.
        answers: What was filled in, by question id, and perhaps `first_name` and `last_name`. An empty answer takes
            the stored one away, and so does None; what is absent stays as it is stored.
        password: What was filled in where the form asks for one (`asks_password`); empty counts as none.
        single_sign_on: Whether clients prove who they are elsewhere.
        rules: For the fewest characters and the cost; the default rules if absent.

    Raises:
        WrongStep: The account is deactivated, or has to be given a password first, or the form was saved before.
        BadRegistration: A required question has no answer, an answer or the password does not fit; all of it at once.
        ValueError: A password with single sign-on.
    """
    rules = rules or PasswordRules()
    secret = _to_secret(password)
    del password  # or an exception's frame would show it
    step = next_step(client, single_sign_on=single_sign_on)
    if step is not Step.REGISTRATION_FORM:
        raise WrongStep(step)
    if secret and single_sign_on:
        raise ValueError("With single sign-on there is no password to choose.")
    filling = Filling(form, client, answers)
    update = filling.to_update()
    problems = filling.problems
    if secret or asks_password(client, single_sign_on=single_sign_on):
        problems += find_password_problems(secret, rules)
    if problems:
        raise BadRegistration(problems)
    return CompletedRegistration(update, _choose(client, secret, rules) if secret else None)


def choose_password(client: Client, password: str | Secret, rules: PasswordRules | None = None) -> ChosenPassword:
    """What to store for a client who has chosen a password, by a "reset password" link for one.

    Args:
        client: As stored now.
        password: As it was typed.
        rules: For the fewest characters and the cost; the default rules if absent.

    Raises:
        WrongStep: The account is deactivated.
        BadRegistration: The password cannot be taken.
    """
    rules = rules or PasswordRules()
    secret = _to_secret(password)
    del password  # or an exception's frame would show it
    if not client.active:
        raise WrongStep(Step.REFUSED)
    problems = find_password_problems(secret, rules)
    if problems:
        raise BadRegistration(problems)
    return _choose(client, secret, rules)


def _to_secret(password: str | Secret | None) -> Secret:
    return Secret(clean_password(password.reveal() if isinstance(password, Secret) else password or ""))


def _choose(client: Client, secret: Secret, rules: PasswordRules) -> ChosenPassword:
    return ChosenPassword(client.id, hash_password(secret, rules), client.password_mark)

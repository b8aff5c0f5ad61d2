"""What a host tells the contract about its storage: one method it must write, and some it may.

A rule that needs one of the optional methods is a test only where that method is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from client_import import Answer, ClientId, ClientRepository, Question, QuestionKind, RegistrationForm, email_key

T = TypeVar("T")
AnyTest = TypeVar("AnyTest", bound=Callable[..., None])

CONTRACT_FORM = RegistrationForm(
    name="Contract",
    questions=[
        Question("note", "Note"),
        Question("year", "Graduation year"),
        Question("major", "Major", kind="choice", choices=["Biology", "Łódź studies", "Film, Media"]),
        Question("help", "Help with", kind="choices", choices=["Essays", "CVs", "A|B", 'say "hi"; it\'s', "🐤 %s ?"]),
    ],
)
"""The questions that the contract answers, unless the host names its own form."""


def needs(hook: str) -> Callable[[AnyTest], AnyTest]:
    """Mark a test as one that needs an optional method or a setting of the host."""

    def mark(test: AnyTest) -> AnyTest:
        test.needed_hook = hook  # type: ignore[attr-defined] # functions take attributes
        return test

    return mark


class ContractHooks:
    """What a host overrides.

    Attributes:
        form: The questions whose answers the storage can hold; one with a pattern is asked where `answers_for` knows
            answers to it.
        keeps_spelling: False where the storage holds every address as its key.
        keeps_passwords: False where the storage has no place for password hashes, and so refuses them at once.
        longest_name: The most characters that the storage takes as a first or last name.
        pause: The seconds that one of two at once gives the other to come in between; who has to wait comes later.
    """

    form: ClassVar[RegistrationForm] = CONTRACT_FORM
    keeps_spelling: ClassVar[bool] = True
    keeps_passwords: ClassVar[bool] = True
    longest_name: ClassVar[int] = 10_000
    pause: ClassVar[float] = 0.3

    def make_repository(self) -> ClientRepository:
        """A repository without clients, unlike any that was made before."""
        raise NotImplementedError("Return a new, empty repository from make_repository.")

    def open_again(self, repository: ClientRepository) -> ClientRepository:
        """The same storage as another process would open it; the same repository where that makes no difference."""
        return repository

    def run_request(self, act: Callable[[], T]) -> T:
        """Run what another request of the host would do, in a thread of its own; close here what it leaves open."""
        return act()

    def answers_for(self, question: Question) -> Sequence[str]:
        """Optional: answers that fit a question of kind `text`, best three; the contract knows none to a pattern."""
        if question.pattern is not None:
            return []
        return [f"{number} answered"[: question.max_length] for number in range(3)]

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:
        """Optional: what the host does, in a request of its own, when a client changes an answer that is there."""
        raise NotImplementedError

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:
        """Optional: what the host does when a client saves the registration form."""
        raise NotImplementedError

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:
        """Optional: what the host does when a client chooses a password."""
        raise NotImplementedError

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:
        """Optional: what the host does when an account is closed."""
        raise NotImplementedError

    def refer_to(self, repository: ClientRepository, client_id: ClientId) -> None:
        """Optional: make something else refer to the client, such as an appointment."""
        raise NotImplementedError

    def store_second(self, repository: ClientRepository, email: str) -> None:
        """Optional: store a client around the repository, although another one has the same key."""
        raise NotImplementedError

    def stored_hash(self, repository: ClientRepository, client_id: ClientId) -> str | None:
        """Optional: the bcrypt hash against which the host's login would check."""
        raise NotImplementedError

    _without_hook: ClassVar[frozenset[str]] = frozenset()
    """The rules that are no tests of this class, since it does not write what they need."""

    def __init_subclass__(cls, **settings: Any) -> None:  # noqa: ANN401 - passed on as it came
        super().__init_subclass__(**settings)
        if cls.make_repository is ContractHooks.make_repository:
            return  # the rules themselves, not yet about any storage
        rules = {name: rule for name in dir(cls) if (rule := _rule(cls, name)) is not None}
        missing = {name for name, rule in rules.items() if not _is_given(cls, rule.needed_hook)}
        for name in missing | cls._without_hook:
            setattr(cls, name, None if name in missing else rules[name])  # None is no test to pytest and unittest
        cls._without_hook = frozenset(missing)

    def spelled(self, email: str) -> str:
        """An address as the storage gives it back."""
        return email if self.keeps_spelling else email_key(email)

    def asked(self, *kinds: QuestionKind) -> list[Question]:
        """The questions of these kinds to which answers are known; of all kinds where none is named.

        Raises:
            AssertionError: The form has questions, and there is an answer to none.
        """
        known = [question for question in self.form.questions if question.choices or self.answers_for(question)]
        if self.form.questions and not known:
            raise AssertionError(
                "The contract can ask none of the form's questions, since each has a pattern: write "
                "answers_for(question), which gives answers that fit it."
            )
        return [question for question in known if question.kind in kinds or not kinds]

    def answers_to(self, questions: Sequence[Question], number: int) -> dict[str, Answer]:
        """An answer to each question; another `number`, other answers wherever the host and the form have them."""
        return {question.id: self._answer_to(question, number) for question in questions}

    def _answer_to(self, question: Question, number: int) -> Answer:
        if question.kind is QuestionKind.TEXT:
            given = self.answers_for(question)
            return _fitting(question, given[number % len(given)])
        first = question.choices[number % len(question.choices)]
        if question.kind is QuestionKind.CHOICE:
            return first
        return tuple(dict.fromkeys([first, question.choices[(number + 2) % len(question.choices)]]))


def _fitting(question: Question, answer: str) -> str:
    """The answer, as long as the form takes it."""
    fits = question.pattern is None or re.fullmatch(question.pattern, answer)
    if not answer.strip() or not fits or len(answer) > (question.max_length or len(answer)):
        raise AssertionError(f"answers_for gives {answer!r}, which does not answer “{question.id}” as the form has it.")
    return answer


def _rule(cls: type[ContractHooks], name: str) -> Any:  # noqa: ANN401 - a function with an attribute
    """The test of this name, where it is one that needs a hook; also where a class above is without it."""
    rules = (vars(base).get(name) for base in cls.__mro__)
    found = getattr(cls, name) or (next(filter(None, rules), None) if name in cls._without_hook else None)
    return found if hasattr(found, "needed_hook") else None


def _is_given(cls: type[ContractHooks], hook: str) -> bool:
    given, default = getattr(cls, hook), getattr(ContractHooks, hook)
    return bool(given) if isinstance(given, bool) else given is not default

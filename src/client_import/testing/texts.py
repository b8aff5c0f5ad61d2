"""The contract's rules of texts: what is stored comes back, letter by letter."""

from __future__ import annotations

from client_import import Answer, ClientRepository, ClientUpdate, NewClient, QuestionKind
from client_import.testing.expecting import (
    create,
    create_known,
    emails_of,
    expect,
    keeping,
    new,
    only,
    refused_as,
    sorted_answers,
)
from client_import.testing.hooks import ContractHooks

TEXTS = (
    'O\'Brien "Bob" `x`',
    "'; DROP TABLE clients; --",
    "a\\b \\N %s %(x)s ? :name {brace} $1",
    "line\nbreak\r\nand\ttab",
    "Łukasz 王小明 مريم 𝔘𝔫𝔦 🐤",
    "e\u0301 is not \u00e9",
    " spaces around ",
    "null",
    "0012",
    "[1]",
    "x" * 10_000,
    "🐤" * 2_500,
)


class TextRules(ContractHooks):
    """Which texts survive, and what becomes of those that cannot."""

    def test_keeps_every_text(self) -> None:
        """Every text comes back as it was stored, and as it was changed."""
        repository = self.make_repository()
        for number, text in enumerate(TEXTS):
            (client_id,) = create_known(repository, self._with_text(number, text, "1"))
            self._expect_text("create: every text survives", self.open_again(repository), number, text, "1")
            changed = self._with_text(number, text, "2")
            with keeping("update: every text survives"), repository.transaction() as transaction:
                update = ClientUpdate(client_id, changed.first_name, changed.last_name, changed.answers)
                transaction.update([update])
            self._expect_text("update: every text survives", self.open_again(repository), number, text, "2")

    def test_keeps_every_choice(self) -> None:
        """Every choice of the form comes back as itself, alone and with all the others."""
        repository = self.make_repository()
        for question in self.asked(QuestionKind.CHOICE, QuestionKind.CHOICES):
            given: list[Answer] = list(question.choices)
            if question.kind is QuestionKind.CHOICES:
                given = [question.choices, *((choice,) for choice in question.choices)]
            for number, answer in enumerate(given):
                email = f"{number}@{question.id.lower()}.example"
                create(repository, new(email, {question.id: answer}))
                (client,) = repository.find([email])
                got, wanted = sorted_answers(client.answers), sorted_answers({question.id: answer})
                expect("create: every choice survives", got, wanted)

    def test_refuses_nul(self) -> None:
        """A text with NUL, which databases cut or cannot hold, is refused whole, with `StorageError`."""
        repository = self.make_repository()
        (client_id,) = create_known(repository, new("ada@example.edu"))
        texts = [{question.id: "a\0b"} for question in self.asked(QuestionKind.TEXT)]
        refused = [new("bob@example.edu", first_name="a\0b"), new("bob@example.edu", last_name="\0")]
        for client in [*refused, *(new("bob@example.edu", answers) for answers in texts)]:
            with refused_as("texts: NUL is refused whole"):
                create(repository, new("eve@example.edu"), client)
        updates = [ClientUpdate(client_id, first_name="a\0b"), ClientUpdate(client_id, last_name="\0")]
        for update in [*updates, *(ClientUpdate(client_id, answers=answers) for answers in texts)]:
            with refused_as("texts: NUL is refused whole"), repository.transaction() as transaction:
                transaction.update([update])
        expect("texts: NUL is refused whole", emails_of(repository), ["ada@example.edu"])
        ada = only(repository)
        left = (ada.first_name, ada.last_name, dict(ada.answers))
        expect("texts: NUL is refused whole", left, ("Ada", "Lovelace", {}))

    def _with_text(self, number: int, text: str, mark: str) -> NewClient:
        """A client with the text in every place that takes any; the mark at its end makes it another text."""
        name = text[: self.longest_name - 1] + mark
        free = [question for question in self.asked(QuestionKind.TEXT) if question.pattern is None]
        answers = self.answers_to([question for question in self.asked() if question not in free], number)
        for question in free:
            limit = question.max_length or len(text) + 1
            answers[question.id] = text[: limit - 1] + mark
        return NewClient(f"client{number}@example.edu", name, name, answers)

    def _expect_text(self, rule: str, repository: ClientRepository, number: int, text: str, mark: str) -> None:
        wanted = self._with_text(number, text, mark)
        (client,) = repository.find([wanted.email])
        got = (client.first_name, client.last_name, sorted_answers(client.answers))
        expect(rule, got, (wanted.first_name, wanted.last_name, sorted_answers(wanted.answers)))

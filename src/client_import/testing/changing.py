"""The contract's rules of answers that the host changes while an import is on its way: none is overwritten unseen."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import wait

from client_import import ClientUpdate, Importer, Outcome, Plan, Question, QuestionKind
from client_import.testing.expecting import LONGEST_SECONDS, create_known, expect, keeping, new, only, start
from client_import.testing.hooks import ContractHooks, needs
from client_import.testing.samples import make_roster

_COLUMN = "An answer"


class ChangingRules(ContractHooks):
    """What an import and a client who answers meanwhile do to one another: nothing."""

    @needs("change_answer")
    def test_sees_an_answer_changed_from_outside(self) -> None:
        """An answer that changed after the dry run is noticed, left as it is and reported; one beside it stays, too.

        Of three clients the first changes the answer that the roster has, the second another one, where the form has
        one, and the third none.
        """
        repository = self.make_repository()
        question, *others = self._changeable()
        before, imported, outside = self._three_answers(question)
        beside = self.answers_to(others[:1], 0)
        ids = create_known(
            repository, *(new(f"{name}@example.edu", {question.id: before, **beside}) for name in ("ada", "bob", "eve"))
        )
        importer = Importer(form=self.form, clients=repository)
        plan = _plan(importer, question, imported, ["ada@example.edu", "bob@example.edu", "eve@example.edu"])

        def change() -> None:
            self.change_answer(repository, ids[0], question, outside)
            for other in others[:1]:
                changed = self._three_answers(other)[2]
                self.change_answer(repository, ids[1], other, changed)
                beside[other.id] = changed

        old = dict(beside)
        start(lambda: self.run_request(change)).result(LONGEST_SECONDS)
        outcomes = [row.outcome for row in importer.apply(plan).rows]
        rule = "import: an answer that changed from outside is noticed"
        expect(rule, outcomes, [Outcome.CONFLICTED, Outcome.UPDATED, Outcome.UPDATED])
        left = {client.id: dict(client.answers) for client in self.open_again(repository).all()}
        expect("import: an answer that changed from outside stays", left[ids[0]], {question.id: outside, **old})
        expect("import: an answer beside it stays", left[ids[1]], {question.id: imported, **beside})
        expect("import: an answer that nobody changed is written", left[ids[2]], {question.id: imported, **old})

    @needs("change_answer")
    def test_race_with_a_client_who_answers(self) -> None:
        """Nobody changes an answer between the look and the write: who tries waits, and has the last word."""
        repository = self.make_repository()
        question = self._changeable()[0]
        before, imported, outside = self._three_answers(question)
        (client_id,) = create_known(repository, new("ada@example.edu", {question.id: before}))
        rule = "race: nobody changes an answer between the look and the write"
        with repository.transaction() as transaction:
            (seen,) = transaction.find(["ada@example.edu"])
            answering = start(
                lambda: self.run_request(lambda: self.change_answer(repository, client_id, question, outside))
            )
            wait([answering], self.pause)
            transaction.update([ClientUpdate(client_id, answers={question.id: imported})])
        with keeping(rule):
            answering.result(LONGEST_SECONDS)
        expect(rule, seen.answers.get(question.id), before)
        expect(rule, only(self.open_again(repository)).answers.get(question.id), outside)

    def _changeable(self) -> list[Question]:
        """The questions that one text answers, of which there must be one where the host changes answers."""
        questions = self.asked(QuestionKind.TEXT, QuestionKind.CHOICE)
        if not questions:
            raise AssertionError(
                "The contract has no question of kind text or choice for change_answer: leave that method out."
            )
        return questions

    def _three_answers(self, question: Question) -> tuple[str, str, str]:
        """What is stored, what a roster has, and what the client says: the same, where there are but two answers."""
        first, second, third = (str(self.answers_to([question], number)[question.id]) for number in range(3))
        if first == second:
            raise AssertionError(f"The contract needs two different answers to “{question.id}” at least.")
        return first, second, third if third != first else second


def _plan(importer: Importer, question: Question, answer: str, emails: Sequence[str]) -> Plan:
    """The dry run of a roster with one answer, the same for everybody."""
    rows = [{"email": email, "first_name": "Ada", "last_name": "Lovelace", _COLUMN: answer} for email in emails]
    table = importer.read(make_roster(rows))
    return importer.plan(table, importer.suggest_mapping(table).assign(_COLUMN, question.id))

"""The Django host: its repository keeps the contract under Django's own test runner, and a roster becomes accounts."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connections, transaction
from django.test import TransactionTestCase

from centre.models import FormField, Registration, Student
from centre.views import open_clients, read_form
from client_import import ClientId, ClientRepository, Question, RegistrationForm
from client_import.repositories.django import DjangoClients
from client_import.testing import RepositoryContract, make_roster

T = TypeVar("T")
FORM = RegistrationForm(
    questions=[
        Question("topic", "Topic"),
        Question("level", "Level", kind="choice", choices=["BA", "MA"]),
        Question("help", "Help with", kind="choices", choices=["Essays", "CVs"]),
    ]
)
ROSTER = make_roster(
    [{"Email": "Ada@example.edu", "First Name": "Ada", "Last Name": "<b>", "Level": "ba", "Password": "placeholder"}]
)


class TestStudents(RepositoryContract, TransactionTestCase):
    """The contract; TransactionTestCase, since other threads must see what is committed."""

    form = FORM
    longest_name = 150

    def make_repository(self) -> DjangoClients:
        return open_clients()

    def run_request(self, act: Callable[[], T]) -> T:
        try:
            return act()
        finally:
            connections.close_all()

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:
        Student.objects.filter(pk=client_id).update(registered=True)

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:
        changed = {"password": f"bcrypt${password_hash}", "password_imported": False}
        Student.objects.filter(pk=client_id).update(**changed)

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:
        with transaction.atomic():
            theirs = Registration.objects.filter(student=client_id)
            theirs.update(student=client_id)  # takes SQLite's lock; elsewhere select_for_update does
            registration = theirs.get()
            registration.answers[question.id] = text
            registration.save()

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:
        Student.objects.filter(pk=client_id).update(is_active=False)


class TestPages(TransactionTestCase):
    """From upload to accounts."""

    def setUp(self) -> None:
        for each in FORM.questions:
            FormField.objects.create(name=each.id, label=each.label, kind=each.kind.value, choices=list(each.choices))
        self.client.force_login(Student.objects.create(email_key="adviser@example.edu", is_adviser=True))

    def test_the_form_comes_from_the_tables(self) -> None:
        """The questions, their kinds and choices are those of the centre's own table."""
        self.assertEqual(read_form(), FORM)

    def test_a_roster_becomes_accounts(self) -> None:
        """Upload shows what would happen and writes nothing; confirmation does it, and the student can log in."""
        page = self.client.post("/", {"roster": io.BytesIO(ROSTER)}).content.decode()
        self.assertIn("2: create Ada@example.edu, password: set", page)
        self.assertIn("<li>last_name:  → &lt;b&gt;</li>", page)
        self.assertNotIn("placeholder", page)
        self.assertEqual(Student.objects.count(), 1)
        fields = dict(re.findall(r'name=(\w+) value="([^"]*)"', page))
        self.assertIn("1 created, 0 updated", self.client.post("/confirm", fields).content.decode())
        student = Student.objects.get(email_key="ada@example.edu")
        self.assertEqual((student.last_name, student.registration.answers), ("<b>", {"level": "BA"}))
        self.assertEqual(authenticate(username="ada@example.edu", password="placeholder"), student)

    def test_what_changed_meanwhile_is_not_overwritten(self) -> None:
        """A preview that no longer holds is not applied; a file that is no roster is explained."""
        page = self.client.post("/", {"roster": io.BytesIO(ROSTER)}).content.decode()
        Student.objects.create(email="ada@example.edu", email_key="ada@example.edu", first_name="Own")
        fields = dict(re.findall(r'name=(\w+) value="([^"]*)"', page))
        self.assertIn("what was reviewed", self.client.post("/confirm", fields).content.decode())
        self.assertEqual(Student.objects.get(email_key="ada@example.edu").first_name, "Own")
        self.assertIn("Choose the CSV file", self.client.post("/").content.decode())
        self.assertIn("CSV", self.client.post("/", {"roster": io.BytesIO(b"PK\x03\x04")}).content.decode())

    def test_many_new_names_are_imported_once_they_are_allowed(self) -> None:
        """Swapped names stop the import, also on confirmation, and the upload stays until somebody allows them."""
        for number in range(30):
            address = f"{number}@example.edu"
            Student.objects.create(email=address, email_key=address, first_name=f"A{number}", last_name="B")
        people = [{"Email": f"{n}@example.edu", "First Name": f"C{n}", "Last Name": f"D{n}"} for n in range(30)]
        page = self.client.post("/", {"roster": io.BytesIO(make_roster(people))}).content.decode()
        fields = dict(re.findall(r'name=(\w+) value="([^"]*)"', page))
        allowed = fields.pop("all")
        self.assertIn("type=file", self.client.post("/confirm", fields).content.decode())
        page = self.client.post("/confirm", {**fields, "all": allowed}).content.decode()
        self.assertIn("30 updated", page)
        self.assertEqual(self.client.post("/confirm", fields).status_code, 404)

    def test_what_stops_an_import_is_said(self) -> None:
        """A form that cannot be used is explained, at the preview and on confirmation."""
        page = self.client.post("/", {"roster": io.BytesIO(ROSTER)}).content.decode()
        fields = dict(re.findall(r'name=(\w+) value="([^"]*)"', page))
        FormField.objects.create(name="x", label="Empty", kind="choice")
        self.assertIn("cannot be used", self.client.post("/confirm", fields).content.decode())
        self.assertIn("cannot be used", self.client.post("/", {"roster": io.BytesIO(ROSTER)}).content.decode())

    def test_only_advisers_import(self) -> None:
        """Nobody else sees the page; whoever `createsuperuser` made an adviser logs in and does."""
        self.client.logout()
        os.environ["DJANGO_SUPERUSER_PASSWORD"] = "a word of my own"
        self.addCleanup(os.environ.pop, "DJANGO_SUPERUSER_PASSWORD")
        call_command("createsuperuser", email_key="me@example.edu", interactive=False, verbosity=0)
        login = self.client.get("/", follow=True)
        self.assertIn('type="password"', login.content.decode())
        fields = {"username": "me@example.edu", "password": "a word of my own"}
        page = self.client.post(login.redirect_chain[-1][0], fields, follow=True)
        self.assertIn("name=roster", page.content.decode())

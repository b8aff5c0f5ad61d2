"""The three steps of an import, for advisers only: this is what you would add to a platform."""

from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from centre.models import FormField, Student, Upload
from client_import import ClientImportError, Importer, Plan, Question, RegistrationForm
from client_import.repositories.django import AnswersInJson, ClientFields, DjangoClients

PAGE = "import.html"
advisers_only = user_passes_test(lambda user: getattr(user, "is_adviser", False))


def read_form() -> RegistrationForm:
    """The registration form, from the centre's own table."""
    rows = FormField.objects.order_by("pk").values_list("name", "label", "kind", "choices")
    return RegistrationForm(questions=[Question(*row) for row in rows])


def open_clients() -> DjangoClients:
    """The students as the importer sees them."""
    imported = "password_imported"
    fields = ClientFields(registration_completed="registered", password="password", password_is_placeholder=imported)
    return DjangoClients(Student, fields, AnswersInJson("registration__answers"))


def make_plan(content: bytes) -> tuple[Importer, Plan]:
    """The dry run."""
    importer = Importer(form=read_form(), clients=open_clients())
    return importer, importer.plan(importer.read(content))


@advisers_only
def preview(request: HttpRequest) -> HttpResponse:
    """The page to upload a roster, and what the import would do."""
    if request.method != "POST":
        return render(request, PAGE)
    content = request.FILES["roster"].read() if "roster" in request.FILES else b""
    try:
        _, plan = make_plan(content)
    except ClientImportError as error:
        return render(request, PAGE, {"error": error})
    return render(request, PAGE, {"plan": plan, "upload": Upload.objects.create(content=content)})


@advisers_only
def confirm(request: HttpRequest) -> HttpResponse:
    """The import, if it still does what was seen."""
    upload = get_object_or_404(Upload, pk=request.POST.get("upload"))
    try:
        importer, plan = make_plan(bytes(upload.content))
        # A password takes a quarter of a second. For more than a few: passwords="later", and set_passwords in a task.
        report = importer.apply(plan, reviewed=request.POST["fingerprint"], allow_mass_change="all" in request.POST)
    except ClientImportError as error:
        return render(request, PAGE, {"error": error})
    upload.delete()
    return render(request, PAGE, {"counts": report.counts})


urlpatterns = [path("", preview), path("confirm", confirm), path("accounts/login/", LoginView.as_view())]

"""The three steps of an import, for advisers only: this is what you would add to a platform."""

from django.contrib.auth.decorators import user_passes_test
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import path

from centre.models import FormField, Student, Upload
from client_import import BadFile, BadMapping, Importer, Plan, Question, RegistrationForm, StalePlan
from client_import.repositories.django import AnswersInJson, ClientFields, DjangoClients

advisers_only = user_passes_test(lambda user: getattr(user, "is_adviser", False))


def read_form() -> RegistrationForm:
    """The registration form, from the centre's own table."""
    rows = FormField.objects.order_by("pk").values_list("name", "label", "kind", "choices")
    return RegistrationForm(questions=[Question(*row) for row in rows])


def open_clients() -> DjangoClients:
    """The students as the importer sees them."""
    passwords = {"password": "password", "password_is_placeholder": "password_imported"}
    fields = ClientFields(registration_completed="registered", **passwords)
    return DjangoClients(Student, fields, AnswersInJson("registration__answers"))


def make_plan(content: bytes) -> tuple[Importer, Plan]:
    """The dry run."""
    importer = Importer(form=read_form(), clients=open_clients())
    return importer, importer.plan(importer.read(content))


@advisers_only
def preview(request: HttpRequest) -> HttpResponse:
    """The page to upload a roster, and what the import would do."""
    if request.method != "POST":
        return show(request)
    content = request.FILES["roster"].read()
    try:
        _, plan = make_plan(content)
    except (BadFile, BadMapping) as error:
        return show(request, error=error)
    return show(request, plan=plan, upload=Upload.objects.create(content=content))


@advisers_only
def confirm(request: HttpRequest) -> HttpResponse:
    """The import, if it still does what was seen."""
    upload = get_object_or_404(Upload, pk=request.POST.get("upload"))
    importer, plan = make_plan(bytes(upload.content))
    upload.delete()
    try:
        return show(request, counts=importer.apply(plan, reviewed=request.POST["fingerprint"]).counts)
    except StalePlan as error:
        return show(request, error=error)


def show(request: HttpRequest, **context: object) -> HttpResponse:
    """The one page."""
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


PAGE = """<p>{{ error }}{% if counts %}{{ counts.created }} created, {{ counts.updated }} updated{% endif %}</p>
{% for row in plan.rows %}<p>{{ row.line }}: {{ row.action }} {{ row.email }}</p>{% endfor %}
{% for problem in plan.problems %}<p>{{ problem.line }}: {{ problem.message }}</p>{% endfor %}
<form method=post enctype=multipart/form-data {% if plan %}action=/confirm{% endif %}>{% csrf_token %}
{% if plan %}<input type=hidden name=upload value="{{ upload.pk }}">
<input type=hidden name=fingerprint value="{{ plan.fingerprint }}"><button>Import</button>
{% else %}<input type=file name=roster><button>Look</button>{% endif %}</form>"""

urlpatterns = [path("", preview), path("confirm", confirm)]

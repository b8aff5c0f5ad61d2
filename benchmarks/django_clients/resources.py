"""The import of the usual roster by django-import-export: the checks in its hooks, three ways of storing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader, ModelInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import Widget

from benchmarks.django_clients.models import ClientAccount
from benchmarks.systems.floor import EMAIL
from benchmarks.worlds import FORM, MAJORS, STANDINGS, TOPICS

_LABELS = {question.id: question.label for question in FORM.questions}
_FIELDS = ("email_key", "email", "first_name", "last_name", "answers")


def _fold(text: str) -> str:
    return text.casefold().replace(" ", "")


_MAJORS, _STANDINGS, _TOPICS = ({_fold(name): name for name in names} for names in (MAJORS, STANDINGS, TOPICS))


class ClientResource(ModelResource):
    """As documented: a row is looked up, compared, shown as HTML and saved by itself."""

    email_key = Field(attribute="email_key", column_name="email_key", widget=Widget())
    email = Field(attribute="email", column_name="Email", widget=Widget())
    first_name = Field(attribute="first_name", column_name="First Name", widget=Widget())
    last_name = Field(attribute="last_name", column_name="Last Name", widget=Widget())
    answers = Field(attribute="answers", column_name="answers", widget=Widget())

    class Meta:
        """Unchanged rows are skipped, which the documentation advises."""

        model = ClientAccount
        fields = _FIELDS
        import_id_fields = ("email_key",)
        skip_unchanged = True

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - as the library has it
        super().__init__(**kwargs)
        self._seen: set[str] = set()

    def before_import(self, dataset: Any, **_: Any) -> None:  # noqa: ANN401
        """The key of each row, and room for its answers, as columns."""
        place = dataset.headers.index("Email")
        dataset.append_col(lambda row: row[place].strip().lower(), header="email_key")
        dataset.append_col(lambda _: None, header="answers")

    def before_import_row(self, row: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        """Clean the row.

        Raises:
            ValidationError: It is not in order.
        """
        for label, cell in row.items():
            row[label] = cell.strip() if cell else cell
        email = row["Email"]
        if not row["First Name"] or not row["Last Name"] or not EMAIL.fullmatch(email) or len(email) > 254:
            raise ValidationError("An address or a name is missing or wrong.")
        if row["email_key"] in self._seen:
            raise ValidationError("The address stands further up already.")
        self._seen.add(row["email_key"])
        row["answers"] = _read_answers(row)

    def after_init_instance(self, instance: ClientAccount, new: bool, row: dict[str, Any], **_: Any) -> None:  # noqa: ANN401, FBT001
        """What is stored and not in the row stays."""
        if not new:
            row["Email"] = instance.email
            row["answers"] = {**instance.answers, **row["answers"]}


def _read_answers(row: dict[str, Any]) -> dict[str, Any]:
    cells = {question: row[label] for question, label in _LABELS.items()}
    chosen = {_TOPICS.get(_fold(part)) for part in cells["topics"].split(";")}
    cells["major"] = _MAJORS.get(_fold(cells["major"]))
    cells["standing"] = _STANDINGS.get(_fold(cells["standing"]))
    cells["topics"] = [topic for topic in TOPICS if topic in chosen]
    return {question: answer for question, answer in cells.items() if answer}


class BulkResource(ClientResource):
    """The fastest that its settings give while unchanged rows are still known."""

    class Meta:
        """Written in batches, looked up at once, no HTML."""

        model = ClientAccount
        fields = _FIELDS
        import_id_fields = ("email_key",)
        skip_unchanged = True
        skip_html_diff = True
        use_bulk = True
        instance_loader_class = CachedInstanceLoader


class _LoaderInChunks(ModelInstanceLoader):
    """Every stored client of the roster, however many parameters a statement may have."""

    def __init__(self, resource: Any, dataset: Any = None) -> None:  # noqa: ANN401
        super().__init__(resource, dataset)
        keys = dataset["email_key"]
        self._stored: dict[str, ClientAccount] = {}
        for start in range(0, len(keys), 500):
            for client in self.get_queryset().filter(email_key__in=keys[start : start + 500]):
                self._stored[client.email_key] = client

    def get_instance(self, row: dict[str, Any]) -> ClientAccount | None:
        return self._stored.get(row["email_key"])


class UpsertResource(ClientResource):
    """The best that can be made of its hooks: no copies, no diffs, values assigned at once, an upsert in batches."""

    class Meta:
        """Nothing is kept that the import does not need."""

        model = ClientAccount
        fields = _FIELDS
        import_id_fields = ("email_key",)
        skip_diff = True
        use_bulk = True
        batch_size = 2000
        instance_loader_class = _LoaderInChunks

    def import_instance(self, instance: ClientAccount, row: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        """The values of the row; whether any of them is another than before is kept for `skip_row`."""
        values = (row["First Name"], row["Last Name"], row["answers"])
        self._is_same = values == (instance.first_name, instance.last_name, instance.answers)
        instance.email_key, instance.email = row["email_key"], row["Email"]
        instance.first_name, instance.last_name, instance.answers = values

    def skip_row(self, instance: ClientAccount, *_: Any) -> bool:  # noqa: ANN401
        """Whether nothing changes."""
        return instance.pk is not None and self._is_same

    def bulk_create(self, _: bool, dry_run: bool, *__: Any, **___: Any) -> None:  # noqa: ANN401, FBT001
        """Insert, but for the dry run."""
        if not dry_run:
            ClientAccount.objects.bulk_create(self.create_instances)
        self.create_instances.clear()

    def bulk_update(self, _: bool, dry_run: bool, *__: Any, **___: Any) -> None:  # noqa: ANN401, FBT001
        """Upsert, but for the dry run; `bulk_update` of Django is far slower."""
        if not dry_run:
            ClientAccount.objects.bulk_create(
                self.update_instances,
                update_conflicts=True,
                unique_fields=["email_key"],
                update_fields=["first_name", "last_name", "answers"],
            )
        self.update_instances.clear()

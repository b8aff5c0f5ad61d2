import copy
import pickle

import pytest

from client_import import BadFile, BadForm, BadMapping, ClientImportError, Fault, StalePlan, StorageError

FAULTS = [Fault("questions[0].id", "is empty"), Fault("", "must be an object, not a list")]

BAD_FILE = BadFile("This file is empty.", "file_empty", {"line": 3})
BAD_FORM = BadForm(FAULTS)
BAD_MAPPING = BadMapping("No column is mapped to Email.", ["First Name", "Last Name"])


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (BAD_FILE, ValueError),
        (BAD_FORM, ValueError),
        (BAD_MAPPING, ValueError),
        (StalePlan("Plan again."), RuntimeError),
        (StorageError("The table has no unique key."), RuntimeError),
    ],
)
def test_kinds(error: ClientImportError, builtin: type[Exception]) -> None:
    """Every error can be caught as ClientImportError and as the builtin that fits it."""
    assert isinstance(error, ClientImportError)
    assert isinstance(error, builtin)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ClientImportError(), ""),
        (ClientImportError("It cannot go on."), "It cannot go on."),
        (BAD_FILE, "This file is empty."),
        (BAD_MAPPING, "No column is mapped to Email."),
        (StalePlan("Plan again."), "Plan again."),
        (StorageError("The table has no unique key."), "The table has no unique key."),
        (
            BAD_FORM,
            "The registration form cannot be used:\n  questions[0].id: is empty\n  must be an object, not a list",
        ),
    ],
)
def test_message(error: ClientImportError, message: str) -> None:
    """An error's text is the message alone, without the data it carries."""
    assert str(error) == message


def test_fault_with_path() -> None:
    """A fault names where it is, then what it is."""
    assert str(Fault("questions[3].choices[1]", "is empty")) == "questions[3].choices[1]: is empty"


def test_fault_without_path() -> None:
    """A fault of the whole value has no path to name."""
    assert str(Fault("", "is missing")) == "is missing"


def test_bad_file_data() -> None:
    """BadFile carries its code and what its message was rendered from."""
    assert (BAD_FILE.code, BAD_FILE.params) == ("file_empty", {"line": 3})


def test_bad_form_data() -> None:
    """BadForm carries every fault."""
    assert BAD_FORM.faults == tuple(FAULTS)


def test_bad_mapping_data() -> None:
    """BadMapping carries the headers of the file, in its order."""
    assert BAD_MAPPING.headers == ("First Name", "Last Name")


@pytest.mark.parametrize(
    "error",
    [ClientImportError("It cannot go on."), BAD_FILE, BAD_FORM, BAD_MAPPING, StalePlan("Again."), StorageError("Key.")],
)
def test_pickling(error: ClientImportError) -> None:
    """An error that went through pickle or copy has its type, its message and its data."""
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert twin.args == error.args
        assert vars(twin) == vars(error)

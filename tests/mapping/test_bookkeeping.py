import pytest

from client_import import Mapping, Question, RegistrationForm, suggest_mapping
from client_import.mapping.bookkeeping import names_bookkeeping
from rosters import table_of


@pytest.mark.parametrize(
    "header",
    [
        *("Registration Date", "registration_date", "Date Registered", "Created At", "created_at", "Account Created"),
        *("Last Login", "LastLogin", "last_login_at", "Last Logged In", "Last Sign-In", "Last Seen"),
        *("Last Profile Update", "Last Updated", "updated_at", "Profile Updated", "Last Modified"),
        *("Administrative Notes", "Admin Notes", "Admin notes:", "Notes (admin)", "Staff notes", "Internal Notes"),
        *("Account Disabled", "Account disabled?", "Account Status", "Is Active", "Deactivated", "Deactivated At"),
        *("Appointments", "Total Appointments", "Number of Appointments", "# of Appointments", "# Appointments"),
        *("No. of appointments", "Appointment Count", "Appointments Attended", "No-Shows", "No Shows", "noshows"),
        *("Cancellations", "Cancelled Appointments", "Canceled appointments", "Missed Appointments", "Last Visit"),
        *("Last Login [2]", "Appointments [12]"),
    ],
)
def test_bookkeeping(header: str) -> None:
    """What exports call the dates, states, notes and counts of an account is known in every spelling."""
    assert names_bookkeeping(header)


@pytest.mark.parametrize(
    "header",
    [
        *("", "#", "Notes", "Status", "Disabled", "Active", "Date", "Created", "Updated", "Login", "Last", "Email"),
        *("Last Name", "Appointment preference", "Preferred appointment time", "Accommodations", "Disability"),
        *("Reason for appointments", "Registration number", "Last school attended", "Student status", "Notes [2]"),
    ],
)
def test_no_bookkeeping(header: str) -> None:
    """What may as well be a question, or a roster's own column, is none."""
    assert not names_bookkeeping(header)


def test_left_out() -> None:
    """A column of bookkeeping is neither mapped, offered nor among the undecided ones."""
    form = RegistrationForm([Question("login", "Last Logins"), Question("came", "Visited", aliases=["Visit"])])
    mapping = suggest_mapping(table_of("Email", "Last Login", "Visits", "Locker"), form)
    assert mapping.bookkeeping == ("Last Login", "Visits")
    assert (mapping.unmapped, dict(mapping.offers)) == (("Locker",), {})


def test_a_question_of_that_name() -> None:
    """A question with the name or alias of a bookkeeping column keeps its column."""
    form = RegistrationForm([Question("seen", "Last Visit"), Question("n", "How often?", aliases=["Appointments"])])
    mapping = suggest_mapping(table_of("Last Visit", "appointments"), form)
    assert mapping.fields == {"Last Visit": "seen", "appointments": "n"}
    assert mapping.bookkeeping == ()


def test_choices_under_a_bookkeeping_name() -> None:
    """Cells that look like a drop-down's choices make no offer of a bookkeeping column."""
    form = RegistrationForm([Question("q", "Standing", kind="choice", choices=["Active", "Disabled"])])
    rows = (("Active",), ("Disabled",))
    assert dict(suggest_mapping(table_of("Account Status", rows=rows), form).offers) == {}
    assert list(suggest_mapping(table_of("State", rows=rows), form).offers) == ["State"]


def test_chosen() -> None:
    """A person may assign it all the same, or leave it out expressly."""
    mapping = Mapping(("Last Login", "Visits")).assign("Last Login", "x").ignore("Visits")
    assert (mapping.fields, mapping.bookkeeping) == ({"Last Login": "x"}, ())

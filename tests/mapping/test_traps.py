import pytest

from client_import.mapping.traps import speaks_of_others


@pytest.mark.parametrize(
    "header",
    [
        *("Email consent", "Parent email", "Emergency contact first name", "Parent/Guardian Email", "Mother's e-mail"),
        *("Emergency Contact", "Contact name", "contact_name", "Contact First Name", "Advisor", "Adviser name"),
        *("Instructor Email", "Professor Last Name", "Prof. email", "Email opt-in", "Email Opt In", "emailOptIn"),
        *(
            "OK to email? permission",
            "Email verified",
            "EmailVerified",
            "email_status",
            "Email type",
            "Email preferences",
        ),
        *(
            "Email notifications",
            "Guardians' emails",
            "parentemail",
            "PARENT_EMAIL",
            "ParentEmail",
            "advisorname",
            "Dads' email",
            "Mailing address",
        ),
        *("Middle Name", "Maiden name", "Nickname", "Former last name", "Second email", "Alternate Email", "Coach"),
        *("Referred by (name)", "Eltern E-Mail", "Name der Mutter", "Correo de emergencia", "Courriel du père"),
    ],
)
def test_others(header: str) -> None:
    """Words about other people, about permissions and about further names are found in every spelling."""
    assert speaks_of_others(header)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "",
            "#",
            "Email",
            "E-mail Address",
            "First Name",
            "Last Name",
            "Name",
            "Full Name",
            "Surname",
            "Preferred name",
        ),
        *(
            "Student Email",
            "University e-mail",
            "Personal email",
            "Contact email",
            "Given name(s)",
            "Option",
            "Adopted",
        ),
        *("Name and surname", "Kontakt", "Vorname", "Correo electrónico", "Client name", "Stability", "Bypass"),
    ],
)
def test_own(header: str) -> None:
    """The client's own address and name are never held back, nor words that only hold such a word."""
    assert not speaks_of_others(header)

"""Columns that an export of accounts holds beside the form's questions, and that no roster can set.

Only names that leave no doubt count: `Account Disabled`, but not `Disabled`, which may be what a student said;
`Admin Notes`, but not `Notes`. A question of the form that has such a name keeps its column all the same.
"""

from __future__ import annotations

import re

from client_import.headers import normalise_header

_REGISTERED = (
    *("Registration Date", "Registration Time", "Registration Timestamp", "Registered", "Registered On"),
    *("Registered At", "Date Registered", "Date of Registration", "Created At", "Created On", "Created Date"),
    *("Date Created", "Creation Date", "Account Created", "Account Created At", "Account Created On"),
    *("Account Creation Date", "Date Account Created", "Sign-up Date", "Signed Up", "Signed Up On", "Signed Up At"),
    *("Date Joined", "Date Added", "Added On"),
)
_LOGGED_IN = (
    *("Last Login", "Last Login Date", "Last Login Time", "Last Login At", "Last Logged In", "Last Logged In At"),
    *("Date of Last Login", "Most Recent Login", "Last Sign In", "Last Sign In At", "Last Signed In", "Last Access"),
    *("Last Accessed", "Last Seen", "Last Active", "Last Activity", "Login Count", "Number of Logins", "Total Logins"),
)
_UPDATED = (
    *("Last Profile Update", "Profile Updated", "Profile Updated At", "Profile Last Updated", "Profile Update Date"),
    *("Last Update", "Last Updated", "Last Updated At", "Last Updated On", "Updated At", "Updated On", "Date Updated"),
    *("Last Modified", "Last Modified Date", "Modified At", "Modified On", "Date Modified"),
)
_NOTES = (
    *("Administrative Notes", "Administrative Note", "Administrative Comments", "Admin Notes", "Admin Note"),
    *("Admin Comments", "Administrator Notes", "Administrator Comments", "Notes (Admin)", "Staff Notes"),
    *("Internal Notes", "Notes (Internal)"),
)
_STATE = (
    *("Account Disabled", "Account Deactivated", "Account Deactivated At", "Account Locked", "Account Enabled"),
    *("Account Active", "Account Status", "Account State", "Is Active", "Is Disabled", "Deactivated"),
    *("Deactivated At", "Deactivated On", "Date Deactivated", "Deactivation Date", "Disabled At", "Date Disabled"),
)
_COUNTS = (
    *("Appointments", "Total Appointments", "Number of Appointments", "No. of Appointments", "# of Appointments"),
    *("Num Appointments", "Appointment Count", "Appointments Count", "Appointments (Total)", "Appointments Made"),
    *("Appointments Booked", "Appointments Attended", "Appointments Completed", "Completed Appointments"),
    *("Past Appointments", "Upcoming Appointments", "Future Appointments", "First Appointment", "Last Appointment"),
    *("First Appointment Date", "Last Appointment Date", "Next Appointment", "Next Appointment Date"),
    *("Visits", "Total Visits", "Number of Visits", "Visit Count", "First Visit", "Last Visit", "Last Visit Date"),
    *("No-shows", "No-show", "No-show Count", "Number of No-shows", "Total No-shows", "Missed Appointments"),
    *("Appointments Missed", "Cancellations", "Cancellation Count", "Number of Cancellations", "Total Cancellations"),
    *("Cancelled Appointments", "Canceled Appointments", "Appointments Cancelled", "Appointments Canceled"),
    *("Late Cancellations", "Number of Late Cancellations"),
)

_NORMALISED = frozenset(map(normalise_header, (*_REGISTERED, *_LOGGED_IN, *_UPDATED, *_NOTES, *_STATE, *_COUNTS)))

_NUMBERED = re.compile(r" \[\d+\]\Z")
"""How the reader names the second of two columns that are called alike."""


def names_bookkeeping(header: str) -> bool:
    """Whether a column of this name is what a platform keeps about its accounts by itself."""
    return normalise_header(_NUMBERED.sub("", header)) in _NORMALISED

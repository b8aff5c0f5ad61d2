"""Headers that speak of an address or a name, but not of the client's own: `speaks_of_others`."""

from __future__ import annotations

import re

from client_import.texts.resemblance import word

_PEOPLE = (
    *("parent", "guardian", "caregiver", "caretaker", "carer", "mother", "father", "mom", "mum", "dad"),
    *("grandparent", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister", "sibling", "relative"),
    *("kin", "wife", "husband", "spouse", "partner", "boss", "emergency", "advisor", "adviser", "instructor"),
    *("professor", "prof", "teacher", "tutor", "mentor", "coach", "counselor", "counsellor", "consultant"),
    *("supervisor", "manager", "referrer", "referee", "sponsor", "faculty", "staff", "employer", "roommate"),
    *("friend", "eltern", "erziehungsberechtigte", "mutter", "vater", "notfall", "betreuer", "dozent", "padre"),
    *("madre", "padres", "profesor", "emergencia", "mere", "pere", "urgence", "conseiller", "professeur"),
)
"""Somebody else, in the languages in which rosters have come."""

_MATTERS = (
    *("consent", "opt", "optin", "optout", "permission", "allow", "allowed", "agree", "agreed", "verified"),
    *("verification", "confirmed", "valid", "bounced", "subscribed", "unsubscribed", "subscription"),
    *("newsletter", "preference", "notification", "notify", "reminder", "frequency", "status", "type", "sent"),
    *("domain", "date", "by", "einwilligung", "zustimmung", "consentimiento", "permiso", "consentement"),
)
"""What was done with an address or a name, or may be done with it."""

_OTHERS = (
    *("middle", "maiden", "nickname", "nick", "former", "previous", "secondary", "second", "alternate"),
    *("alternative", "backup", "recovery", "other", "mailing", "postal", "street", "billing"),
)
"""A further one beside that by which the client is known, or an address of another kind."""

_THINGS = frozenset({"company", "school", "course", "building", "organization"})
"""What has a name of its own, though it may also give the client an address: `School email`."""

_WORDS = frozenset({*_PEOPLE, *_MATTERS, *_OTHERS})

_PHRASES = ("contactname", "contactfirstname", "contactlastname", "contactperson", "mayweemail", "firstlanguage")
_LONG = tuple(each for each in _WORDS if len(each) >= 6)
"""Words so long that they are found in a header that is written without spaces."""

_BETWEEN_CASES = re.compile(r"(?<=[a-z])(?=[A-Z])")


def speaks_of_others(header: str) -> bool:
    """Whether a column of this name holds an address or name that is not the client's own, or no address or name.

    `Parent email`, `Emergency contact first name`, `Email consent`. Wrong on the careful side: such a column is
    never taken for the client's address or name, nor offered for it, whatever its cells look like.
    """
    wording = word(_BETWEEN_CASES.sub(" ", header))
    singular = {each.removesuffix("s") for each in wording.words}
    found = singular | set(wording.words)
    if _WORDS & found or (_THINGS & found and "mail" not in wording.compact):
        return True
    return any(each in wording.compact for each in (*_PHRASES, *_LONG))

"""The messages about passwords, the first login and an undo in German; a part of the German catalogue."""

from __future__ import annotations

from client_import.problem_codes import ProblemCode

_RESET = "Er wird weggelassen; die Person kann „Passwort zurücksetzen“ verwenden."
_NONE_SET = "für diese Person wird daher keines gesetzt"


def _foreign(scheme: str) -> str:
    return f"Das ist ein Hash von {scheme}, und nur einer von bcrypt ist verwendbar. {_RESET}"


ACCOUNT_MESSAGES: dict[str, str] = {
    ProblemCode.PASSWORD_DAMAGED: f"Das Passwort kann nicht sein, was gemeint war; {_NONE_SET}.",
    "password_damaged:letters": (
        f"Das Passwort hat Buchstaben, die sich nicht lesen lassen; {_NONE_SET}. Speichern Sie die Datei als CSV UTF-8."
    ),
    "password_damaged:spreadsheet": (
        f"Anstelle des Passworts steht ein Fehler aus einer Tabellenkalkulation; {_NONE_SET}. "
        "Formatieren Sie die Spalte als Text, und geben Sie das Passwort neu ein."
    ),
    "password_damaged:clear": (
        "Anstelle des Passworts steht der Text, der eine Antwort leert. Ein Passwort lässt sich nicht leeren; "
        "das eigene der Person bleibt, wie es ist."
    ),
    "password_damaged:nul": (
        f"Das Passwort enthält ein Zeichen, das niemand tippen kann (NUL); {_NONE_SET}. "
        "Holen Sie es noch einmal dort, wo es herkommt."
    ),
    "password_damaged:controls": (
        "Aus dieser Zeile wurden Zeichen entfernt, die niemand tippen kann; wie das Passwort lautete, ist nicht "
        "sicher. Es wird keines gesetzt. Holen Sie die Zeile noch einmal dort, wo sie herkommt."
    ),
    "password_damaged:registration": (
        "Dieses Passwort enthält ein Zeichen, das nicht verwendbar ist. Wählen Sie ein anderes."
    ),
    ProblemCode.PASSWORD_TOO_SHORT: f"Das Passwort hat weniger als {{minimum}} Zeichen; {_NONE_SET}.",
    "password_too_short:registration": "Wählen Sie ein Passwort mit mindestens {minimum} Zeichen.",
    ProblemCode.PASSWORD_TOO_LONG: (
        f"Das Passwort ist länger als {{limit}} Byte, mehr, als sich sicher speichern lässt; {_NONE_SET}."
    ),
    "password_too_long:registration": (
        "Dieses Passwort ist zu lang: Es braucht mehr als {limit} Byte, und Umlaute, andere Schriften und "
        "Sonderzeichen brauchen je mehrere. Wählen Sie ein kürzeres."
    ),
    ProblemCode.INVALID_PASSWORD_HASH: f"Dieser Passwort-Hash ist kein verwendbarer Hash von bcrypt. {_RESET}",
    "invalid_password_hash:argon2": _foreign("Argon2"),
    "invalid_password_hash:scrypt": _foreign("scrypt"),
    "invalid_password_hash:pbkdf2": _foreign("PBKDF2"),
    "invalid_password_hash:sha512_crypt": _foreign("SHA-512 crypt"),
    "invalid_password_hash:sha256_crypt": _foreign("SHA-256 crypt"),
    "invalid_password_hash:md5": (
        f"Das sieht nach einem Hash von MD5 aus, der nicht sicher und nicht verwendbar ist. {_RESET}"
    ),
    "invalid_password_hash:sha": (
        f"Das sieht nach einem bloßen Hash der SHA-Familie aus, der nicht sicher und nicht verwendbar ist. {_RESET}"
    ),
    "invalid_password_hash:bcrypt_cost": (
        "Das ist ein Hash von bcrypt, aber seine Kosten liegen nicht zwischen 4 und 14: Höhere würden jede Anmeldung "
        f"verlangsamen. {_RESET}"
    ),
    "invalid_password_hash:bcrypt_twice": (
        "Das ist ein Hash von bcrypt über einen anderen Hash, wie WordPress und Django sie anlegen, nicht über das "
        f"Passwort selbst. {_RESET}"
    ),
    "invalid_password_hash:bcrypt_damaged": (
        f"Das sieht nach einem Hash von bcrypt aus, aber etwas fehlt, ist verändert oder hinzugefügt. {_RESET}"
    ),
    "invalid_password_hash:plain": (
        "Das ist kein Passwort-Hash; vielleicht ist es ein Passwort im Klartext. Es wird weggelassen. Ist dies eine "
        "Spalte mit Passwörtern, so ordnen Sie sie dem Passwort zu; sonst kann die Person „Passwort zurücksetzen“ "
        "verwenden."
    ),
    ProblemCode.PASSWORD_BESIDE_HASH: (
        "Diese Zeile hat ein Passwort und einen Passwort-Hash. Der Hash wird gespeichert, das Passwort weggelassen."
    ),
    ProblemCode.PASSWORD_KEPT: (
        "Diese Person hat schon ein Passwort. Es bleibt; das aus der Datei wird nicht gesetzt."
    ),
    ProblemCode.PASSWORD_REPLACED: (
        "Diese Person hat ein Passwort gewählt. Das aus der Datei ersetzt es; das lässt sich nicht rückgängig machen."
    ),
    ProblemCode.PASSWORD_OVERTAKEN: (
        "Das Passwort dieser Person wurde nach der Vorschau geändert, oder ihr Konto wurde entfernt; "
        "das aus der Datei wurde daher nicht gesetzt."
    ),
    ProblemCode.MISSING_ANSWER: "„{question}“ braucht eine Antwort.",
    ProblemCode.MISSING_PASSWORD: (
        "Wählen Sie ein eigenes Passwort. Es ersetzt das, mit dem Sie hierhergekommen sind."
    ),
    ProblemCode.UNKNOWN_QUESTION: "Das Anmeldeformular hat keine Frage „{question}“.",
    "missing_first_name:registration": "Tragen Sie Ihren Vornamen ein.",
    "missing_last_name:registration": "Tragen Sie Ihren Nachnamen ein.",
    "unmatched_answer:registration": (
        "„{value}“ steht bei „{question}“ nicht zur Wahl. Wählen Sie unter den Antworten dort."
    ),
    "text_too_long:registration": (
        "Diese Antwort hat {found} Zeichen, „{question}“ nimmt {limit}. Kürzen Sie die Antwort."
    ),
    "pattern_mismatch:registration": "„{value}“ hat nicht die Form, die „{question}“ verlangt.",
    ProblemCode.DELETE_REFUSED: (
        "Dieses Konto bleibt gespeichert: Die Person hat die Anmeldung ausgefüllt oder ein Passwort gewählt, oder "
        "etwas anderes, etwa ein Termin, bezieht sich auf das Konto."
    ),
    ProblemCode.EDITED_SINCE: "„{question}“ wurde nach dem Import geändert und behält den jetzigen Wert.",
    "edited_since:account": (
        "„{question}“ wurde nach dem Import geändert; das Konto, das er angelegt hat, wird daher nicht gelöscht."
    ),
    ProblemCode.ACCOUNT_STAYS: "Dieses Konto bleibt, wie es ist.",
    "account_stays:completed": "Diese Person hat die Anmeldung ausgefüllt; das Konto wird daher nicht gelöscht.",
    "account_stays:own_password": "Diese Person hat ein Passwort gewählt; das Konto wird daher nicht gelöscht.",
    "account_stays:deactivated": "Dieses Konto wurde nach dem Import deaktiviert und wird daher nicht gelöscht.",
    "account_stays:protected": (
        "Das ist ein geschütztes Konto, etwa der Verwaltung; hier wird daher nichts zurückgenommen."
    ),
    ProblemCode.ACCOUNT_GONE: (
        "Das Konto, das der Import geschrieben hat, gibt es nicht mehr, oder es hat jetzt eine andere Adresse; "
        "hier wird daher nichts zurückgenommen."
    ),
    "account_gone:other": (
        "Diese Adresse hat jetzt ein anderes Konto, nicht das, welches der Import geschrieben hat. "
        "Es bleibt, wie es ist."
    ),
    ProblemCode.DELETED_FOR_GOOD: (
        "Dieses Konto wurde gelöscht, als sein Import zurückgenommen wurde, und lässt sich nicht zurückholen. "
        "Importieren Sie die Liste noch einmal, um ein neues anzulegen."
    ),
    ProblemCode.PASSWORDS_LOST: (
        "Passwörter, die sich nicht zurückholen lassen: {count}. Der Import hat sie für Personen gesetzt oder ersetzt, "
        "die schon ein Konto hatten. Diese Personen können „Passwort zurücksetzen“ verwenden."
    ),
}
"""In the catalogue's own terms."""

"""The messages about rows and cells in German; a part of the German catalogue."""

from __future__ import annotations

from client_import.problem_codes import ProblemCode

_IN_PLACE = (
    "Setzen Sie jeden Wert unter seinen Spaltennamen, leeren Sie die Spalten „[corrections] cell …“ und danach "
    "„[corrections] clear when mended“; bis dahin wird die Zeile nicht importiert."
)

ROW_MESSAGES: dict[str, str] = {
    ProblemCode.NAMES_SWAPPED: (
        "Vor- und Nachnamen sehen vertauscht aus: {swapped} der {known} Personen in dieser Datei, die ein Konto haben, "
        "heißen dort umgekehrt. Prüfen Sie, welche Spalte zu welchem Namen gehört."
    ),
    ProblemCode.MASS_CHANGE: (
        "{renamed} der {known} Personen in dieser Datei, die ein Konto haben, bekämen einen anderen Vor- oder "
        "Nachnamen, wie es bei vertauschten oder verschobenen Spalten geschieht. Vergleichen Sie die alten und die "
        "neuen Namen. Bis das erlaubt wird, wird nichts importiert."
    ),
    ProblemCode.MISSING_EMAIL: "Die E-Mail-Adresse fehlt. Alle brauchen eine.",
    ProblemCode.INVALID_EMAIL: "„{value}“ ist keine E-Mail-Adresse.",
    "invalid_email:no_at": "„{value}“ ist keine E-Mail-Adresse: Das @ fehlt.",
    "invalid_email:several": "„{value}“ ist mehr als eine E-Mail-Adresse. Behalten Sie eine.",
    "invalid_email:space": "„{value}“ ist keine E-Mail-Adresse: Darin steht ein Leerzeichen.",
    "invalid_email:local": (
        "„{value}“ ist keine E-Mail-Adresse: Was vor dem @ steht, fehlt oder hat ein Zeichen, "
        "das in Adressen nicht vorkommt."
    ),
    "invalid_email:domain": (
        "„{value}“ ist keine E-Mail-Adresse: Was nach dem @ steht, ist keine Domain wie example.edu."
    ),
    "invalid_email:length": "„{value}“ ist keine E-Mail-Adresse: Sie ist länger, als Mailsysteme annehmen.",
    ProblemCode.MISSING_FIRST_NAME: "Der Vorname fehlt. Alle brauchen einen.",
    ProblemCode.MISSING_LAST_NAME: "Der Nachname fehlt. Alle brauchen einen.",
    ProblemCode.MISSING_FULL_NAME: "Der Name fehlt. Alle brauchen einen Vor- und einen Nachnamen.",
    ProblemCode.INVALID_NAME: "„{value}“ ist kein Name. Schreiben Sie den Namen der Person.",
    "invalid_name:spreadsheet": (
        "„{value}“ ist ein Fehler aus einer Tabellenkalkulation, kein Name. "
        "Berichtigen Sie ihn dort, und speichern Sie die Datei noch einmal."
    ),
    "invalid_name:letters": (
        "„{value}“ hat Buchstaben, die sich nicht lesen lassen (�). "
        "Schreiben Sie den Namen neu, und speichern Sie die Datei als CSV UTF-8."
    ),
    "invalid_name:clear": (
        "„{value}“ leert eine Antwort; ein Name lässt sich nicht leeren. Schreiben Sie den Namen der Person."
    ),
    ProblemCode.NAME_NOT_SPLIT: (
        "„{value}“ lässt sich nicht in Vor- und Nachnamen teilen. Schreiben Sie „Nachname, Vorname“."
    ),
    ProblemCode.NAME_SPLIT_DOUBTFUL: (
        "„{value}“ wurde in den Vornamen „{first_name}“ und den Nachnamen „{last_name}“ geteilt. "
        "Wenn das falsch ist, schreiben Sie „Nachname, Vorname“."
    ),
    ProblemCode.TOO_MANY_CELLS: (
        "Diese Zeile hat {found} Zellen für {expected} Spalten. "
        'Setzen Sie einen Wert, der ein Trennzeichen enthält, in Anführungszeichen (").'
    ),
    ProblemCode.WRONG_WIDTH: (
        "Diese Zeile hat {found} Zellen für {expected} Spalten; eine Zelle kann also unter dem falschen Spaltennamen "
        "stehen. In einer Datei mit Passwörtern wird eine solche Zeile nicht importiert. Setzen Sie einen Wert, der "
        'ein Trennzeichen enthält, in Anführungszeichen ("), und lassen Sie eine Zelle leer, statt sie wegzulassen.'
    ),
    ProblemCode.DOUBTFUL_QUOTES: (
        'Die Anführungszeichen (") dieser Zeile passen nicht zusammen: Vielleicht fehlt eines, oder es ist eines '
        "zu viel; eine Zelle kann also enthalten, was in eine andere gehört. In einer Datei mit Passwörtern wird eine "
        "solche Zeile nicht importiert. Berichtigen Sie die Zeichen, oder schreiben Sie den Text jeder Zelle in eine "
        "einzige Zeile."
    ),
    "too_many_cells:corrections": f"Diese Zeile hatte {{found}} Zellen für {{expected}} Spalten. {_IN_PLACE}",
    "wrong_width:corrections": f"Diese Zeile hatte {{found}} Zellen für {{expected}} Spalten. {_IN_PLACE}",
    "doubtful_quotes:corrections": f"Die Anführungszeichen dieser Zeile waren zweifelhaft. {_IN_PLACE}",
    ProblemCode.CONFLICTING_DUPLICATE: (
        "Zeile {other_line} hat dieselbe E-Mail-Adresse mit anderen Werten; diese Zeile wird daher nicht importiert. "
        "Behalten Sie eine der beiden."
    ),
    ProblemCode.DUPLICATE_PASSED_OVER: (
        "Zeile {other_line} hat dieselbe E-Mail-Adresse mit anderen Werten und zählt stattdessen; "
        "diese Zeile wird übergangen."
    ),
    ProblemCode.EXACT_REPEAT: "Diese Zeile sagt dasselbe wie Zeile {other_line} und wird übergangen.",
    ProblemCode.AMBIGUOUS_CLIENT: (
        "Mehrere gespeicherte Konten haben diese E-Mail-Adresse; es ist nicht sicher, welches gemeint ist. "
        "Führen Sie diese Konten zuerst zusammen, oder berichtigen Sie sie."
    ),
    ProblemCode.UNUSUAL_WIDTH: (
        "Diese Zeile hat so viele Zellen: {found}; Spalten gibt es {expected}. "
        "Prüfen Sie, ob jeder Wert in seiner Spalte steht."
    ),
    ProblemCode.CELLS_REALIGNED: (
        "Diese Zeile hat {found} Zellen für {expected} Spalten. Was in „{merged}“ steht, wurde als ein Wert genommen, "
        "denn nur so passt der Rest. Setzen Sie einen Wert, der ein Trennzeichen enthält, in Anführungszeichen "
        '("), und entfernen Sie ein überzähliges Trennzeichen.'
    ),
    ProblemCode.CONTAINS_SEPARATOR: (
        "„{value}“ enthält das Trennzeichen dieser Datei. Prüfen Sie, ob es ein einziger Wert ist."
    ),
    ProblemCode.WRONG_LETTERS: (
        "„{value}“ sieht aus wie „{likely}“, in der falschen Zeichenkodierung gespeichert. Es wird so importiert, wie "
        "es dasteht; speichern Sie die Datei als CSV UTF-8, wo die Buchstaben noch stimmen, um es zu berichtigen."
    ),
    ProblemCode.DAMAGED_VALUE: "„{value}“ kann nicht sein, was gemeint war, und wird weggelassen.",
    "damaged_value:spreadsheet": (
        "„{value}“ ist ein Fehler aus einer Tabellenkalkulation, keine Antwort. Der Wert wird weggelassen."
    ),
    "damaged_value:rounded": (
        "So, als „{value}“, zeigt eine Tabellenkalkulation eine lange Zahl, deren letzte Ziffern verloren sind. "
        "Der Wert wird weggelassen. Formatieren Sie die Spalte als Text, geben Sie die Zahl neu ein, und speichern "
        "Sie die Datei."
    ),
    "damaged_value:zeros": (
        "„{value}“ hat {found} Ziffern, wo die anderen {expected} haben, als hätte eine Tabellenkalkulation Nullen "
        "entfernt. Der Wert wird weggelassen. Formatieren Sie die Spalte als Text, geben Sie die Zahl neu ein, und "
        "speichern Sie die Datei."
    ),
    "damaged_value:letters": (
        "„{value}“ hat Buchstaben, die sich nicht lesen lassen (�), und wird weggelassen. "
        "Schreiben Sie den Wert neu, und speichern Sie die Datei als CSV UTF-8."
    ),
    ProblemCode.UNMATCHED_ANSWER: "„{value}“ steht bei „{question}“ nicht zur Wahl und wird weggelassen.",
    ProblemCode.UNMATCHED_ANSWER_REJECTED: (
        "„{value}“ steht bei „{question}“ nicht zur Wahl; diese Zeile wird daher nicht importiert. "
        "Schreiben Sie eine der Antworten, die zur Wahl stehen, oder sagen Sie, welche gemeint ist."
    ),
    ProblemCode.TEXT_TOO_LONG: ("Dieser Wert hat {found} Zeichen, „{question}“ nimmt {limit}. Er wird weggelassen."),
    ProblemCode.PATTERN_MISMATCH: "„{value}“ hat nicht die Form, die „{question}“ verlangt, und wird weggelassen.",
    ProblemCode.PROTECTED_CLIENT: (
        "„{value}“ ist ein geschütztes Konto, etwa der Verwaltung, das keine Liste ändern darf. "
        "Nehmen Sie diese Zeile aus der Datei."
    ),
    ProblemCode.UNKNOWN_CLIENT: (
        "Kein gespeichertes Konto hat diese E-Mail-Adresse, und dieser Import ändert nur bestehende. "
        "Prüfen Sie die Adresse, oder lassen Sie das Konto auf andere Weise anlegen."
    ),
    ProblemCode.INACTIVE_CLIENT: "Dieses Konto ist deaktiviert und bleibt es, was immer diese Zeile ändert.",
    ProblemCode.INACTIVE_CLIENT_REJECTED: "Dieses Konto ist deaktiviert; diese Zeile wird daher nicht importiert.",
    ProblemCode.HELD_BACK: "Die Regeln behalten, was gespeichert ist; dies wird daher nicht importiert.",
    "held_back:create_only": (
        "Diese Person ist schon gespeichert, und dieser Import legt nur neue Konten an. Das Konto bleibt, wie es ist."
    ),
    "held_back:fill_missing": (
        "„{question}“ hat schon einen anderen Wert, und dieser Import ergänzt nur, was fehlt. Er bleibt, wie er ist."
    ),
    ProblemCode.CONFLICTED: (
        "Dieses Konto wurde nach der Vorschau geändert, angelegt oder entfernt; hier wurde daher nichts geschrieben. "
        "Sehen Sie sich in einer neuen Vorschau den Unterschied an."
    ),
}
"""In the catalogue's own terms."""

"""What the field mapping says in German."""

from __future__ import annotations

from collections.abc import Mapping

MAPPING: Mapping[str, str] = {
    "mapping.title": "Felder zuordnen",
    "mapping.intro": "Wählen Sie für jede Spalte von {name} das Feld oder die Frage, zu der sie gehört.",
    "mapping.samples": "Beispiele",
    "mapping.field": "Feld / Frage der Anmeldung",
    "mapping.field_of": "Feld für die Spalte „{header}“",
    "mapping.no_samples": "leer",
    "mapping.masked": "Passwörter werden nicht gezeigt",
    "mapping.open": "Nicht entschieden: nicht importiert",
    "mapping.leave_out": "Nicht importieren",
    "mapping.offers": "Vielleicht",
    "mapping.standard": "Person",
    "mapping.questions": "Fragen der Anmeldung",
    "mapping.required": "Alle brauchen",
    "mapping.covered": "hat eine Spalte",
    "mapping.not_covered": "hat noch keine Spalte",
    "mapping.full_name": "Eine Spalte mit dem ganzen Namen steht für Vor- und Nachnamen.",
    "mapping.blank": "Eine leere Zelle behält, was gespeichert ist.",
    "mapping.clears": "Eine leere Zelle behält, was gespeichert ist; „{token}“ in einer Zelle leert es.",
    "values.title": "Werte für jede Zeile",
    "values.intro": (
        "Für eine Frage ohne Spalte: eine Antwort, die jede Zeile erhält oder nur neue Personen, deren Zeile keine "
        "gibt."
    ),
    "values.given.one": "{number} ist angegeben",
    "values.given.other": "{number} sind angegeben",
    "values.none": "keiner",
    "values.several": "Mehrere stehen mit | dazwischen. Zur Wahl stehen: {choices}.",
    "values.clears": "leert, was gespeichert ist",
    "values.whom": "Für wen",
    "values.whom_of": "Für wen der Wert von „{question}“ ist",
    "values.every": "Jede Zeile",
    "values.new": "Nur neue Personen",
    "saved.none": "Das geht von den Spaltennamen allein aus.",
    "saved.from": "Das geht von der gespeicherten Zuordnung „{name}“ aus.",
    "saved.corrects": "Das geht von dem aus, was für {name} entschieden wurde; die Datei enthält Zeilen davon.",
    "saved.gone": "Sie kennt Spalten, die nicht in dieser Datei sind: {headers}.",
    "saved.lost": "Sie nennt, was das Formular nicht mehr hat; das wird weggelassen:",
    "saved.choose": "Ausgehen von",
    "saved.headers_only": "Den Spaltennamen allein",
    "saved.use": "Davon ausgehen",
    "saved.keep": "Diese Entscheidungen für die nächste Datei behalten, als",
    "saved.keep_hint": (
        "Mit dem, was beim Prüfen über Werte entschieden wird. Ein Name, den es schon gibt, wird ersetzt; ohne Namen "
        "wird nichts behalten."
    ),
    "saved.list": "Gespeicherte Zuordnungen",
    "saved.delete": "„{name}“ löschen",
    "mapping.go_on": "Weiter zum Prüfen",
    "mapping.faults": "So lässt es sich noch nicht importieren",
    "reason.chosen": "Von Ihnen gewählt",
    "reason.saved": "Wie gespeichert",
    "reason.exact_id": "Heißt wie das Feld",
    "reason.id": "Heißt wie das Feld",
    "reason.label": "Gleicher Name wie das Feld",
    "reason.label_and_id": "Gleicher Name und gleiche Kennung wie das Feld",
    "reason.alias": "Ein bekannter Name des Feldes",
    "reason.values": "die Werte sehen so aus",
    "reason.similar": "ein ähnlicher Name",
    "reason.bookkeeping": "Führt die Plattform selbst",
    "reason.ignored": "Von Ihnen gewählt",
    "reason.offered": "Bitte entscheiden: Es könnte ein Feld sein",
    "reason.open": "Kein Feld heißt so",
}

"""The pages' texts in German: `GERMAN_PAGES`, for `Look(texts=…)`. Nothing else imports it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from client_import.web.german_import import IMPORT, UNDO
from client_import.web.german_mapping import MAPPING
from client_import.web.german_review import CORRECTIONS, REVIEW

__all__ = ["GERMAN_PAGES"]

_EVERYWHERE = {
    "lang": "de",
    "direction": "ltr",
    "thousands": ".",
    "app.title": "Personen importieren",
    "skip": "Zum Inhalt springen",
    "steps": "Schritte des Imports",
    "step.upload": "Hochladen",
    "step.mapping": "Felder zuordnen",
    "step.review": "Prüfen",
    "step.import": "Importieren",
    "delete": "Diese Datei löschen",
    "nothing": "nichts",
    "passwords": "Passwörter:",
    "rows.one": "{number} Zeile",
    "rows.other": "{number} Zeilen",
    "columns.one": "{number} Spalte",
    "columns.other": "{number} Spalten",
    "bytes.one": "{number} Byte",
    "bytes.other": "{number} Byte",
    "line": "Zeile {line}",
    "error": "Fehler",
    "warning": "Warnung",
}

_REFUSED = {
    "refused.title": "Diese Seite kann nicht gezeigt werden",
    "refused.not_authorized": "Nur die Verwaltung mit vollen Rechten kann Personen importieren.",
    "refused.no_upload": (
        "Diese Datei gibt es nicht oder nicht mehr: Eine hochgeladene Datei wird eine Stunde nach der letzten "
        "Verwendung gelöscht. Laden Sie sie noch einmal hoch."
    ),
    "refused.no_page": "Diese Seite gibt es nicht.",
    "refused.bad_token": (
        "Das kam nicht von einer Ihrer Seiten, die noch gültig ist. Es wurde nichts getan. Gehen Sie zurück, laden Sie "
        "die Seite neu, und wiederholen Sie, was Sie getan haben."
    ),
    "refused.bad_body": (
        "Was gesendet wurde, kam nur zum Teil an oder dauerte zu lange. Es wurde nichts getan. Versuchen Sie es noch "
        "einmal."
    ),
    "refused.broken": (
        "Hier ging etwas schief, und es steht im Protokoll. Keine Seite außer der letzten schreibt Konten; es wurde "
        "also nichts importiert."
    ),
    "refused.back": "Zur ersten Seite",
}

_UPLOAD = {
    "upload.report_too_large": "Der Bericht ist größer als {limit}; mehr nehmen diese Seiten nicht an.",
    "upload.title": "Liste hochladen",
    "upload.intro": (
        "Eine CSV-Datei mit einer Person in jeder Zeile. Die erste Zeile nennt die Spalten; welche Spalte wohin "
        "gehört, wird auf der nächsten Seite entschieden. Nichts wird importiert, bevor Sie gesehen haben, was genau "
        "geschieht."
    ),
    "upload.file": "CSV-Datei",
    "upload.limit": "Bis zu {limit}. Excel und andere Tabellenkalkulationen können als CSV UTF-8 speichern.",
    "upload.send": "Hochladen",
    "upload.backup_title": "Zuerst eine Sicherung",
    "upload.backup": (
        "Ein Import ersetzt, was gespeichert ist, durch das, was in der Datei steht. Die Sicherung enthält alle "
        "Personen, wie sie jetzt gespeichert sind; sie zu importieren bringt überschriebene Werte zurück."
    ),
    "upload.download_backup": "Sicherung herunterladen (CSV)",
    "upload.template_title": "Noch keine Liste?",
    "upload.template": "Die Vorlage hat Spalten für E-Mail, Namen und jede Frage des Anmeldeformulars.",
    "upload.download_template": "Vorlage herunterladen (CSV)",
    "upload.no_file": "Es wurde keine Datei gewählt. Wählen Sie eine CSV-Datei.",
    "upload.too_large": (
        "Die Datei ist größer als {limit}. Teilen Sie sie, oder entfernen Sie Spalten, die nicht gebraucht werden."
    ),
    "upload.under_way": "Ihre Dateien",
    "upload.stage.open": "nicht importiert",
    "upload.stage.claimed": "wartet auf den Import",
    "upload.stage.running": "wird importiert",
    "upload.stage.finished": "importiert",
    "upload.stage.broken_off": "abgebrochen",
    "upload.go_on": "{name} öffnen",
    "upload.undo_of": "Öffnen, was {name} zurücknimmt",
    "upload.undo_title": "Einen früheren Import zurücknehmen",
    "upload.undo": (
        "Laden Sie den Bericht hoch, der davon aufbewahrt wurde. Sie sehen, was sich ändert, bevor etwas geschrieben "
        "wird."
    ),
    "upload.report": "Bericht (JSON)",
    "upload.send_report": "Bericht hochladen",
    "upload.no_report": (
        "Es wurde kein Bericht gewählt. Wählen Sie die JSON-Datei, die nach dem Import heruntergeladen wurde."
    ),
    "upload.bad_report": "Das ist kein Bericht eines Imports, der sich zurücknehmen ließe: {reason}",
    "upload.error_title": "Die Datei ist nicht verwendbar",
}

_BACKUP = {
    "backup.choose": "In anderer Form, oder nur manche Personen",
    "backup.labels": "In der ersten Zeile die Fragen nennen, nicht nur ihre Kennungen",
    "backup.excel": "Die Datei als UTF-8 kennzeichnen, damit Excel Umlaute richtig zeigt",
    "backup.digits": "Führende Nullen in Tabellen behalten, durch ein ' vor allem, was mit einer Ziffer beginnt",
    "backup.separator": "Zwischen zwei Zellen",
    "backup.comma": "Komma",
    "backup.semicolon": "Semikolon, für Excel mit Dezimalkomma",
    "backup.tab": "Tabulator",
    "backup.only": "Nur die Personen mit diesen E-Mail-Adressen, eine in jeder Zeile",
    "backup.only_hint": "Leer: alle Personen.",
    "backup.download": "In dieser Form herunterladen (CSV)",
    "backup.again": "In jeder Form lässt sich die Datei wieder importieren, wie sie ist.",
    "backup.unknown_title": "Es wurde nichts heruntergeladen",
    "backup.unknown.one": "Kein Konto hat die Adresse {addresses}.",
    "backup.unknown.other": "Kein Konto hat eine dieser {number} Adressen: {addresses}.",
}

GERMAN_PAGES: Mapping[str, str] = MappingProxyType(
    {**_EVERYWHERE, **_REFUSED, **_UPLOAD, **_BACKUP, **MAPPING, **REVIEW, **CORRECTIONS, **IMPORT, **UNDO}
)

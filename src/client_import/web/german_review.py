"""What the review says in German, and what is said of the rows to mend."""

from __future__ import annotations

from collections.abc import Mapping

REVIEW: Mapping[str, str] = {
    "review.passwords.set": "{number} zu setzen",
    "review.passwords.replace": "{number} zu ersetzen",
    "review.passwords.keep": "{number} bleiben, wie sie sind",
    "review.title": "Prüfen (Probelauf)",
    "review.intro": "Genau das wird der Import von {name} tun. Noch wurde nichts importiert.",
    "review.to_bottom": "Zum Ende springen",
    "review.to_top": "Zurück zum Anfang",
    "review.create": "neu",
    "review.update": "geändert",
    "review.unchanged": "unverändert",
    "review.rejected": "abgelehnt",
    "review.unmapped.one": "{number} Spalte wird nicht importiert: {names}.",
    "review.unmapped.other": "{number} Spalten werden nicht importiert: {names}.",
    "review.change_mapping": "Zuordnung ändern",
    "review.again": "Noch einmal prüfen",
    "review.of_file": "Zur Datei",
    "review.unmatched": "Werte, die bei ihrer Frage nicht zur Wahl stehen",
    "review.unmatched_intro": (
        "Sagen Sie, was gemeint ist, für alle Zeilen zugleich. Was Sie nicht entscheiden, wird mit einer Warnung "
        "weggelassen."
    ),
    "review.unmatched_rejected": (
        "Sagen Sie, was gemeint ist, für alle Zeilen zugleich. Was Sie nicht entscheiden, hält seine Zeilen vom Import "
        "fern."
    ),
    "review.unmatched_more": "{shown} von {number} stehen hier; die nächsten folgen, sobald diese entschieden sind.",
    "review.meaning_of": "Was „{value}“ bei „{question}“ bedeutet",
    "review.undecided": "Weglassen, mit einer Warnung",
    "review.undecided_rejected": "Nicht entschieden: Zeile ablehnen",
    "review.leave_out": "Weglassen, ohne Warnung",
    "review.likely": "Vielleicht",
    "review.all_choices": "Alle Antworten",
    "review.save_answers": "Übernehmen und neu prüfen",
    "review.decided": "Schon entschieden",
    "review.decided_line": "„{value}“ ({question}) bedeutet „{choice}“",
    "review.decided_out": "„{value}“ ({question}) wird weggelassen",
    "review.take_back": "Zurücknehmen:",
    "review.rows": "Zeilen",
    "review.views": "Welche Zeilen",
    "review.view.all": "Alle",
    "review.view.changed": "Anders, als Sie es gesehen haben",
    "review.view.errors": "Fehler",
    "review.view.warnings": "Warnungen",
    "review.view.delete": "Gelöscht",
    "review.view.update": "Geändert",
    "review.view.create": "Neu",
    "review.view.unchanged": "Unverändert",
    "review.find": "In den Zeilen suchen",
    "review.find_button": "Suchen",
    "review.find_clear": "Wieder alle zeigen",
    "review.found_cut": "Nur die ersten {number} Zeilen damit stehen hier.",
    "review.no_rows": "Keine Zeilen.",
    "review.pages": "Seiten mit Zeilen",
    "review.page": "Seite {page} von {pages}",
    "review.first": "Erste",
    "review.previous": "Vorige",
    "review.next": "Nächste",
    "review.last": "Letzte",
    "review.action.create": "Neu",
    "review.action.update": "Ändern",
    "review.action.unchanged": "Unverändert",
    "review.action.rejected": "Abgelehnt",
    "review.action.delete": "Löschen",
    "review.password.set": "Passwort: wird gesetzt",
    "review.password.replace": "Passwort: wird ersetzt",
    "review.password.keep": "Passwort: das eigene bleibt",
    "review.old": "von",
    "review.new": "zu",
    "review.import_title": "Importieren",
    "review.import.one": "{number} Person importieren ({created} neu, {updated} geändert)",
    "review.import.other": "{number} Personen importieren ({created} neu, {updated} geändert)",
    "review.nothing": "Es gibt nichts zu importieren: Keine Zeile legt ein Konto an oder ändert eines.",
    "review.left_out.one": "{number} Zeile wird abgelehnt und nicht importiert.",
    "review.left_out.other": "{number} Zeilen werden abgelehnt und nicht importiert.",
    "review.allow": "Die Namen stimmen. Importieren, obwohl sich so viele ändern.",
    "review.mass_change": "Sehr viele Namen würden sich ändern",
    "review.stale_title": "Es wurde nichts importiert, denn etwas hat sich geändert",
    "review.stale.one": (
        "{number} Zeile täte etwas anderes, als Sie gesehen haben. Sehen Sie sie an, und importieren Sie dann noch "
        "einmal."
    ),
    "review.stale.other": (
        "{number} Zeilen täten etwas anderes, als Sie gesehen haben. Sehen Sie sie an, und importieren Sie dann noch "
        "einmal."
    ),
    "review.stale_unseen": (
        "Was sich seit Ihrem Blick geändert hat, steht nicht in den Zeilen: vielleicht die Regeln, das Formular oder "
        "ein Passwort. Sehen Sie noch einmal hin, und importieren Sie dann."
    ),
    "review.see_changed": "Die geänderten Zeilen zeigen",
    "review.failed_title": "Der Import brach ab",
    "review.failed": (
        "Er endete mit einem Fehler, der im Protokoll steht. Prüfen Sie noch einmal, um zu sehen, was noch zu tun ist."
    ),
}

CORRECTIONS: Mapping[str, str] = {
    "corrections.warned_planned.one": "{number} Zeile geht mit einer Warnung hinein.",
    "corrections.warned_planned.other": "{number} Zeilen gehen mit einer Warnung hinein.",
    "corrections.warned_done.one": "{number} Zeile ging mit einer Warnung hinein.",
    "corrections.warned_done.other": "{number} Zeilen gingen mit einer Warnung hinein.",
    "corrections.title": "Zeilen zum Berichtigen",
    "corrections.planned.one": "{number} Zeile wird abgelehnt.",
    "corrections.planned.other": "{number} Zeilen werden abgelehnt.",
    "corrections.done.one": "{number} Zeile wurde nicht importiert.",
    "corrections.done.other": "{number} Zeilen wurden nicht importiert.",
    "corrections.text": (
        "Die Datei enthält sie, wie sie kamen, jede mit dem, was falsch ist und was passen würde, und ohne Passwörter. "
        "Berichtigen Sie sie in einer Tabellenkalkulation, und laden Sie sie hier hoch, wie sie ist."
    ),
    "corrections.download": "Die Zeilen zum Berichtigen herunterladen (CSV)",
    "corrections.download_warned": "Sie mit denen herunterladen, die eine Warnung tragen (CSV)",
    "corrections.download_only_warned": "Die Zeilen herunterladen, die eine Warnung tragen (CSV)",
}

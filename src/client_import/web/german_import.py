"""What the import and its result say in German, and what is said where one is taken back."""

from __future__ import annotations

from collections.abc import Mapping

IMPORT: Mapping[str, str] = {
    "result.finished": "Fertig am {time} UTC.",
    "result.passwords.set": "{number} gesetzt",
    "result.passwords.replaced": "{number} ersetzt",
    "result.passwords.kept": "{number} blieben, wie sie sind",
    "result.passwords.overtaken": "{number} inzwischen von der Person geändert",
    "result.passwords.remaining": "{number} noch nicht gesetzt",
    "import.title": "{name} wird importiert",
    "import.waiting": "Der Import wartet, bis er an der Reihe ist.",
    "import.progress": "Fortschritt des Imports",
    "import.done": "{done} von {total} Schritten sind getan.",
    "import.stay": (
        "Sie können diese Seite schließen: Der Import läuft weiter, und die erste Seite führt hierher zurück."
    ),
    "import.look": "Nachsehen, wie weit er ist",
    "broken.title": "Der Import von {name} brach ab",
    "broken.text": (
        "Das Programm, in dem er lief, wurde inzwischen beendet. Was gespeichert wurde, ist vollständig: Eine Person "
        "ist mit allem gespeichert, was ihre Zeile sagt, oder gar nicht. Neues Prüfen zeigt, was noch zu tun ist."
    ),
    "broken.reopen": "Prüfen, was noch zu tun ist",
    "result.title": "{name} wurde importiert",
    "result.created": "angelegt",
    "result.updated": "geändert",
    "result.unchanged": "unverändert",
    "result.rejected": "abgelehnt",
    "result.conflicted": "übergangen",
    "result.conflicted_title": "Belassen, wie sie sind, denn sie haben sich nach dem Prüfen geändert",
    "result.remaining_title": "Noch nicht alle Passwörter sind gesetzt",
    "result.remaining": (
        "Die Personen sind gespeichert; wer kein Passwort hat, kann „Passwort zurücksetzen“ verwenden. Oder prüfen "
        "Sie, was fehlt, und setzen Sie es."
    ),
    "result.report_title": "Den Bericht aufbewahren",
    "result.report": (
        "Er sagt, wer wann welche Datei importiert hat und was mit jeder Person geschah. Mit ihm lässt sich der Import "
        "auch später zurücknehmen. Er enthält keine Passwörter."
    ),
    "result.download_report": "Bericht herunterladen (JSON)",
    "result.download_first": "Bericht des ersten Teils herunterladen (JSON)",
    "result.kept": (
        "Diese Seite bleibt eine Stunde nach Ihrem letzten Blick darauf. Die hochgeladene Datei ist gelöscht."
    ),
    "result.kept_roster": "Die hochgeladene Datei bleibt einen Tag, damit die Passwörter gesetzt werden können.",
    "result.delete": "Diese Seite löschen",
    "result.another": "Eine weitere Liste importieren",
}

UNDO: Mapping[str, str] = {
    "undo.again_title": "Auch das zurücknehmen",
    "undo.again": (
        "Zurückgesetzte Werte ändern sich wieder. Wer gelöscht wurde, bleibt gelöscht: Importieren Sie die Liste noch "
        "einmal, dann gibt es neue Konten. Sie sehen alles, bevor etwas geschrieben wird."
    ),
    "undo.report": "Er sagt, wer wann welchen Import zurückgenommen hat und was mit jeder Person geschah.",
    "undo.kept": "Diese Seite bleibt eine Stunde, nachdem Sie sie zuletzt angesehen haben.",
    "undo.forget": "Diese Prüfung löschen",
    "undo.stale_title": "Es wurde nichts zurückgenommen, denn etwas hat sich geändert",
    "undo.failed_title": "Das Zurücknehmen brach ab",
    "undo.broken_title": "Das Zurücknehmen von {name} brach ab",
    "undo.broken": (
        "Das Programm wurde unterdessen beendet. Was gespeichert ist, ist ganz: Eine Person ist mit allem "
        "zurückgesetzt, was der Import geändert hat, oder gar nicht. Eine neue Prüfung zeigt, was noch zu tun ist."
    ),
    "undo.waiting": "Das Zurücknehmen wartet, bis es an der Reihe ist.",
    "undo.title": "Diesen Import zurücknehmen",
    "undo.text": (
        "Personen, die er angelegt hat, werden gelöscht; Werte, die er geändert hat, werden wieder die alten. Wer das "
        "Konto seither benutzt oder geändert hat, behält es, wie es ist. Passwörter lassen sich nicht zurückholen. Sie "
        "sehen all das, bevor etwas geschrieben wird."
    ),
    "undo.start": "Prüfen, was das täte",
    "undo.start_first": "Das für den ersten Teil prüfen",
    "undo.started": "Sie haben schon begonnen, ihn zurückzunehmen; die Schaltfläche führt dorthin.",
    "undo.review_title": "{name} zurücknehmen (Probelauf)",
    "undo.intro": "Genau das geschieht, wenn der Import von {name} zurückgenommen wird. Noch wurde nichts geschrieben.",
    "undo.of_file": "Zum Import",
    "undo.delete": "gelöscht",
    "undo.put_back": "wiederhergestellt",
    "undo.left": "belassen",
    "undo.rejected": "nicht möglich",
    "undo.import_title": "Zurücknehmen",
    "undo.import.one": "{number} Person zurücknehmen ({deleted} gelöscht, {updated} wiederhergestellt)",
    "undo.import.other": "{number} Personen zurücknehmen ({deleted} gelöscht, {updated} wiederhergestellt)",
    "undo.nothing": (
        "Es gibt nichts zurückzunehmen: Niemand ist noch so, wie der Import ihn hinterlassen hat, oder niemand ist da."
    ),
    "undo.stage.open": "nicht zurückgenommen",
    "undo.stage.claimed": "wartet auf die Rücknahme",
    "undo.stage.running": "wird zurückgenommen",
    "undo.stage.finished": "zurückgenommen",
    "undo.stage.broken_off": "abgebrochen",
    "undo.running": "{name} wird zurückgenommen",
    "undo.result_title": "Der Import von {name} ist zurückgenommen",
}

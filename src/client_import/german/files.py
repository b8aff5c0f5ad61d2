"""The messages about a file in German; a part of the German catalogue."""

from __future__ import annotations

from client_import.problem_codes import ProblemCode

_AS_CSV = (
    "Öffnen Sie das Dokument dort, wo es erstellt wurde, speichern oder exportieren Sie es als CSV (UTF-8), "
    "und wählen Sie diese Datei."
)

FILE_MESSAGES: dict[str, str] = {
    ProblemCode.FILE_EMPTY: "Diese Datei ist leer. Wählen Sie die CSV-Datei mit der Liste.",
    ProblemCode.FILE_HEADER_ONLY: (
        "Diese Datei hat in Zeile {line} Spaltennamen, aber keine Zeile darunter. "
        "Fügen Sie für jede Person eine Zeile hinzu."
    ),
    ProblemCode.FILE_NO_HEADER: (
        "Zeile {line} sieht schon nach einer Person aus, nicht nach Spaltennamen. "
        "Setzen Sie eine Zeile mit den Spaltennamen (E-Mail, Vorname, Nachname, …) darüber."
    ),
    ProblemCode.FILE_TOO_LARGE: (
        "Diese Datei ist größer als erlaubt ({limit}). Teilen Sie die Liste auf mehrere Dateien auf."
    ),
    ProblemCode.FILE_IS_XLSX: (
        "Das ist eine Excel-Arbeitsmappe, keine CSV-Datei. Wählen Sie in Excel Datei > Speichern unter > CSV UTF-8."
    ),
    ProblemCode.FILE_IS_XLS: (
        "Das ist eine Arbeitsmappe von Excel 97-2003 oder ein anderes altes Office-Dokument, keine CSV-Datei. "
        "Wählen Sie in Excel Datei > Speichern unter > CSV UTF-8."
    ),
    ProblemCode.FILE_IS_ODS: (
        "Das ist eine OpenDocument-Tabelle, keine CSV-Datei. "
        "Wählen Sie in LibreOffice Datei > Speichern unter > Text CSV, Zeichensatz UTF-8."
    ),
    ProblemCode.FILE_IS_NUMBERS: (
        "Das ist eine Tabelle von Apple Numbers, keine CSV-Datei. Wählen Sie in Numbers Ablage > Exportieren > CSV."
    ),
    ProblemCode.FILE_IS_ZIP: "Das ist ein ZIP-Archiv. Entpacken Sie es, und wählen Sie die CSV-Datei darin.",
    ProblemCode.FILE_IS_GZIP: "Das ist ein gzip-Archiv. Entpacken Sie es, und wählen Sie die CSV-Datei darin.",
    ProblemCode.FILE_IS_PDF: f"Das ist ein PDF-Dokument, keine CSV-Datei. {_AS_CSV}",
    ProblemCode.FILE_IS_HTML: (
        "Das ist eine Webseite (HTML) oder ein XML-Dokument, auch wenn der Name auf .csv oder .xls endet. "
        "Öffnen Sie es in einer Tabellenkalkulation, und speichern Sie es als CSV UTF-8."
    ),
    ProblemCode.FILE_IS_IMAGE: f"Das ist ein Bild, keine CSV-Datei. {_AS_CSV}",
    ProblemCode.FILE_IS_JSON: f"Das ist ein JSON-Dokument, keine CSV-Datei. {_AS_CSV}",
    ProblemCode.FILE_NOT_TEXT: f"Das ist keine Textdatei. {_AS_CSV}",
    ProblemCode.FILE_UNKNOWN_ENCODING: (
        "Die Buchstaben dieser Datei lassen sich nicht sicher lesen (Zeile {line}). "
        "Speichern Sie sie noch einmal als CSV UTF-8, damit kein Name beschädigt wird."
    ),
    ProblemCode.FILE_WRONG_ENCODING: (
        "Diese Datei lässt sich nicht als {encoding} lesen (Zeile {line}). "
        "Wählen Sie eine andere Zeichenkodierung, oder lassen Sie sie erkennen."
    ),
    ProblemCode.FILE_BROKEN_QUOTES: (
        'Die Zeile, die auf Zeile {line} beginnt, hat ein Anführungszeichen ("), das nicht geschlossen wird, oder Text '
        'gleich nach einem schließenden. Schließen Sie es, oder schreiben Sie es doppelt (""), wo es zum Text gehört.'
    ),
    ProblemCode.FILE_CELL_TOO_LONG: (
        "Die Zeile, die auf Zeile {line} beginnt, hat eine Zelle mit mehr als {limit} Zeichen. "
        'Oft liegt das an einem Anführungszeichen ("), das nie geschlossen wird.'
    ),
    ProblemCode.FILE_TOO_MANY_COLUMNS: (
        "Zeile {line} hat mehr als {limit} Zellen. Eine Liste hat eine Spalte für jede Frage; "
        "löschen Sie die Spalten ohne Antworten, oder wählen Sie eine andere Datei."
    ),
    ProblemCode.FILE_TOO_MANY_ROWS: (
        "Diese Datei hat mehr als {limit} Zeilen. Teilen Sie die Liste auf mehrere Dateien auf."
    ),
    ProblemCode.FILE_NO_HEADER_THERE: (
        "In Zeile {line} stehen keine Spaltennamen: Sie ist leer oder liegt hinter dem Ende der Datei. "
        "Geben Sie die Zeile an, in der sie stehen, so gezählt, wie ein Texteditor zählt."
    ),
    ProblemCode.FILE_TWO_TABLES: (
        "Zeile {line} nennt andere Spalten als Zeile {first}: Diese Datei enthält zwei Tabellen, und die Zeilen der "
        "zweiten kämen unter die Namen der ersten. Speichern Sie jede als eigene Datei."
    ),
    ProblemCode.ENCODING_GUESSED: (
        "Diese Datei ist nicht UTF-8; sie wurde als {encoding} gelesen. Sehen Sie sich vor dem Import Namen mit "
        "Umlauten und Akzenten an. Sind sie falsch, wählen Sie die Zeichenkodierung selbst, oder speichern Sie die "
        "Datei als CSV UTF-8."
    ),
    ProblemCode.BROKEN_LETTERS: (
        "Buchstaben in dieser Zeile lassen sich nicht lesen; sie stehen als � da. Berichtigen Sie sie dort, wo sie "
        "herkommen, und speichern Sie die Datei als CSV UTF-8."
    ),
    ProblemCode.CONTROL_CHARACTERS: (
        "In dieser Zeile standen unsichtbare Steuerzeichen. Sie wurden entfernt; sehen Sie sich die Zeile an."
    ),
    ProblemCode.PREAMBLE_SKIPPED: "Was über den Spaltennamen steht, Zeile {first} bis {last}, wurde übergangen.",
    ProblemCode.FOOTER_SKIPPED: (
        "Diese Zeile sieht nach einer Summe oder Anmerkung unter der Tabelle aus, nicht nach einer Person. "
        "Sie wurde übergangen."
    ),
    ProblemCode.REPEATED_HEADER: (
        "„{value}“ steht über {times} Spalten. Sie werden als „{value}“, „{second}“ und so weiter unterschieden; "
        "ordnen Sie die zu, die Sie meinen."
    ),
    ProblemCode.ROWS_UNWRAPPED: (
        'Ganze Zeilen stehen zwischen Anführungszeichen ("): {rows} insgesamt, die erste davon hier. '
        "Sie wurden ohne diese Zeichen gelesen."
    ),
    ProblemCode.STRAY_QUOTE: (
        'In dieser Zeile steht ein Anführungszeichen ("), das keine Zelle öffnet oder schließt. Es wurde als Teil des '
        "Textes genommen; sehen Sie sich die Zeile an, und schreiben Sie es innerhalb von Anführungszeichen doppelt "
        '(""), wenn es zum Text gehört.'
    ),
    ProblemCode.QUOTE_CLOSED: (
        'Ein Anführungszeichen (") in dieser Zeile wird nicht geschlossen. '
        "Es wurde angenommen, dass die Zeile hier endet; sehen Sie sie sich an."
    ),
    ProblemCode.ROW_MAY_GO_ON: (
        'Die nächste Zeile gehört vielleicht zu dieser, denn ein Anführungszeichen (") dort passt zu keinem anderen. '
        "Sehen Sie sich beide an."
    ),
    ProblemCode.MAYBE_SWALLOWED: (
        "Eine Zelle dieser Zeile reicht bis Zeile {last} und enthält Trennzeichen, als fehlte ein Anführungszeichen "
        '("): Vielleicht stecken andere Personen darin. Sehen Sie sich die Zeilen {first} bis {last} an.'
    ),
    ProblemCode.MAYBE_TRUNCATED: (
        "Die Datei endet mit dieser Zeile, ohne Zeilenende. Wurde sie hier abgeschnitten, so ist die Zeile "
        "unvollständig, und weitere fehlen: Vergleichen Sie sie mit der letzten Zeile des Originals."
    ),
}
"""In the catalogue's own terms."""

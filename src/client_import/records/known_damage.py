"""Values of a corrections file that were left out of the first one: left out again, as long as nobody mended them.

That they are damaged showed beside the other values of their column, which are not in this file.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping

from client_import.answers import quote
from client_import.problems import ProblemCode
from client_import.reading import Table
from client_import.reading.widths import Cells
from client_import.records.row_problems import RowProblems
from client_import.records.wanted import Wanted
from client_import.texts.damage import Figures, find_damage


def known_damage_check(table: Table, wanted: Wanted, row_problems: RowProblems) -> Callable[[int, Cells], Cells] | None:
    """The check that empties such cells of a row, from its line and its cells; None where the file has none.

    Args:
        table: Where the rows are from.
        wanted: Which column goes where.
        row_problems: Take what is wrong.
    """
    left_out = {table.lines[index]: marks.left_out for index, marks in table.marks.items() if marks.left_out}
    if not left_out:
        return None
    fields: AnyMapping[str, tuple[str, int]] = {
        wanted.columns[question.id].header: (question.id, wanted.columns[question.id].position - 1)
        for question in wanted.questions
    }

    def check(line: int, cells: Cells) -> Cells:
        kept = list(cells)
        for header, digits in left_out.get(line, ()):
            if header in fields:
                field, place = fields[header]
                text = kept[place].strip()
                damage = find_damage(text, Figures(digits))
                if damage:
                    row_problems.add(field, ProblemCode.DAMAGED_VALUE, {**damage, "value": quote(text)})
                    kept[place] = ""
        return tuple(kept)

    return check

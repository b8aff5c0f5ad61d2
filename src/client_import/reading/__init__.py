"""bytes → `Table`: the file as it stands, decoded and split, every row with its physical line.

One way through: `source` (bytes within the limit) → `signatures` (not another kind of file) → `decoding` (text) →
`dialect` (which separator, which quotation mark) → `splitting` (rows, cell by cell with `cells`) → `cleaning` (what
spreadsheets leave in cells) → `layout` (where the header and the last client are) → `table`.
"""

from client_import.reading.columns import Column
from client_import.reading.table import Row, Table, read_table

__all__ = ["Column", "Row", "Table", "read_table"]

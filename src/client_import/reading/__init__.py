"""bytes → `Table`: the file as it stands, decoded and split, every row with its physical line.

One way through: `source` (bytes within the limit) → `signatures` (not another kind of file) →
`decoding` (text) → `dialect` (which separator) → `table` (header and rows).
"""

from client_import.reading.table import Column, Row, Table, read_table

__all__ = ["Column", "Row", "Table", "read_table"]

"""GS1 application identifiers: element strings and Digital Links, read, judged and written.

>>> from tracecode.gs1 import build, parse
>>> message = parse("010690123456789217261231" "10L2026-07")
>>> message["01"], message.date("17")
('06901234567892', datetime.date(2026, 12, 31))
>>> message.digital_link()
'https://id.gs1.org/01/06901234567892/10/L2026-07?17=261231'
>>> build({"01": "6901234567892", "21": "S/0001"}).element_string()
'010690123456789221S/0001'

`ai` is the table of the 541 identifiers, `linters` what their values are checked for,
`element_string` and `digital_link` the two notations, `symbology` what a scanner says about the
symbol, `message` the one result.
"""

from tracecode.gs1.ai import Ai, Table, table
from tracecode.gs1.api import is_valid, parse, read
from tracecode.gs1.element_string import build
from tracecode.gs1.message import Gs1Element, Gs1Message

__all__ = ["Ai", "Gs1Element", "Gs1Message", "Table", "build", "is_valid", "parse", "read", "table"]

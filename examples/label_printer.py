"""A label printer: from codes to a sheet of labels, and the proof that every symbol on it can be
read.

The codes are invented. Needs the extra `labels`. Writes into a folder, by default this one:

    python examples/label_printer.py [FOLDER]
"""

import sys
from pathlib import Path

import tracecode as tc

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
CODES = ["31722252247250743408010974953971", "11722252247250743408010974953971"]

# A template says which values it needs. `tracecode labels` lists the templates; one of your own is
# a YAML file.
template = tc.label("pesticide")
for field in template.fields:
    print(f"{field.id}: {field.name.en}, for instance {field.example}")

# Rows come from a CSV file (its path) or a program, as here. Nothing is written unless every code
# and text is right.
rows = [{**template.sample, "code": code} for code in CODES]
printed = template.write(rows, FOLDER / "labels.pdf", sheet=True)
print(f"labels.pdf: {printed.labels} labels, {printed.pages} page")

# Read back as a scanner would: rendered at the printer's resolution; then blurred, spotted, turned
# and faded.
verdict = template.verify(rows, FOLDER / "labels.pdf", sheet=True)
print(f"read back: {verdict.read} of {verdict.symbols}, {verdict.grade}")

# A wrong code stops the run, with its row and what would be right; no file appears.
try:
    template.write([{**template.sample, "code": CODES[0][:-1] + "x"}], FOLDER / "wrong.pdf")
except tc.TraceCodeError as error:
    print(error)

# One symbol without a label, sized in millimetres by the carrier rule of the code: SVG, PNG, PDF or
# ZPL by its ending.
symbol = tc.symbol_for(tc.parse(CODES[1], "pesticide-unit"), trace_url="HTTPS://T.EXAMPLE/")
symbol.save(FOLDER / "symbol.svg")
print(f"symbol.svg: {symbol.size_mm} mm")

#!/usr/bin/env bash
# Standards staff: judge a pack, read what it says, see what it changes and whom that breaks, publish it. No Python.
#
# The pack `bees` beside this file is the one of docs/first-pack.md, all of it invented. Writes into a folder:
#
#     . .venv/bin/activate && examples/standards_staff.sh FOLDER
set -euo pipefail
pack=$(cd "$(dirname "$0")" && pwd)/bees
out=$(cd "${1:?the folder to write into}" && pwd)
run() {
  printf '\n$ tracecode %s\n' "$*"
  tracecode "$@"
}

# Is every file right, and is every example code judged as it says?
run spec lint "$pack"

# What does the standard say, with the pack over it? Of a scheme, an item, a code list, an element: its words and sources.
run spec show honey-jar --specs "$pack"
run parse FM26051200000423 --specs "$pack"

# Which codes has each item, what is collected of it at which stage, and how sure is that?
tracecode spec coverage --specs "$pack" >"$out/coverage.txt"

# What does the pack change, and whom does it break? Ends with 1 until somebody accepts that, in a file of --accepted.
run spec diff packaged "$pack" || [ $? = 1 ]

# What do others need? Schemas for their programs, pages for their committee, a workbook for small producers.
run publish schemas --specs "$pack" --out "$out/schemas"
run publish docs --specs "$pack" --out "$out/pages"
run publish template honey "$out/honey.xlsx" --specs "$pack"

"""Open files to read, and write files that appear whole or not at all.

Only regular files are read and replaced. A pipe, a device, a socket or a folder is refused with a
sentence, and opening one never waits. What cannot be read is an `UnreadableFile`, what cannot be
written an `UnwritableFile`.

>>> import tempfile
>>> folder = tempfile.mkdtemp()
>>> with replacing(f"{folder}/a.txt") as file:
...     _ = file.write(b"whole")
>>> with opened(f"{folder}/a.txt") as file:
...     file.read()
b'whole'
>>> [entry.path[len(folder) :] for entry in walked(folder)]
['/a.txt']

A file that is being written is called `.NAME.part`, beside its place, and locked by its writer.
What a killed process left there is removed by the next one that writes to the same name. A new file
has the mode that the umask leaves; one that takes the place of another has the mode of that. A
symbolic link in its place is replaced, never followed.
"""

from tracecode.files.opening import Entry, opened, reading, walked, was_read, watched
from tracecode.files.pieces import opened_pieces
from tracecode.files.reasons import reason
from tracecode.files.whole import (
    WrongOutput,
    check_folder,
    creating,
    part_of,
    remove,
    replacing,
    unwritable,
    write,
    write_all,
)

__all__ = [
    "Entry", "WrongOutput", "check_folder", "creating", "opened", "opened_pieces", "part_of", "reading", "reason",
    "remove", "replacing", "unwritable", "walked", "was_read", "watched", "write", "write_all",
]  # fmt: skip

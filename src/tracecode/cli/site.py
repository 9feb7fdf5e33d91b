"""The command that writes the site of a standard."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from tracecode.cli.chosen import chosen


def site(args: Namespace) -> int:
    """Write the site into a folder; where a link of its documents leads nowhere, say so and write
    nothing.
    """
    from tracecode.files.folder import check_place, write_folder
    from tracecode.publish.site.building import MARK, derived, documents_of
    from tracecode.publish.site.links import broken
    from tracecode.spec.layer import packaged

    check_place(args.out, MARK)
    docs = documents_of(packaged())
    files = derived(chosen(args).resolved, docs, word=args.word, versions=args.versions)
    if faults := [*broken(files)]:
        print("\n".join(faults), file=sys.stderr)
        return 1
    write_folder(args.out, files, MARK)
    pages = sum(name.endswith(".html") for name in files)
    page = os.path.join(args.out, "index.html")
    print(f"{page}: {pages} pages" if args.lang == "en" else f"{page}：{pages} 页")
    return 0

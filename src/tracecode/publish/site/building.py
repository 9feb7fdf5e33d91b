"""The whole site of a standard as files: pages in two languages, what can be taken away, the index
of the search.

It is opened from a folder or from any server; nothing is fetched from elsewhere.
"""

from __future__ import annotations

import base64
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from tracecode import escape
from tracecode.lint.blame import blaming
from tracecode.publish.documents.identity import identity
from tracecode.publish.program import program_text
from tracecode.publish.site import engine
from tracecode.publish.site.definitions import Downloads
from tracecode.publish.site.guides import CONTENTS, Guides
from tracecode.publish.site.home import code_page, home
from tracecode.publish.site.index import SearchEntry, definitions
from tracecode.publish.site.shell import TREES, SitePage, shell
from tracecode.publish.site.standard import standard_pages
from tracecode.publish.site.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracecode.publish.site.markup import Rendered
    from tracecode.standard.resolved import Resolved

_NAMED = re.compile(r'<a id="([\w.]+)"></a><code>([\w.]+)</code>')
"""A row of a table that has an anchor, such as a rule id."""
MARK = "assets/site.css"
"""The file by which a folder is known as a site."""


@blaming
def derived(
    standard: Resolved, docs: Path | None = None, *, word: bool = False, versions: bool = False
) -> dict[str, bytes]:
    """Every file of the site, by its path below the folder.

    Args:
        standard: the standard.
        docs: a folder of documents with `contents.yaml`, which stand beside the standard.
        word: whether each item has its document as a Word file, which takes seconds an item.
        versions: whether the released versions have their pages too.

    Raises:
        MissingExtra: an optional package is not installed.
        SpecError: a specification is wrong.
        WrongUse: the released versions cannot be told, as `Versions` says.
    """
    released = Versions(standard) if versions else None
    own = Downloads(standard, word=word)
    guides = None if docs is None else Guides(docs)
    made = {**own.files, **_assets(standard), **(guides.images if guides else {})}
    pages: list[SitePage] = []
    texts: dict[str, str] = {}
    for lang in TREES:
        made_of = [*standard_pages(standard, lang)]
        for each in made_of:
            page = released.told(each) if released else each.page
            body = page.body + own.below(each.name, lang, page.path)
            pages.append(page._replace(body=body))
            if lang == "zh":
                texts[each.name.removesuffix(".md")] = each.rendered.text
        pages += [
            home(standard, lang, docs=guides is not None),
            code_page(standard, lang, docs=guides is not None),
        ]
    pages += released.pages({each.name for each in made_of}) if released else ()
    entries = definitions(standard, texts)
    for page, rendered in guides.pages() if guides else ():
        pages.append(page)
        entries += _sections(page, rendered)
    brand = identity(standard).title
    made |= {page.path: shell(page, brand, docs=guides is not None).encode() for page in pages}
    made["assets/search-index.js"] = _data(
        "tracecodeIndex", json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    )
    return made


def documents_of(folder: str) -> Path | None:
    """The documents that lie beside the packaged specifications, as they do in a checkout."""
    docs = Path(folder).resolve().parent / "docs"
    return docs if (docs / CONTENTS).is_file() else None


def _sections(page: SitePage, rendered: Rendered) -> Iterator[SearchEntry]:
    """A document and its chapters, for the search."""
    names = (rendered.title, rendered.title)
    yield SearchEntry(*names, "", page.path, "guide", rendered.text[:2000])
    for level, anchor, text in rendered.headings:
        if level in (2, 3):
            yield SearchEntry(text, text, "", f"{page.path}#{anchor}", "section", rendered.title)
    for anchor, text in _NAMED.findall(rendered.body):
        yield SearchEntry(text, text, "", f"{page.path}#{anchor}", "section", rendered.title)


def _assets(standard: Resolved) -> dict[str, bytes]:
    """What the pages run and look like."""
    folder = files("tracecode.publish.site")
    made = {f"assets/{path.name}": path.read_bytes() for path in (folder / "assets").iterdir()}
    decoder = folder / "zxing"
    wasm = base64.b64encode((decoder / "zxing_reader.wasm").read_bytes()).decode()
    licences = "\n".join(
        (decoder / name).read_text(encoding="utf-8") for name in ("README.md", "LICENSE")
    )
    return made | {
        "assets/zxing_reader.js": (decoder / "zxing_reader.js").read_bytes(),
        "assets/zxing_wasm.js": _data("tracecodeDecoder", json.dumps(wasm)),
        "assets/zxing-licence.txt": licences.encode(),
        "assets/tracecode-codes.classic.js": engine.script().encode(),
        "assets/codes.js": _data("tracecodeProgram", program_text(standard)),
        "tracecode-codes.js": engine.module().encode(),
        "tracecode-codes.d.ts": engine.types().encode(),
    }


def _data(name: str, written: str) -> bytes:
    """JSON as a script that sets a variable: a page that is opened from a folder can fetch no
    file.
    """
    return f"globalThis.{name} = {escape.json(written.rstrip())};\n".encode()

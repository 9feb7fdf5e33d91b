"""What stands below a definition: its history, its YAML, samples in JSON and XML, and files to take
away.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from tracecode.escape import attribute, markup
from tracecode.publish import schemas
from tracecode.publish.documents.themes import themes
from tracecode.publish.documents.writers.as_docx import docx
from tracecode.publish.examples import full, minimal
from tracecode.publish.program import program_text
from tracecode.publish.site.history import History, Subject
from tracecode.publish.site.shell import TREES, Lang, relative, word
from tracecode.publish.standard_document import standard_document
from tracecode.publish.template import workbook
from tracecode.records import json_form, xml_form
from tracecode.spec.across_model import read_by
from tracecode.spec.file_kinds import KINDS
from tracecode.standard.composition import chain
from tracecode.standard.record_layout import layouts, record_layout

if TYPE_CHECKING:
    from tracecode.standard.elements import RecordLayout
    from tracecode.standard.resolved import Resolved

_MOST_YAML = 30_000
"""Longer files are linked, not shown."""
_MOST_USES = 12
"""So many record types are named that use an element."""
_LISTED = {
    "groups": "group", "codelists": "codelist", "schemes": "scheme", "products": "product",
    "rules": "rule",
}  # fmt: skip
_WHOLE = {"terms": "term", "alphabets": "alphabet", "sources": "source"}
"""Pages that hold every definition of a kind."""


class _Link(NamedTuple):
    path: str
    label: str
    """HTML."""


class Downloads:
    """The files of a site beside its pages, and the part of a page that leads to them."""

    def __init__(self, standard: Resolved, *, word: bool = False) -> None:
        """Make the files; with `word` also the document of each item as a Word file."""
        self._standard = standard
        self._layouts = {layout.id: layout for layout in layouts(standard)}
        self._history = History(standard)
        self.files: dict[str, bytes] = {}
        """Files to take away, by their path below the folder of the site."""
        made = schemas.derived(standard)
        for name, text in made.items():
            self.files[f"files/{name}"] = text.encode()
        self.files["codes.json"] = program_text(standard).encode()
        for layer in standard.layers:
            for path in layer.files:
                with open(layer.path(path), "rb") as file:
                    self.files[f"files/specs/{path}"] = file.read()
        for id in standard.ids("product"):
            self.files[f"files/templates/{id}.xlsx"] = self._template(id)
            if word:
                self.files[_document(id)] = self._word(id)
        self._samples = {id: self._sampled(layout) for id, layout in self._layouts.items()}

    def below(self, page: str, lang: Lang, at: str) -> str:
        """What stands below a page of the standard, as HTML; nothing below an index.

        Args:
            page: `schemes/uscc.md`.
            lang: of the words.
            at: where the page stands on the site.
        """
        folder, _, name = page.removesuffix(".md").rpartition("/")
        if name in _WHOLE and not folder:
            return _section([], [*self._files(_WHOLE[name], lang)], lang, at)
        if name == "index" or not folder:
            return ""
        parts = [*self._shown(folder, name, lang)]
        used = self._used(name, lang, at) if folder == "indicators" else ""
        links = [*self._links(folder, name, lang)]
        if not parts and not links:
            return ""
        history = self._history.section(self._subjects(folder, name), lang, at)
        return f"{used}{history}{_section(parts, links, lang, at)}"

    def _files(self, kind: str, lang: Lang) -> Iterator[_Link]:
        """Every file in which something of a kind is defined."""
        for path in dict.fromkeys(path for _, path in self._standard.files(kind)):
            yield _file(path, lang)

    def _shown(self, folder: str, name: str, lang: Lang) -> Iterator[str]:
        """The YAML and the samples, to open in the page."""
        path = self._yaml(folder, name)
        if path is not None and len(text := self.files[f"files/specs/{path}"]) <= _MOST_YAML:
            yield _opened(word("yaml", lang), text.decode())
        if folder == "records" and name in self._samples:
            for kind in ("json", "xml"):
                yield _opened(word(f"sample_{kind}", lang), self._samples[name][kind])

    def _used(self, theme: str, lang: Lang, at: str) -> str:
        """Which record types use each element of a theme."""
        rows = []
        for id in filter(self._uses.get, themes(self._standard)[theme]):
            layouts = self._uses[id]
            links = [
                f"<a href={attribute(relative(f'{TREES[lang]}standard/records/{each.id}.html', at))}>"
                f"{markup(getattr(each.name, lang))}</a>"
                for each in layouts[:_MOST_USES]
            ]
            more = f" … ({len(layouts)})" if len(layouts) > _MOST_USES else ""
            rows.append(
                f"<tr><td><code>{markup(id)}</code></td><td>{'、'.join(links)}{more}</td></tr>"
            )
        if not rows:
            return ""
        return (
            f'<section><h2 id="used-by">{word("used_by", lang)}</h2>'
            f"<details><summary>{word('used_by_all', lang)}</summary>"
            f'<div class="table"><table><tbody>{"".join(rows)}</tbody></table></div></details></section>'
        )

    def _subjects(self, folder: str, name: str) -> Iterator[Subject]:
        """What a page defines."""
        if folder == "indicators":
            yield from (Subject("indicator", id) for id in themes(self._standard)[name])
        elif folder == "records":
            yield from self._subjects_of(self._layouts[name])
        elif folder == "procedures":
            yield Subject("product", name)
        else:
            yield Subject(_LISTED[folder], name)

    def _subjects_of(self, layout: RecordLayout) -> Iterator[Subject]:
        """What an item adds to a record type, and the cores on which it stands."""
        core = layout.record
        if layout.product is not None:
            yield Subject("product", layout.product, f"records.{layout.record}")
            listed = self._standard.product(layout.product).records
            core = next(each.core for each in listed if each.id == layout.record)
        yield from (Subject("record", each.id) for each in reversed(chain(self._standard, core)))

    @cached_property
    def _uses(self) -> dict[str, list[RecordLayout]]:
        """The record types that use an element of the dictionary, at any depth."""
        uses: dict[str, list[RecordLayout]] = {}
        for layout in self._layouts.values():
            for id in dict.fromkeys(element.spec.id for _, element in layout.walk()):
                uses.setdefault(id, []).append(layout)
        return uses

    def _links(self, folder: str, name: str, lang: Lang) -> Iterator[_Link]:
        path = self._yaml(folder, name)
        if path is not None:
            yield _file(path, lang)
        if folder == "rules":
            for used in read_by(self._standard.rule(name).check):
                yield _file(self._paths["rows", used.rows], lang)
        if folder == "schemes":
            yield _Link("codes.json", f"{word('program', lang)} <code>codes.json</code>")
        if folder == "codelists":
            yield _Link(f"files/codelists/{name}.json", word("list_json", lang))
        if folder == "products":
            yield _Link(f"files/templates/{name}.xlsx", word("template", lang))
        if folder in ("products", "procedures") and _document(name) in self.files:
            yield _Link(_document(name), word("word", lang))
        if folder == "records" and name in self._layouts:
            yield _Link(f"files/json-schema/{name}.json", word("json_schema", lang))
            yield _Link("files/xsd/tracecode.xsd", word("xsd", lang))
            if product := self._layouts[name].product:
                yield _Link(f"files/templates/{product}.xlsx", word("template", lang))
            for kind in ("json", "xml"):
                yield _Link(
                    f"files/samples/{name}.minimal.{kind}",
                    f"{word('smallest', lang)} ({kind.upper()})",
                )
                yield _Link(f"files/samples/{name}.full.{kind}", f"{word(f'sample_{kind}', lang)}")

    def _yaml(self, folder: str, name: str) -> str | None:
        """The file in which something is defined."""
        if folder == "records":
            layout = self._layouts.get(name)
            if layout is None:
                return None
            return self._paths.get(
                ("product", layout.product) if layout.product else ("record", layout.record)
            )
        if folder == "procedures":
            return self._paths.get(("product", name))
        return self._paths.get((_LISTED.get(folder, folder.removesuffix("s")), name))

    @cached_property
    def _paths(self) -> dict[tuple[str, str | None], str]:
        """The file of each definition, by kind and id; of the highest layer that has one."""
        found: dict[tuple[str, str | None], str] = {}
        for id, kind in KINDS.items():
            for layer, path in self._standard.files(id):
                data = layer.plain(path, kind)
                named = data if kind.listed else [data]
                for each in named:
                    if isinstance(each, dict) and "id" in each:
                        found[id, each["id"]] = path
                found[id, posixpath.basename(path).removesuffix(".yaml")] = path
        return found

    def _template(self, product: str) -> bytes:
        """The Excel template of an item."""
        types = [
            record_layout(self._standard, each.id, product)
            for each in self._standard.product(product).records
        ]
        file = BytesIO()
        workbook(types, self._standard).save(file)
        return file.getvalue()

    def _word(self, product: str) -> bytes:
        """The standard document of an item as a Word file."""
        return docx(standard_document(self._standard, product=product)).data

    def _sampled(self, layout: RecordLayout) -> dict[str, str]:
        """The full sample of a record type by its form; both samples become files."""
        shown: dict[str, str] = {}
        for kind, data in (
            ("minimal", minimal(layout, self._standard)),
            ("full", full(layout, self._standard)),
        ):
            forms = {
                "json": json_form.dump(data, indent=2),
                "xml": xml_form.dump(data, self._standard, indent=True),
            }
            for form, raw in forms.items():
                self.files[f"files/samples/{layout.id}.{kind}.{form}"] = raw
                shown[form] = raw.decode()
        return shown


def _file(path: str, lang: Lang) -> _Link:
    """A link to a file of the specifications."""
    return _Link(f"files/specs/{path}", f"{word('file', lang)} <code>{markup(path)}</code>")


def _section(parts: Iterable[str], links: Iterable[_Link], lang: Lang, at: str) -> str:
    """What can be seen and taken away, as a section of a page."""
    items = "".join(
        f"<li><a href={attribute(relative(link.path, at))}>{link.label}</a></li>"
        for link in dict.fromkeys(links)
    )
    return (
        f'<section class="definition"><h2 id="files">{word("definition", lang)}</h2>'
        f'<ul class="downloads">{items}</ul>{"".join(parts)}</section>'
    )


def _document(product: str) -> str:
    """Where the document of an item lies."""
    return f"files/documents/{product}.docx"


def _opened(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary><pre><code>{markup(text)}</code></pre></details>"

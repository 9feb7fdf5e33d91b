"""What is published works in the programs of other platforms: Ajv, Java, xmllint, clients in
TypeScript and Python.

Run by `script/interop`, which installs what npm and pip bring. A program that is not there is a
skipped test, which `.ci/run --all` takes for a failure.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest
from lxml import etree

import tracecode as tc
from tests.conformance.agreement import write
from tests.conformance.mutations import mutate
from tracecode.publish import schemas
from tracecode.publish.schema_validator import schema_validator
from tracecode.records.message import new_header
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import find_layout, layouts
from tracecode.standard.resolved import packaged
from tracecode.testing import payload

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLIENT = HERE / ".venv" / "bin"
PARTY = ("uscc", "91120116000000019T")
CHANGED = 4
"""So many wrong records of each type follow a right one."""


def _run(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The result of a program; it is skipped where the program is missing."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"{Path(words[0]).name} is missing; see script/interop")
    return subprocess.run(
        list(map(str, words)), capture_output=True, text=True, cwd=cwd, check=False
    )


def _ran(*words: str | Path, cwd: Path | None = None) -> str:
    done = _run(*words, cwd=cwd)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published files in a folder."""
    home = tmp_path_factory.mktemp("published")
    for name, text in schemas.derived(packaged()).items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home


@cache
def _records() -> list[tuple[str, dict[str, Any]]]:
    """Records of every type, right ones and some changed at one place."""
    made = []
    for layout in layouts(packaged()):
        random = Random(layout.id)
        right = payload(layout, random)
        made += [
            (layout.id, right),
            *((layout.id, mutate(right, layout, random)[1]) for _ in range(CHANGED)),
        ]
    return made


def _message(record: dict[str, Any]) -> dict[str, Any]:
    header = new_header(1, PARTY, PARTY).plain()
    return {"header": header, "body": [record]}


def _meant(record: dict[str, Any]) -> RecordLayout | None:
    """The type of which a record says that it is."""
    kind, item = record.get("record_type"), record.get("product_item")
    return find_layout(packaged(), kind, item) if isinstance(kind, str) else None


def test_ajv_strict(published: Path, tmp_path: Path) -> None:
    """All schemas compile in Ajv's strict mode with the line of the page, and judge as jsonschema
    does.
    """
    page = (ROOT / "docs" / "schema-limits.md").read_text(encoding="utf-8")
    documented = re.findall("```js\n(.*?)```", page, re.DOTALL)
    assert len(documented) == 1
    (tmp_path / "documented.mjs").write_text(f"{documented[0]}export {{ ajv }}\n", encoding="utf-8")
    (tmp_path / "judge.mjs").write_text(
        (HERE / "judge.mjs").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    types = {layout.id: layout for layout in layouts(packaged())}
    asked, expected = [], []
    for id, data in _records():
        expected.append(
            "invalid" if schema_validator(packaged(), types[id]).errors(data) else "valid"
        )
        asked.append({"schema": f"{id}.json", "data": data})
        if "product_item" not in data or data.get("product_item") in packaged().ids("product"):
            asked.append({"schema": "message.json", "data": _message(data)})
            # a changed item may be one that has such a record too
            meant = _meant(data) or types[id]
            expected.append(
                "invalid" if schema_validator(packaged(), meant).errors(data) else "valid"
            )
    lines = tmp_path / "records.ndjson"
    lines.write_text("\n".join(json.dumps(one) for one in asked), encoding="utf-8")
    said = _ran("node", "judge.mjs", published / "json-schema", lines, cwd=tmp_path).split()
    disputed = [
        (one, mine, ajv)
        for one, mine, ajv in zip(asked, expected, said, strict=True)
        if mine != ajv
    ]
    assert disputed == []
    assert {"valid", "invalid"} == set(said)


@pytest.fixture(scope="module")
def judged_xml(
    published: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], list[str]]:
    """Records as files of XML, and the verdicts of lxml on them."""
    home = tmp_path_factory.mktemp("xml")
    schema = etree.XMLSchema(etree.parse(published / "xsd" / "tracecode.xsd"))
    types = {layout.id: layout for layout in layouts(packaged())}
    files, verdicts = [], []
    for number, (id, data) in enumerate(_records()):
        text = write(types[id], data)
        try:
            tree = etree.fromstring(text)
        except etree.XMLSyntaxError:  # a character that XML cannot carry
            continue
        file = home / f"{number}.xml"
        file.write_bytes(text)
        files.append(str(file))
        verdicts.append("valid" if schema.validate(tree) else "invalid")
    assert {"valid", "invalid"} == set(verdicts)
    return files, verdicts


def test_java(published: Path, judged_xml: tuple[list[str], list[str]], tmp_path: Path) -> None:
    """Java's own validator loads the XSD with its default limits, and judges as lxml does."""
    files, verdicts = judged_xml
    listed = tmp_path / "files"
    listed.write_text("\n".join(files), encoding="utf-8")
    said = _ran("java", HERE / "Schemas.java", published / "xsd" / "tracecode.xsd", listed).split()
    assert _disputed(files, verdicts, said) == []


def test_xmllint(published: Path, judged_xml: tuple[list[str], list[str]]) -> None:
    """So does xmllint."""
    files, verdicts = judged_xml
    done = _run("xmllint", "--noout", "--schema", published / "xsd" / "tracecode.xsd", *files)
    said = re.findall(r"^\S+\.xml (validates|fails to validate)$", done.stderr, re.MULTILINE)
    words = ["valid" if one == "validates" else "invalid" for one in said]
    assert _disputed(files, verdicts, words) == []


def _disputed(
    files: Sequence[str], mine: Sequence[str], said: Sequence[str]
) -> list[tuple[str, str, str]]:
    return [
        (Path(file).read_text(encoding="utf-8"), one, other)
        for file, one, other in zip(files, mine, said, strict=True)
        if one != other
    ]


class _Platform(BaseHTTPRequestHandler):
    """A platform of twenty lines: it judges the message that is posted, and answers with an
    receipt.
    """

    def do_POST(self) -> None:
        """Answer a message."""
        report = tc.validate(self.rfile.read(int(self.headers["Content-Length"])), format="json")
        made = _message(tc.receipt(report).plain())
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(made).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests are silent."""


@contextmanager
def _platform() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Platform)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _without(program: str, element: str) -> str:
    """A program without the line that gives an element."""
    lines = program.splitlines(keepends=True)
    left = [line for line in lines if not line.strip().startswith(element)]
    assert len(left) == len(lines) - 1
    return "".join(left)


@pytest.fixture(scope="module")
def in_typescript(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the types that openapi-typescript makes."""
    home = tmp_path_factory.mktemp("typescript")
    (home / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    _ran(
        HERE / "node_modules/.bin/openapi-typescript",
        published / "openapi.json",
        "--output",
        home / "api.ts",
    )
    return home


def _compiled(home: Path, program: str) -> subprocess.CompletedProcess[str]:
    (home / "program.ts").write_text(program, encoding="utf-8")
    options = ("--strict", "--target", "es2022", "--module", "nodenext", "--noEmitOnError")
    return _run(HERE / "node_modules/.bin/tsc", *options, "program.ts", cwd=home)


def test_typescript(in_typescript: Path) -> None:
    """A program in TypeScript builds a record, posts it and reads the receipt."""
    program = (HERE / "program.ts").read_text(encoding="utf-8")
    with _platform() as address:
        done = _compiled(in_typescript, program.replace("ADDRESS", address))
        assert done.returncode == 0, done.stdout
        assert _ran("node", in_typescript / "program.js").split() == ["accepted", "1"]


def test_typescript_without_an_element(in_typescript: Path) -> None:
    """Without an element that is mandatory it does not compile."""
    done = _compiled(
        in_typescript, _without((HERE / "program.ts").read_text(encoding="utf-8"), "batch_no:")
    )
    assert done.returncode != 0
    assert "'batch_no' is missing" in done.stdout


@pytest.fixture(scope="module")
def in_python(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the client that openapi-python-client writes."""
    home = tmp_path_factory.mktemp("python")
    options = ("--output-path", home / "client", "--meta", "none")
    _ran(
        CLIENT / "openapi-python-client", "generate", "--path", published / "openapi.json", *options
    )
    return home


def _typed(home: Path, program: str) -> subprocess.CompletedProcess[str]:
    (home / "program.py").write_text(program, encoding="utf-8")
    mypy = (
        "-m",
        "mypy",
        "--strict",
        "--follow-imports=silent",
        "--config-file=",
        "--python-executable",
    )
    return _run(ROOT / ".venv/bin/python", *mypy, CLIENT / "python", "program.py", cwd=home)


def test_python(in_python: Path) -> None:
    """A program in Python builds a record, posts it and reads the receipt; mypy finds nothing
    wrong.
    """
    program = (HERE / "program.py").read_text(encoding="utf-8")
    with _platform() as address:
        done = _typed(in_python, program.replace("ADDRESS", address))
        assert done.returncode == 0, done.stdout
        assert _ran(CLIENT / "python", "program.py", cwd=in_python).split() == ["accepted", "1"]


def test_python_without_an_element(in_python: Path) -> None:
    """Without an element that is mandatory mypy refuses it."""
    done = _typed(
        in_python, _without((HERE / "program.py").read_text(encoding="utf-8"), "batch_no=")
    )
    assert done.returncode == 1
    assert 'argument "batch_no"' in done.stdout

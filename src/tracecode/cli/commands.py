"""The commands. Each imports what it needs when it runs, so that a short command starts fast."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracecode.cli.show import columns, language, say
from tracecode.privacy import mask, shown

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.findings import Finding

F = TypeVar("F", bound=Callable[..., Any])

_lang = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the output / 输出语言")
_format = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Text or JSON / 文本或 JSON")
_scheme = click.option("--scheme", metavar="ID", help="Encoding rule; see: tracecode spec list / 编码规则")
_strict = click.option("--strict", is_flag=True, help="Only the characters of the rule / 只接受规则规定的字符")
_on = click.option("--on", "on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Production date, YYYY-MM-DD / 生产日期")
_product = click.option("--product", metavar="ID", help="Product on which it stands / 所在品目")


def _options(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tracecode", prog_name="tracecode", message="%(prog)s %(version)s")
def program() -> None:
    """Identify, read, build and check traceability codes. / 识别、解析、生成和校验追溯码。"""


@program.command()
@click.argument("text")
@_options(_product, _on, _format, _lang)
def identify(text: str, product: str | None, on: datetime | None, form: str, lang: str | None) -> int:
    """Say what TEXT may be, the likeliest first. / 判断一段文字是什么代码。"""
    from tracecode.codes.identify import identify as run

    lang = language(lang)
    matches = run(text, product, _day(on), near=True)
    if form == "json":
        _json([{
            "scheme": m.scheme, "name": say(m.name, lang), "text": mask(m.text), "valid": m.code is not None, "certain": m.certain,
            "confidence": m.confidence, "basis": m.basis, "inside": m.inside, "rivals": list(m.rivals),
            "reasons": [say(reason, lang) for reason in m.reasons], "findings": [f.as_dict(lang) for f in m.findings],
        } for m in matches])  # fmt: skip
    elif not matches:
        print({"zh": "没有编码规则与之相符", "en": "no encoding rule fits"}[lang], file=sys.stderr)
    else:
        print(columns([_match_row(m, lang) for m in matches], indent=""))
        for match in matches:
            _print_findings([f for f in match.findings if match.code is None or f.severity != "info"], lang, match.scheme)
    return 0 if any(m.code for m in matches) else 1


@program.command()
@click.argument("text")
@_options(_scheme, _on, _strict, _format, _lang)
def parse(text: str, scheme: str | None, on: datetime | None, strict: bool, form: str, lang: str | None) -> int:
    """Read TEXT as a code and explain its parts. / 解析一个代码并解释各段。"""
    from tracecode.codes.api import parse as run
    from tracecode.errors import InvalidCode

    lang = language(lang)
    try:
        code = run(text, scheme, _day(on), strict=strict)
    except InvalidCode as error:
        if form == "json":
            _json({"text": mask(text), "valid": False, "findings": [f.as_dict(lang) for f in error.findings]})
        else:
            print(f"{shown(text)}: {'无效' if lang == 'zh' else 'not valid'}")
            _print_findings(list(error.findings), lang)
            _print_suggestions(text, scheme, _day(on), lang)
        return 1
    _print_code(code, form, lang)
    return 0


@program.command()
@click.argument("scheme")
@click.argument("segments", nargs=-1, metavar="[SEGMENT=VALUE]...")
@_options(click.option("--edition", metavar="ID"), _on, _format, _lang)
def build(scheme: str, segments: tuple[str, ...], edition: str | None, on: datetime | None, form: str, lang: str | None) -> int:
    """Build a code of SCHEME from its segments. / 由各段生成代码，校验码自动计算。"""
    from tracecode.codes.api import scheme as find

    lang = language(lang)
    given: dict[str, str] = {}
    for segment in segments:
        name, equals, value = segment.partition("=")
        if not equals:
            raise click.UsageError(f"{shown(segment)!r} is not SEGMENT=VALUE / 应写成 段名=值")
        given[name] = value
    reserved = {"edition", "form", "on"} & set(given)
    if reserved:
        raise click.UsageError(f"{', '.join(sorted(reserved))} is an option, not a segment / 是选项而不是段名")
    code = find(scheme).build(edition=edition, on=_day(on), **given)
    if form == "json":
        _print_code(code, form, lang)
    else:
        print(code.normalized)
    return 0


@program.command()
@click.argument("file", default="-")
@click.option("--column", metavar="NAME", help="Column of a CSV file with the codes / CSV 中代码所在列")
@click.option("--on-column", metavar="NAME", help="Column with the production dates / 生产日期所在列")
@click.option("--encoding", default="utf-8", help="Encoding of the file / 文件编码")
@click.option("--quiet", is_flag=True, help="Only rows with findings, and the counts / 只列出有问题的行")
@_options(_scheme, _product, _on, _strict, _format, _lang)
def validate(
    file: str, column: str | None, on_column: str | None, encoding: str, quiet: bool, scheme: str | None,
    product: str | None, on: datetime | None, strict: bool, form: str, lang: str | None,
) -> int:  # fmt: skip
    """Judge every code of FILE (one a line, or a CSV column); - is standard input. / 校验文件中的每个代码。"""
    from tracecode.checks.codes import validate as run
    from tracecode.cli.table import print_report

    if strict and scheme is None:
        raise click.UsageError("--strict needs --scheme / --strict 须与 --scheme 同用")
    lang = language(lang)
    source = sys.stdin.buffer if file == "-" else file
    report = run(
        source, column=column, scheme=scheme, product=product, on=_day(on), on_column=on_column, strict=strict, encoding=encoding
    )
    if form == "json":
        for verdict in report:
            if not quiet or verdict.status != "valid" or verdict.findings:
                _json(verdict.as_dict(lang), indent=None)
        _json({"summary": report.summary()}, indent=None)
    else:
        print_report(report, lang, quiet=quiet)
    return 1 if report.errors else 0


@program.command()
@click.argument("text")
@click.argument("out", type=click.Path(dir_okay=False))
@click.option("--base-url", metavar="URL", help="Address before the code / 代码前的网址")
@click.option("--level", type=click.Choice(["L", "M", "Q", "H"]), default="M", help="Error correction / 纠错等级")
@click.option("--module-mm", type=click.FloatRange(0.05, 20), default=0.33, help="Module width in mm / 模块宽度（毫米）")
@click.option("--dpi", type=click.IntRange(50, 4800), default=300, help="Resolution of a PNG / PNG 分辨率")
@click.option("--any-text", is_flag=True, help="Do not check that TEXT is a code / 不检查是否为代码")
@_options(_scheme, _lang)
def qr(
    text: str, out: str, base_url: str | None, level: Any, module_mm: float, dpi: int, any_text: bool, scheme: str | None,
    lang: str | None,
) -> int:  # fmt: skip
    """Write a QR symbol of the code TEXT to OUT (.svg or .png). / 生成代码的二维码。"""
    from tracecode.codes.api import parse as read
    from tracecode.labels.symbol import qr as draw

    lang = language(lang)
    content = text if any_text else read(text, scheme)
    symbol = draw(content, base_url=base_url, level=level, module_mm=module_mm)
    try:
        symbol.save(out, dpi)
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    size = f"{symbol.modules}×{symbol.modules}, {symbol.size_mm} mm"
    print(f"{out}: {size}")
    return 0


@program.group()
def spec() -> None:
    """The standard as data: list, show, lint, compile. / 规范数据。"""


_KINDS = ["scheme", "codelist", "source", "alphabet", "product", "indicator", "record", "interface"]


@spec.command("list")
@click.argument("kind", type=click.Choice(_KINDS), default="scheme")
@_options(_format, _lang)
def list_(kind: str, form: str, lang: str | None) -> int:
    """List what the standard defines. / 列出规范中的定义。"""
    from tracecode.spec.catalog import load_catalog

    lang = language(lang)
    catalog = load_catalog()
    things = [getattr(catalog, kind)(id) for id in catalog.ids(kind)]
    rows = [(t.id, say(t.title if kind == "source" else t.name, lang)) for t in things]
    if form == "json":
        _json([{"id": id, "name": name} for id, name in rows])
    else:
        print(columns(rows, indent=""))
    return 0


@spec.command()
@click.argument("id")
@click.option("--kind", type=click.Choice(_KINDS), help="Kind, if an id is used twice / 类别")
@_options(_format, _lang)
def show(id: str, kind: str | None, form: str, lang: str | None) -> int:
    """Show one definition, with its sources and evidence. / 显示一条定义及其依据。"""
    from tracecode.cli.definition import as_data, print_definition
    from tracecode.errors import UnknownId
    from tracecode.spec.catalog import load_catalog

    lang = language(lang)
    catalog = load_catalog()
    kinds = [kind] if kind else [k for k in _KINDS if id in catalog.ids(k)]
    if not kinds:
        raise UnknownId("definition", id, [one for k in _KINDS for one in catalog.ids(k)])
    thing = getattr(catalog, kinds[0])(id)
    if form == "json":
        _json(as_data(thing))
    else:
        print_definition(thing, catalog, lang)
    return 0


@spec.command()
@click.argument("path", required=False, type=click.Path(exists=True, file_okay=False))
@_options(_format, _lang)
def lint(path: str | None, form: str, lang: str | None) -> int:
    """Check the specifications below PATH; without it, the packaged ones. / 检查规范文件。"""
    from tracecode.codes.lint import lint_codes
    from tracecode.spec.catalog import load_catalog
    from tracecode.spec.lint import lint as run

    lang = language(lang)
    catalog = load_catalog(path)
    found = run(catalog)
    if not found:
        found = lint_codes(catalog)
    if form == "json":
        _json([finding.as_dict(lang) for finding in found])
    else:
        for finding in found:
            print(finding.line_text(lang))
        files = len(catalog.files)
        counts = f"{files} 个文件，{len(found)} 条问题" if lang == "zh" else f"{files} files, {len(found)} findings"
        print(counts, file=sys.stderr)
    return 1 if found else 0


@spec.command()
@click.argument("path", required=False, type=click.Path(exists=True, file_okay=False))
@click.option("--check", is_flag=True, help="Write nothing; report what is out of date / 只检查，不写文件")
@_options(_lang)
def compile(path: str | None, check: bool, lang: str | None) -> int:  # noqa: A001  # the command's name
    """Write the derived files in meta/: schemas for editors, and the compiled copy. / 生成派生文件。"""
    from tracecode.findings import Finding
    from tracecode.spec.catalog import load_catalog
    from tracecode.spec.meta import derived, write

    lang = language(lang)
    catalog = load_catalog(path)
    files = derived(catalog)
    stale = [name for name, text in files.items() if _read(catalog.root / name) != text]
    for name in stale:
        if check:
            print(Finding(rule="spec.derived", severity="error", path=name).line_text(lang))
        else:
            write(catalog.root / name, files[name])
            print(name)
    return 1 if check and stale else 0


def _read(path: Any) -> str | None:
    try:
        return str(path.read_text(encoding="utf-8"))
    except OSError:
        return None


def _day(value: datetime | None) -> date | None:
    return value.date() if value is not None else None


def _json(data: object, indent: int | None = 2) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=indent))


def _print_code(code: Code, form: str, lang: str) -> None:
    from tracecode.codes.api import scheme as find

    names, meanings = code.names(lang), code.meanings(lang)
    if form == "json":
        _json({
            "text": mask(code.text), "valid": True, "scheme": code.scheme, "edition": code.edition, "form": code.form,
            "normalized": mask(code.normalized),
            "segments": [
                {"id": id, "name": names[id], "value": mask(value), "meaning": meanings.get(id)} for id, value in code.segments.items()
            ],
            "meanings": meanings, "findings": [f.as_dict(lang) for f in code.findings],
        })  # fmt: skip
        return
    rule = find(code.scheme)
    print(f"{say(rule.name, lang)}  {code.scheme} ({code.edition})")
    print(shown(code.normalized, 4096))
    rows = [(names[id], id, shown(value), meanings.get(id, "")) for id, value in code.segments.items()]
    rows += [("", id, "", said) for id, said in meanings.items() if id not in code.segments]
    if rows:
        print(columns(rows))
    _print_findings(list(code.findings), lang)


def _print_findings(findings: list[Finding], lang: str, prefix: str = "") -> None:
    words = {"error": {"zh": "错误", "en": "error"}, "warning": {"zh": "警告", "en": "warning"}, "info": {"zh": "说明", "en": "note"}}
    for finding in findings:
        print(f"  {words[finding.severity][lang]}  {f'{prefix}: ' if prefix else ''}{finding.line_text(lang)}  ({finding.rule})")


def _print_suggestions(text: str, scheme: str | None, on: date | None, lang: str) -> None:
    from tracecode.codes.identify import identify as run
    from tracecode.codes.repair import suggest

    if scheme is None:
        matches = run(text, on=on, near=True)
        if not matches:
            return
        scheme, text = matches[0].scheme, matches[0].text
    if found := suggest(text, scheme, on):
        head = "可能是（仅供参考）" if lang == "zh" else "perhaps meant (a guess)"
        print(f"  {head}: {', '.join(mask(s.text) for s in found[:5])}")


def _match_row(match: Any, lang: str) -> tuple[str, ...]:
    share = f"{match.confidence:6.1%}"
    if match.code is None:
        verdict = "无效" if lang == "zh" else "invalid"
    elif match.certain:
        verdict = "确定" if lang == "zh" else "certain"
    else:
        verdict = "可能" if lang == "zh" else "possible"
    reasons = ("；" if lang == "zh" else "; ").join(say(reason, lang) for reason in match.reasons)
    return share, verdict, match.scheme, say(match.name, lang), shown(match.text, 48), reasons

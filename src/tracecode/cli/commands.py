"""The commands. Each imports what it needs when it runs, so that a short command starts fast."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tracecode.cli.chosen import chosen
from tracecode.cli.screen import put_code
from tracecode.cli.show import as_json, columns, say
from tracecode.errors import WrongUse
from tracecode.privacy import mask, shown, starred

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.match import Match
    from tracecode.findings import Finding


def wrong_use(text: str) -> WrongUse:
    """The error on arguments that do not fit together.

    Args:
        text: in English and Chinese, with ` / ` between; where that is missing, one text for both.
    """
    en, _, zh = text.partition(" / ")
    return WrongUse(en, zh or en)


def identify(args: Namespace) -> int:
    """Say what a text may be."""
    lang = args.lang
    matches = chosen(args).identify(args.text, args.product, args.on, near=True)
    if args.format == "json":
        _json([_match_data(match, lang) for match in matches])
    elif not matches:
        print({"zh": "没有编码规则与之相符", "en": "no encoding rule fits"}[lang], file=sys.stderr)
    else:
        print(columns([_match_row(match, lang) for match in matches], indent=""))
        for match in matches:
            _print_findings(
                [f for f in match.findings if match.code is None or f.severity != "info"],
                lang,
                match.scheme,
            )
    return 0 if any(match.code for match in matches) else 1


def parse(args: Namespace) -> int:
    """Read a code and explain its parts."""
    from tracecode.errors import InvalidCode

    text, lang, standard = args.text, args.lang, chosen(args)
    try:
        code = standard.parse(text, args.scheme, args.on, strict=args.strict)
    except InvalidCode as error:
        masked = (
            starred(text)
            if args.scheme is not None and standard.scheme(args.scheme).personal
            else mask(text)
        )
        if args.format == "json":
            suggestions = [
                {"text": s.text, "kind": s.kind, "position": s.position} for s in error.suggestions
            ]
            findings = [finding.as_dict(lang) for finding in error.findings]
            _json(
                {"text": masked, "valid": False, "findings": findings, "suggestions": suggestions}
            )
        else:
            print(f"{shown(masked)}: {'无效' if lang == 'zh' else 'not valid'}")
            _print_findings(list(error.findings), lang)
            if error.suggestions:
                head = "可能是（仅供参考）" if lang == "zh" else "perhaps meant (a guess)"
                print(f"  {head}: {', '.join(s.text for s in error.suggestions[:5])}")
        return 1
    _print_code(code, args.format, lang)
    return 0


def build(args: Namespace) -> int:
    """Build a code from its segments."""
    rule = chosen(args).scheme(args.scheme)
    given: dict[str, str] = {}
    for segment in args.segments:
        name, equals, value = segment.partition("=")
        if not equals or name in ("edition", "form", "on"):
            raise wrong_use(f"{shown(segment)!r} is not SEGMENT=VALUE / 应写成 段名=值")
        given[name] = value
    code = rule.build(edition=args.edition, on=args.on, **given)
    if args.format == "json":
        _print_code(code, "json", args.lang)
    else:
        put_code(code.public()[0] if rule.personal else code.normalized)
    return 0


def spec_list(args: Namespace) -> int:
    """List what the standard defines."""
    standard = chosen(args).resolved
    things = [(id, standard.thing(args.kind, id)) for id in standard.ids(args.kind)]
    if args.kind == "scheme":
        from tracecode.codes.foreign import foreign_ids

        things += [(id, chosen(args).scheme(id).spec) for id in foreign_ids()]
    rows = [(id, _name(definition, args.lang)) for id, definition in things]
    if args.format == "json":
        _json([{"id": id, "name": name} for id, name in rows])
    else:
        print(columns(rows, indent=""))
    return 0


def _name(definition: object, lang: str) -> str:
    """What a definition is called: by name or title; some titles of GS1 are in English only, and
    some are missing.
    """
    name = getattr(definition, "name", None) or getattr(definition, "title", None) or ""
    return name if isinstance(name, str) else say(name, lang)


def spec_show(args: Namespace) -> int:
    """Show one definition."""
    from tracecode.cli.definition import as_data, print_definition
    from tracecode.errors import UnknownId
    from tracecode.spec.file_kinds import KINDS

    standard = chosen(args).resolved
    kinds = [args.kind] if args.kind else [kind for kind in KINDS if args.id in standard.ids(kind)]
    definition: Any
    if args.id.startswith("foreign:"):
        definition = chosen(args).scheme(args.id).spec
    elif kinds:
        definition = standard.thing(kinds[0], args.id)
    else:
        known = [id for kind in KINDS for id in standard.ids(kind)]
        raise UnknownId(
            "definition",
            args.id,
            known,
            {k: v for kind in KINDS for k, v in standard.names(kind).items()},
        )
    if args.format == "json":
        _json(as_data(definition))
    else:
        print_definition(definition, standard, args.lang)
    return 0


def spec_coverage(args: Namespace) -> int:
    """Show which codes and records each item of the catalogue has."""
    from collections import Counter

    from tracecode.publish.coverage import coverage, evidence
    from tracecode.standard.record_layout import layouts

    standard, lang = chosen(args).resolved, args.lang
    items = coverage(standard)
    short = [
        item for item in items if item.missing or not (item.codes["unit"] or item.codes["batch"])
    ]
    if args.format == "json":
        _json({"items": [item.as_dict() for item in items]})
        return 1 if short else 0
    names = {entry.code: say(entry.name, lang) for entry in standard.codelist("stage").entries}
    filings = {"zh": "备案等", "en": "filings"}[lang]
    heads = {
        "zh": ("环节", "记录", "保存", "报送", "指标", "公开", "不予", "按依据", ""),
        "en": (
            "stage",
            "records",
            "kept",
            "due",
            "indicators",
            "open",
            "withheld",
            "by evidence",
            "",
        ),
    }[lang]
    for item in items:
        print(f"{item.product.number}  {say(item.product.name, lang)}  {item.product.id}")
        rows = [
            (role, ", ".join(f"{id} ({evidence(standard, id)[0]})" for id in ids))
            for role, ids in item.codes.items()
            if ids
        ]
        print(columns(rows))
        cells = [
            (
                ("* " if stage in item.product.stages else "  ") + names.get(stage, filings),
                *map(str, (len(cell.records), len(cell.kept), len(cell.due), sum(cell.indicators.values()))),
                *(str(cell.sharing[word]) for word in ("open", "withheld")),
                _by_evidence(cell.indicators), ", ".join(layout.record for layout in cell.records),
            )
            for stage, cell in item.stages.items()
        ]  # fmt: skip
        print(columns([heads, *cells]))
    schemes = Counter(evidence(standard, id) for id in standard.ids("scheme"))
    types = len(list(layouts(standard)))
    elements = Counter(standard.indicator(id).evidence for id in standard.ids("indicator"))
    print()
    totals = (len(items), types, _by_evidence(schemes), _by_evidence(elements))
    if lang == "zh":
        print("{} 个品目，{} 种记录；编码规则 {}；数据元 {}；*：方案指明的环节".format(*totals))
        print("保存、报送：法规定有期限的记录数；公开、不予：可以公开和不予共享的指标数")
    else:
        print(
            "{} items, {} record types; schemes {}; elements {}; *: a stage that the plan names".format(
                *totals
            )
        )
        print(
            "kept, due: records for which a law sets the time; open, withheld: elements that "
            "all or none may have"
        )
    for item in short:
        print(
            {"zh": "缺：", "en": "missing: "}[lang]
            + f"{item.product.id}: {', '.join(item.missing) or 'unit, batch'}"
        )
    return 1 if short else 0


def _by_evidence(counts: Mapping[Any, int]) -> str:
    """Counts as `confirmed 3, project 12`, in the order of the evidence."""
    order = ("confirmed", "single", "unsure", "project")
    return ", ".join(f"{word} {counts[word]}" for word in order if counts.get(word))


def spec_lint(args: Namespace) -> int:
    """Check specification files."""
    from tracecode.lint.blame import lint_all
    from tracecode.standard.resolved import unchecked

    standard = unchecked(*(args.specs or ()), *filter(None, [args.path]))
    findings = lint_all(standard)
    if args.format == "json":
        _json([finding.as_dict(args.lang) for finding in findings])
    else:
        for finding in findings:
            print(finding.line_text(args.lang))
        files = sum(len(layer.files) for layer in standard.layers)
        en = f"{_count(files, 'file')}, {_count(len(findings), 'finding')}"
        counts = {"zh": f"{files} 个文件，{len(findings)} 条问题", "en": en}
        print(counts[args.lang], file=sys.stderr)
    return 1 if findings else 0


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def spec_compile(args: Namespace) -> int:
    """Write the derived files, or say which are out of date; or write the rule program of the
    standard.
    """
    from tracecode.codes import index
    from tracecode.codes.registry import registry
    from tracecode.findings import Finding
    from tracecode.spec.meta import derived, write

    standard = chosen(args, *filter(None, [args.path])).resolved
    if args.out is not None:
        from tracecode.files import replacing
        from tracecode.publish.program import program_text

        with replacing(args.out) as file:
            file.write(program_text(standard).encode())
        print(args.out)
        return 0
    layer = standard.layers[-1]
    files = derived(layer)
    if len(standard.layers) == 1:
        files[index.FILE] = index.derived(registry(standard))
    stale = [name for name, text in files.items() if _read(layer.path(name)) != text]
    if not args.check:
        write({layer.path(name): files[name] for name in stale})
    for name in stale:
        if args.check:
            values = {"allowed": "tracecode spec compile"}
            print(
                Finding(rule="spec.derived", severity="error", values=values, path=name).line_text(
                    args.lang
                )
            )
        else:
            print(name)
    return 1 if args.check and stale else 0


def _read(path: str) -> str | None:
    """The text of a derived file with line ends unified; None if there is none that could be
    right.
    """
    from tracecode.files import opened

    try:
        with opened(path) as file:
            return file.read().decode().replace("\r\n", "\n")
    except ValueError:  # not readable, or no UTF-8
        return None


def _json(data: object, indent: int | None = 2) -> None:
    print(as_json(data, indent))


def _print_code(code: Code, form: str, lang: str) -> None:
    names, meanings = code.names(lang), code.public_meanings(lang)
    normalized, segments = code.public()
    rule = code.layout.owner
    if form == "json":
        _json({
            "text": normalized if rule.personal else mask(code.text), "valid": True,
            "scheme": code.scheme, "edition": code.edition, "form": code.form, "normalized": normalized,
            "segments": [
                {"id": id, "name": names[id], "value": value, "meaning": meanings.get(id)}
                for id, value in segments.items()
            ],
            "meanings": meanings, "elements": code.public_elements,
            "findings": [f.as_dict(lang) for f in code.findings],
        })  # fmt: skip
        return
    print(f"{say(rule.name, lang)}  {code.scheme} ({code.edition})")
    print(shown(normalized, 4096))
    rows = [(names[id], id, shown(value), meanings.get(id, "")) for id, value in segments.items()]
    rows += [("", id, "", meaning) for id, meaning in meanings.items() if id not in code.segments]
    rows += [("GS1", f"({ai})", shown(value), "") for ai, value in code.public_elements.items()]
    if rows:
        print(columns(rows))
    _print_findings(list(code.findings), lang)


def _print_findings(findings: list[Finding], lang: str, prefix: str = "") -> None:
    words = {
        "error": {"zh": "错误", "en": "error"},
        "warning": {"zh": "警告", "en": "warning"},
        "info": {"zh": "说明", "en": "note"},
    }
    for finding in findings:
        message = f"{prefix}: {finding.line_text(lang)}" if prefix else finding.line_text(lang)
        print(f"  {words[finding.severity][lang]}  {message}  ({finding.rule})")


def _match_data(match: Match, lang: str) -> dict[str, Any]:
    return {
        "scheme": match.scheme, "name": say(match.name, lang), "text": match.public_text,
        "valid": match.code is not None, "certain": match.certain, "confidence": match.confidence,
        "basis": match.basis, "inside": match.inside, "rivals": list(match.rivals),
        "reasons": [say(reason, lang) for reason in match.reasons],
        "findings": [finding.as_dict(lang) for finding in match.findings],
    }  # fmt: skip


def _match_row(match: Match, lang: str) -> tuple[str, ...]:
    share = f"{match.confidence:6.1%}"
    if match.code is None:
        verdict = "无效" if lang == "zh" else "invalid"
    elif match.certain:
        verdict = "确定" if lang == "zh" else "certain"
    else:
        verdict = "可能" if lang == "zh" else "possible"
    reasons = ("；" if lang == "zh" else "; ").join(say(reason, lang) for reason in match.reasons)
    return (
        share,
        verdict,
        match.scheme,
        say(match.name, lang),
        shown(match.public_text, 48),
        reasons,
    )

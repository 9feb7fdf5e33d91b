"""The errors of this library.

```
TraceCodeError
├── InvalidCode     (also ValueError)    a text is not a code of the scheme; carries every finding
├── IssueError      (also ValueError)    codes cannot be issued, or the ledger or key cannot be used; carries why
├── InvalidRecord   (also ValueError)    data are no right message or record; carries every finding
├── NotVerified     (also ValueError)    a message is not proved to be what its sender signed; carries why
├── InvalidKey      (also ValueError)    a key cannot be used: weak, of the wrong length, no point of its curve
├── SpecError       (also ValueError)    a specification file is wrong; carries every finding with file and line
├── UnknownId       (also LookupError)   no scheme, product, format, language ... of that name
├── MissingExtra    (also ImportError)   a capability needs packages that an extra brings
├── UnreadableFile  (also ValueError)    a data file cannot be read as what it was said to be
├── UnwritableFile  (also OSError)       a file cannot be written: a full disk, no right, no such folder
├── AbsentStandard  (also LookupError)   what came from elsewhere is of a standard that this process does not have
├── OtherStandard                        a worker of a cluster has another version of the standard than the driver
├── WrongUse        (also TypeError, ValueError)     a function was given what it does not take
└── WrongOutput     (also ValueError)    an output cannot be of the kind that its name asks for
```

What an error says passed the mask of `tracecode.privacy`: no citizen's number stands in its text,
its `repr` or its arguments. The findings that it carries keep their values as data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.privacy import mask, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tracecode.findings import Finding, Suggestion


class TraceCodeError(Exception):
    """Base of all errors of this library. Texts among its arguments are masked."""

    def __init__(self, *args: object) -> None:
        super().__init__(*(mask(arg) if isinstance(arg, str) else arg for arg in args))


class BilingualError(TraceCodeError):
    """An error that says why in both languages."""

    why: Mapping[str, str] | None = None
    """The reason alone (`zh`, `en`), where the system gave one."""

    def __init__(self, en: str, zh: str) -> None:
        self.texts = {"en": mask(en), "zh": mask(zh)}
        """The sentence by language."""
        super().__init__(f"{en}\n{zh}")

    def __str__(self) -> str:
        return f"{self.texts['en']}\n{self.texts['zh']}"

    def __reduce__(self) -> tuple[type[BilingualError], tuple[object, ...]]:
        return type(self), (self.texts["en"], self.texts["zh"])


class FindingsError(TraceCodeError, ValueError):
    """An error that carries findings. Its text is the first error in both languages, and how many
    follow.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        """Every finding, errors first."""
        super().__init__(self.findings)

    def __str__(self) -> str:
        return f"{self.message('en')}\n{self.message('zh')}"

    def message(self, lang: str) -> str:
        """The first finding as one line in `lang` (`zh` or `en`), and how many more there are."""
        first, *rest = self.findings
        text = first.line_text(lang)
        if not rest:
            return text
        return (
            f"{text}（另有 {len(rest)} 条）" if lang == "zh" else f"{text} (and {len(rest)} more)"
        )


class InvalidCode(FindingsError):
    """A text is not a valid code. `findings` holds everything that is wrong with it, not only the
    first fault.
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        repairs: Callable[[], tuple[Suggestion, ...]] = lambda: (),
    ) -> None:
        super().__init__(findings)
        self._repairs = repairs

    def __reduce__(self) -> tuple[type[InvalidCode], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)  # suggestions stay behind: they need the scheme at work

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the text may have been meant to be, right by every rule; see `tracecode.suggest`.

        They are made when asked for. Empty where no scheme is known or nothing near is right.
        """
        return self._repairs()


class InvalidRecord(FindingsError):
    """Data are no right message or record. `findings` holds everything that is wrong, errors
    first.
    """


class NotVerified(FindingsError):
    """A message is not proved to be exactly what its sender signed. `findings` holds every reason,
    errors first.
    """


class InvalidKey(FindingsError):
    """A key cannot be used: it is weak, has the wrong length, or is no point of its curve. The
    finding says why.
    """


class SpecError(FindingsError):
    """A specification file is wrong. Each finding names file, line and remedy."""


class IssueError(FindingsError):
    """Codes cannot be issued: by this rule, with this key, in this ledger, to this file. The
    finding says why.
    """


class AbsentStandard(TraceCodeError, LookupError):
    """A code, record or kernel came from another process, and is of a standard that this one has
    not loaded.
    """

    def __init__(self, layers: Sequence[str], digest: str) -> None:
        self.layers, self.digest = tuple(layers), digest
        named = " + ".join(self.layers)
        super().__init__(
            f"it is of the standard {named} ({digest[:12]}), which is not loaded here, or in "
            f"another version; "
            f"load it with tracecode.Standard.load, or send the standard itself first\n"
            f"其所属规范 {named}（{digest[:12]}）未在此处加载，或版本不同；"
            f"请先用 tracecode.Standard.load 加载，或先传来该规范"
        )

    def __reduce__(self) -> tuple[type[AbsentStandard], tuple[tuple[str, ...], str]]:
        return type(self), (self.layers, self.digest)


class OtherStandard(BilingualError):
    """A worker has another version of the standard than the driver."""

    def __init__(self, theirs: str, ours: str) -> None:
        self.theirs, self.ours = theirs, ours
        super().__init__(
            f"this worker has the standard {ours}, the driver has {theirs}: install one version of "
            f"tracecode everywhere",
            f"此工作节点的规范为 {ours}，驱动端为 {theirs}：请统一 tracecode 版本",
        )

    def __reduce__(self) -> tuple[type[OtherStandard], tuple[str, str]]:
        return type(self), (self.theirs, self.ours)


class MissingExtra(BilingualError, ImportError):
    """A capability needs a package that is not installed; the text says which extra brings it."""

    def __init__(self, package: str, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(
            f"this needs the package {package}; install it with: pip install 'tracecode[{extra}]'",
            f"此功能需要软件包 {package}；请安装：pip install 'tracecode[{extra}]'",
        )

    def __reduce__(self) -> tuple[type[MissingExtra], tuple[str, str]]:
        return type(self), (self.package, self.extra)


class UnreadableFile(BilingualError, ValueError):
    """A file cannot be read as what it was said to be; the text says why in both languages, and
    what to do.
    """


class UnwritableFile(BilingualError, OSError):
    """A file cannot be written; the text says why in both languages. Nothing was left under its
    name.
    """


class WrongUse(BilingualError, TypeError, ValueError):
    """A function was given what it does not take, or things that contradict each other; the text
    says what it takes.
    """


class UnknownId(BilingualError, LookupError):
    """No thing of that kind, or no choice, has this name; the text names near ones. What was wanted
    is masked.
    """

    def __init__(
        self, kind: str, wanted: str, known: Iterable[str], named: Mapping[str, str] | None = None
    ) -> None:
        """What is not there.

        Args:
            kind: what was looked for: `scheme`, `record of pesticide`.
            wanted: its name as given.
            known: the ids that there are.
            named: ids by further names, in whatever language.
        """
        # a millisecond, which most programs need not spend
        from tracecode.nearest import meant, proposals

        self.kind, self.wanted, self.known, self.named = (
            kind,
            mask(wanted),
            tuple(known),
            dict(named or {}),
        )
        self.near = proposals(wanted, {id: id for id in self.known} | self.named)
        """The ids that may have been meant, the likeliest first."""
        hint, some = meant(self.near), ", ".join(sorted(self.known)[:40])
        listed = (
            {"zh": f"；已有：{some}", "en": f"; known: {some}"} if some else {"zh": "", "en": ""}
        )
        what, _, of = kind.partition(" of ")
        zh = f"{f' {of} 的' if of else ''}{_KINDS.get(what, what)}"
        super().__init__(
            f"unknown {kind} {self.wanted[:80]!r}{hint['en'] or listed['en']}",
            f"没有{zh}“{shown(wanted, 80)}”{hint['zh'] or listed['zh']}",
        )

    def __reduce__(self) -> tuple[type[UnknownId], tuple[object, ...]]:
        return type(self), (self.kind, self.wanted, self.known, self.named)


_KINDS = {
    "alphabet": "字符集", "application identifier": "应用标识符", "category": "产品类别",
    "choice": "选项", "cipher": "分组密码", "codelist": "代码表", "column": "列", "command": "命令",
    "definition": "定义", "edition": "版本", "element": "数据项",
    "folder or installed pack": "文件夹或已安装的规范包",
    "folder, installed pack or git revision": "文件夹、已安装的规范包或 git 版本", "form": "结构", "format": "格式",
    "group": "数据项组", "gs1-ai": "应用标识符", "law": "法规", "sample": "样例取值",
    "gs1-symbology": "码制", "indicator": "数据元", "interface": "接口", "kind": "类别",
    "label": "标签模板", "language": "语言", "level": "纠错等级", "limit": "限值",
    "link": "对应关系", "linter": "检查项", "pack": "规范包", "product": "产品品目",
    "record": "记录", "record type": "记录类型", "rows": "行的定义", "rule": "跨记录规则",
    "scheme": "编码规则", "source": "依据文件", "stage": "环节", "symbology": "码制",
    "term": "术语",
}  # fmt: skip
"""What kinds of things are called in Chinese."""

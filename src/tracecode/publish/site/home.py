"""The home page, by what people come to do; and the page that reads codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracecode.escape import attribute, markup
from tracecode.publish.documents.identity import identity
from tracecode.publish.site.shell import TREES, Lang, SitePage, word
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.spec.product_model import ProductSpec
    from tracecode.standard.resolved import Resolved


class _Task(NamedTuple):
    name: Text
    text: Text
    target: str
    """Below the folder of a language."""


_STANDARD = (
    _Task(
        Text(zh="查一种代码", en="Look up a code"),
        Text(zh="结构、校验码、有效期、示例和依据", en="Structure, check characters, dates, "
                                       "examples, sources"),
        "standard/schemes/index.html",
    ),
    _Task(
        Text(zh="查一个品目怎么追溯", en="Look up an item"),
        Text(zh="用哪些码、采集哪些记录、由谁填报", en="Which codes it carries, which records, "
                                       "and who files them"),
        "standard/products/index.html",
    ),
    _Task(
        Text(zh="查一个数据元", en="Look up a data element"),
        Text(zh="定义、格式、值域，用在哪些记录", en="Definition, format, values, and the records "
                                      "that use it"),
        "standard/indicators/index.html",
    ),
    _Task(
        Text(zh="查一个代码表", en="Look up a code list"),
        Text(zh="全部取值，可下载", en="Every value, to download"),
        "standard/codelists/index.html",
    ),
)  # fmt: skip
_DOCS = (
    _Task(
        Text(zh="企业：赋码、印标签、报记录", en="Enterprise: issue codes, print labels, send "
                                    "records"),
        Text(zh="从安装到第一枚标签、第一条报文", en="From installing to a first label and "
                                      "message"),
        "docs/first-label.html",
    ),
    _Task(
        Text(zh="平台：校验收到的文件", en="Platform: check what arrives"),
        Text(zh="校验一个目录，把结果退给报送单位", en="Validate a folder, and answer its senders"),
        "docs/checking.html",
    ),
    _Task(
        Text(zh="标准人员：写第一个规范包", en="Standards staff: write a first pack"),
        Text(zh="只写 YAML，不写程序", en="YAML alone, no programming"),
        "docs/first-pack.html",
    ),
    _Task(
        Text(zh="查一条错误提示", en="Look up a finding"),
        Text(zh="从提示到原因和处理办法", en="From a finding to its cause and remedy"),
        "docs/remedies.html",
    ),
)  # fmt: skip


def home(standard: Resolved, lang: Lang, *, docs: bool) -> SitePage:
    """The home page."""
    tasks = (*_STANDARD, *(_DOCS if docs else ()))
    cards = "".join(
        f'<a class="task" href="{task.target}"><strong>{_say(task.name, lang)}</strong>'
        f"<span>{_say(task.text, lang)}</span></a>"
        for task in tasks
    )
    ask = word("ask", lang)
    body = f"""<h1>{_say(identity(standard).title, lang)}</h1>
<p class="lead">{word("lead", lang)}</p>
<form id="read" class="read" data-page="code.html">
<input type="text" autocomplete="off" spellcheck="false" placeholder="{ask}" aria-label="{ask}">
<button type="submit">{word("ask_button", lang)}</button>
</form>
<h2 id="tasks">{word("tasks", lang)}</h2>
<div class="tasks">{cards}</div>
<h2 id="catalogue">{word("catalogue", lang)}</h2>
<div class="catalogue">{_catalogue(standard, lang)}</div>
<p><a href="standard/index.html">{word("all_of_it", lang)}</a></p>"""
    path, other = (f"{TREES[each]}index.html" for each in (lang, _other(lang)))
    return SitePage(path, lang, word("home", lang), body, other=other, wide=True, section="home")


def _catalogue(standard: Resolved, lang: Lang) -> str:
    """The items by category."""
    parts = []
    products = _products(standard)
    for category in standard.codelist("category").entries:
        items = "".join(
            f"<a href={attribute(f'standard/products/{product.id}.html')}>{_say(product.name, lang)}</a>"
            for product in products
            if product.category == category.code
        )
        if items:
            parts.append(
                f"<section><h3>{_say(category.name, lang)}</h3><p "
                f'class="items">{items}</p></section>'
            )
    return "".join(parts)


EXAMPLES = (
    "6901234567892",
    "91350100M000100Y43",
    "(01)06901234567892(10)AB12",
    "SC11464010500015",
    "6901234567890",
)
"""Codes to try on the page: examples of the specifications, and one with a wrong check
character.
"""


def code_page(standard: Resolved, lang: Lang, *, docs: bool) -> SitePage:
    """The page that reads codes; `docs`: whether the site has a page that lists the rules."""
    items = "".join(
        f"<option value={attribute(each.id)}>{_say(each.name, lang)}</option>"
        for each in _products(standard)
    )
    tries = " ".join(
        f'<button type="button" data-example={attribute(text)}><code>{markup(text)}</code></button>'
        for text in EXAMPLES
    )
    root = "../" * TREES[lang].count("/")
    rules = ' data-rules="docs/rules.html"' if docs else ""
    body = f"""<h1>{word("code", lang)}</h1>
<p class="lead">{word("code_lead", lang)}</p>
<noscript><p class="note">{word("no_script", lang)}</p></noscript>
<div class="reader">
<label class="code"><span>{word("code_field", lang)}</span>
<textarea id="code" rows="2" autocomplete="off" autocapitalize="off" spellcheck="false" autofocus></textarea></label>
<div class="choices">
<label><span>{word("item", lang)}</span>
<select id="item"><option value="">{word("any_item", lang)}</option>{items}</select></label>
<label><span>{word("on", lang)}</span><input id="on" type="date" min="1900-01-01" max="2199-12-31"></label>
<label class="button"><span>{word("picture", lang)}</span><input id="picture" type="file" accept="image/*"></label>
<button type="button" id="camera" aria-pressed="false">{word("camera", lang)}</button>
</div>
<p class="tries">{word("examples", lang)} {tries}</p>
<video id="video" muted playsinline hidden></video>
<p id="status" role="status"></p>
</div>
<div id="answers"{rules} aria-live="polite" aria-label="{word("results", lang)}"></div>
<p class="small">{word("engine", lang)} <a href="{root}tracecode-codes.js" download>tracecode-codes.js</a>,
<a href="{root}tracecode-codes.d.ts" download>tracecode-codes.d.ts</a>,
<a href="{root}codes.json" download>codes.json</a></p>
<p class="small">{word("decoder", lang)} <a href="{root}assets/zxing-licence.txt">zxing-licence.txt</a></p>"""
    path, other = (f"{TREES[each]}code.html" for each in (lang, _other(lang)))
    scripts = (
        "assets/tracecode-codes.classic.js",
        "assets/codes.js",
        "assets/scan.js",
        "assets/code.js",
    )
    return SitePage(
        path, lang, word("code", lang), body, other=other, wide=True, scripts=scripts, wasm=True,
        section="code"
    )  # fmt: skip


def _products(standard: Resolved) -> list[ProductSpec]:
    """The items in the order of the catalogue."""
    return sorted(
        map(standard.product, standard.ids("product")), key=lambda product: product.number
    )


def _other(lang: Lang) -> Lang:
    return "en" if lang == "zh" else "zh"


def _say(text: Text, lang: Lang) -> str:
    return markup(getattr(text, lang))

"""The meta-model of label templates: what stands where on a label, and which code its symbol carries.

Lengths are millimetres from the upper left corner, written as numbers between blanks: `box: 3 2.5 40 6` is 3 mm from
the left, 2.5 mm from above, 40 mm wide and 6 mm high.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tracecode.spec.base import Citation, Definition, Evidence, Spec, Text
from tracecode.spec.numbers import Box, Lengths, Measure
from tracecode.spec.texts import Id, Lines, SnakeId


class LabelField(Spec):
    """A value that every label gets: a column of the data.

    每张标签填写的一个值，即数据的一列。
    """

    id: SnakeId
    """snake_case; the column's header, and `{id}` in the template.
    小写加下划线；即列名，也是模板中的 `{id}`。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    optional: bool = False
    """The value may be empty; a text whose values are all empty is left out.
    值可以为空；所含各值全空的文字不印。"""
    default: str | None = None
    """Value where the data have no such column.
    数据没有该列时的值。"""
    example: str
    """A right value, for the sample label; invented where it names somebody.
    样签所用的正确值；涉及名称的为虚构。"""


class LabelText(Spec):
    """A text on the label, broken into lines as its box asks.

    标签上的一段文字，按框换行。
    """

    text: Lines
    """Words with fields, for instance `农药名称：{product_name}`; `{code}` is the code as it was read or built.
    文字和字段，例如 `农药名称：{product_name}`；`{code}` 为读入或生成的代码。"""
    box: Box
    """Left, top, width and height in millimetres.
    左、上、宽、高，毫米。"""
    size: Measure
    """Font size in points.
    字号，磅。"""
    min_size: Measure | None = None
    """Smallest size to which the font may shrink; without it, it never does.
    可缩小到的最小字号；不写则不缩小。"""
    align: Literal["left", "center", "right"] = "left"
    """How its lines are aligned.
    对齐方式。"""


class LabelSymbol(Spec):
    """The symbol. It carries a code of `scheme`, or the GS1 Digital Link of `gs1`.

    符号；承载 `scheme` 的代码，或 `gs1` 的 GS1 数字链接。
    """

    box: Box
    """Left, top, width and height in millimetres, quiet zone included; the symbol is drawn as large as fits.
    左、上、宽、高，毫米，含空白区；符号按可容的最大尺寸绘制。"""
    symbology: Literal["qr", "data-matrix"] | None = None
    """Where the carrier rule allows several: this one. By default the first that can be drawn.
    载体规则允许多种码制时取此种；默认取第一个可绘制的。"""
    scheme: str | None = None
    """Scheme of the code. Its carrier rule decides content, symbology, level, quiet zone and least area.
    代码的编码规则；内容、码制、纠错等级、空白区和最小面积由其载体规则决定。"""
    form: str | None = None
    """Layout of the scheme, where it has several.
    编码规则有多种代码结构时，取此种。"""
    code: str | None = None
    """The whole code, for instance `"{code}"`; or `build` it.
    整个代码，例如 `"{code}"`；或用 `build`。"""
    build: Mapping[str, str] | None = None
    """The code from its segments, by segment id.
    由各段组成的代码，按段的标识。"""
    trace_url: str | None = None
    """The address before the code, where the carrier rule has one.
    代码之前的网址，载体规则有网址时写。"""
    content: str | None = None
    """What the symbol holds, where the scheme has no rule for a symbol, for instance `"{trace_url}{code}"`.
    编码规则没有规定符号时的内容，例如 `"{trace_url}{code}"`。"""
    gs1: Mapping[str, str] | None = None
    """Values by application identifier, quoted, for instance `"01": "{gtin}"`; empty ones are left out.
    各应用标识符的值，加引号，例如 `"01": "{gtin}"`；空的不写入。"""
    link: str | None = None
    """With `gs1`: the address before the Digital Link's path.
    与 `gs1` 同用：数字链接路径之前的网址。"""


class LabelSheet(Spec):
    """A sheet of many labels, for printing on paper.

    多张标签拼成的页，供打印。
    """

    page: Lengths
    """Width and height in millimetres.
    宽、高，毫米。"""
    margin: Lengths
    """Left and upper margin in millimetres; the right and lower ones are at least as wide.
    左、上边距，毫米；右、下边距不小于此。"""
    gap: Lengths
    """Between labels, across and down, in millimetres.
    标签的横、纵间距，毫米。"""


class LabelSpec(Definition):
    """A label template.

    标签模板。
    """

    id: Id
    """Lower-case id with hyphens, equal to the file's name.
    小写加连字符的标识，与文件名相同。"""
    name: Text
    """Name in both languages.
    两种语言的名称。"""
    product: str | None = None
    """The item of the catalogue for which it is meant.
    所适用的品目。"""
    size: Lengths
    """Width and height in millimetres.
    宽、高，毫米。"""
    font: str | None = None
    """Font file, one with Chinese and Latin letters; a name without folder is looked for where fonts are installed.
    Without it, one that is installed is taken.
    字体文件，须含中文和拉丁字母；只写文件名时在系统字体目录中查找。不写则取已安装的一种。"""
    fields: tuple[LabelField, ...]
    """The values that a label gets.
    标签填写的各值。"""
    symbol: LabelSymbol
    """The symbol.
    符号。"""
    texts: tuple[LabelText, ...] = ()
    """The texts.
    各段文字。"""
    frames: tuple[Box, ...] = ()
    """Rectangles of thin lines, as left, top, width and height; of height or width 0, a line.
    细线框，写左、上、宽、高；高或宽为 0 时是一条线。"""
    logo: Box | None = None
    """Box for the picture that is given when printing; without a picture it stays empty.
    打印时所给图片的框；没有图片则留空。"""
    sheet: LabelSheet | None = None
    """How labels stand on a sheet.
    标签在页上的排列。"""
    source: Citation
    """Where it is written.
    出处。"""
    evidence: Evidence
    """Of the layout. The symbol's content has the evidence of its carrier rule.
    版面的依据程度；符号内容的依据程度取自载体规则。"""
    gaps: tuple[Text, ...] = ()
    """What the research could not find.
    未能查到的内容。"""
    note: Text | None = None
    """What the reader should know.
    说明。"""

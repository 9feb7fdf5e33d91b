"""The meta-model of what stands in invented records, so that those of an item are of its own goods."""

from __future__ import annotations

from collections.abc import Mapping

from tracecode.spec.base import Definition
from tracecode.spec.texts import Id


class SampleSpec(Definition):
    """What stands in invented records of an item, or of the items of a category, in place of the dictionary's examples.

    品目（或一个类别各品目）虚构记录中的取值，代替指标的示例。
    """

    id: Id
    """The item or category, equal to the file's name. An item's own values come before those of its category.
    品目或类别的标识，与文件名相同；品目自己的取值先于其类别的。"""
    values: Mapping[str, str]
    """By element, a right value as text; `group.element` or `record.element` for one place only.
    按数据元，写成文字的正确取值；只用于一处的，写作“组.数据元”或“记录.数据元”。"""
    without: tuple[str, ...] = ()
    """Elements, named in the same way, that invented records leave out where they may: there is no such thing.
    虚构记录中能省则省的数据元，写法相同：没有此类内容。"""

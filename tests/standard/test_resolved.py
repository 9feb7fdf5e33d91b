"""The resolved standard: what it keeps, that nothing else keeps it, and that several work side by side."""

from __future__ import annotations

import gc
import json
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

import tracecode as tc
from tests.records.standard import right, standard
from tracecode.spec.layer import Layer
from tracecode.standard.layout import layouts
from tracecode.standard.resolved import Resolved, kept, packaged

THREADS = 8


def fresh(of: Resolved | None = None) -> Resolved:
    """A standard of the same files that nobody has used yet."""
    return Resolved(*(Layer(layer.root) for layer in (of or packaged()).layers))


def test_what_is_kept_is_made_once() -> None:
    """Eight threads that ask at once are given one thing, which was made once."""
    made: list[int] = []
    ready = Barrier(THREADS)
    own = fresh(standard())

    def ask(_: int) -> object:
        ready.wait()
        return own.keep("thing", lambda: made.append(1) or object())

    with ThreadPoolExecutor(THREADS) as pool:
        assert len({id(thing) for thing in pool.map(ask, range(THREADS))}) == 1
    assert made == [1]


def test_what_fails_is_not_kept() -> None:
    """A fault while something is made is told each time, until it is mended."""
    own = fresh(standard())
    with pytest.raises(ZeroDivisionError):
        own.keep("thing", lambda: 1 / 0)
    assert own.keep("thing", lambda: 7) == 7


def test_each_standard_keeps_its_own() -> None:
    """What is made of one standard is never given to another; arguments tell things apart."""

    @kept
    def made(of: Resolved, number: int) -> object:
        return of, number

    first, second = fresh(standard()), fresh(standard())
    assert made(first, 1) is made(first, 1)
    assert len({id(thing) for thing in (made(first, 1), made(first, 2), made(second, 1))}) == 3


def test_the_functions_are_methods_of_the_packaged_standard() -> None:
    """The functions of the module are those of the one packaged standard."""
    assert tc.Standard.packaged() is tc.Standard.packaged()
    assert tc.parse == tc.Standard.packaged().parse
    assert tc.Standard.packaged().resolved is packaged()


def everything(of: tc.Standard, number: int) -> tuple[object, ...]:
    """One use of each room."""
    record = of.loads(json.dumps(right(title=f"Rye {number}")))
    assert not isinstance(record, list | tc.Message)
    code = of.scheme("unit-code").parse("A-12")
    (verdict,) = of.validate(json.dumps(right(count=0)).encode(), format="json")
    types = tuple(layout.id for layout in layouts(of.resolved))
    schema = len(json.dumps(of.record_type(None, "delivery").json_schema()))
    return record.plain()["title"], code.segments["head"], verdict.status, types, schema, of.dumps(record, "xml")


def test_threads_share_a_standard() -> None:
    """Eight threads that use one unused standard at once get what one gets."""
    expected = [everything(tc.Standard(fresh(standard())), number) for number in range(THREADS)]
    for _ in range(5):
        own, ready = tc.Standard(fresh(standard())), Barrier(THREADS)

        def use(number: int, own: tc.Standard = own, ready: Barrier = ready) -> tuple[object, ...]:
            ready.wait()
            return everything(own, number)

        with ThreadPoolExecutor(THREADS) as pool:
            assert list(pool.map(use, range(THREADS))) == expected


def test_two_standards_never_touch() -> None:
    """A code of one standard's rule is judged by that rule, whatever another standard calls by the same id."""
    own = tc.Standard(fresh(standard()))
    assert "unit-code" not in tc.Standard.packaged().ids("scheme")
    with pytest.raises(tc.UnknownId):
        tc.parse("A-12", "unit-code")
    code = own.parse("A-12", "unit-code")
    assert code.layout.owner.standard is own.resolved
    assert code.names("en") == own.parse("A-12", "unit-code").names("en")


def test_nothing_else_keeps_a_standard() -> None:
    """A standard that nobody holds goes, with all that was made of it: nothing is kept by modules."""
    own = tc.Standard(fresh(standard()))
    everything(own, 1)
    gone = weakref.ref(own.resolved)
    del own
    gc.collect()
    assert gone() is None

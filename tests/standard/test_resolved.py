"""The resolved standard: what it keeps, that nothing else keeps it, and that several work side by
side.
"""

from __future__ import annotations

import copy
import gc
import json
import pickle
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

import tracecode as tc
from tests.records.standard import right, standard
from tracecode.records.model import Record
from tracecode.spec.layer import CarriedLayer, Layer
from tracecode.spec.layer import packaged as packaged_folder
from tracecode.standard.record_layout import layouts
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

    def make() -> object:
        made.append(1)
        return object()

    def ask(_: int) -> object:
        ready.wait()
        return own.keep("thing", make)

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
    for form in ("csv", "xlsx"):
        (again,) = of.loads(of.dumps([record], form), form)  # type: ignore[misc]
        assert isinstance(again, Record)
        assert again.plain()["title"] == record.plain()["title"]
    return (
        record.plain()["title"],
        code.segments["head"],
        verdict.status,
        types,
        schema,
        of.dumps(record, "xml"),
    )


@pytest.mark.slow
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
    """A code of one standard's rule is judged by that rule, whatever another standard calls by the
    same id.
    """
    own = tc.Standard(fresh(standard()))
    assert "unit-code" not in tc.Standard.packaged().ids("scheme")
    with pytest.raises(tc.UnknownId):
        tc.parse("A-12", "unit-code")
    code = own.parse("A-12", "unit-code")
    assert code.layout.owner.standard is own.resolved
    assert code.names("en") == own.parse("A-12", "unit-code").names("en")


@pytest.mark.slow
def test_nothing_else_keeps_a_standard() -> None:
    """A standard that nobody holds goes, with all that was made of it: nothing is kept by
    modules.
    """
    own = tc.Standard(fresh(standard()))
    everything(own, 1)
    gone = weakref.ref(own.resolved)
    del own
    gc.collect()
    assert gone() is None


# --- between processes ----------------------------------------------------------------------------


def piped(thing: object, source: str) -> object:
    """What a fresh process makes of a pickled thing: `source` computes `answer` from `thing`."""
    program = (
        "import pickle, sys\n"
        "try:\n"
        "    thing = pickle.load(sys.stdin.buffer)\n"
        f"    answer = {source}\n"
        "except Exception as error:\n"
        "    answer = type(error).__name__, str(error)\n"
        "sys.stdout.buffer.write(pickle.dumps(answer))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(thing), capture_output=True, check=True
    )
    return pickle.loads(done.stdout)  # our own data


def test_a_worker_is_given_the_standard_itself() -> None:
    """A standard that is pickled works in a process that has none of its folders, and so does what
    was read by it.
    """
    own = tc.Standard(fresh(standard()))
    code, kernel = own.parse("A-12", "unit-code"), own.kernel("unit-code")
    record = own.loads(json.dumps(right()))
    asked = (
        "(thing[1].names('en'), thing[2].check(['A-12', 'A-1x']).valid.tolist(), thing[3].plain(),"
        " type(thing[3]) is type(thing[0].loads(thing[0].dumps(thing[3]))), thing[0].ids('scheme'),"
        " thing[0].is_valid('A-12', 'unit-code'), thing[1].layout.owner is "
        "thing[0].scheme('unit-code'))"
    )
    said = piped((own, code, kernel, record), asked)
    assert said == (code.names("en"), [True, False], right(), True, own.ids("scheme"), True, True)


@pytest.mark.parametrize("what", ["code", "kernel", "record", "scheme"])
def test_an_absent_standard_is_said(what: str) -> None:
    """What is of a standard that the other process does not have says which one that is, and what
    to do.
    """
    own = tc.Standard(fresh(standard()))
    thing = {
        "code": own.parse("A-12", "unit-code"), "kernel": own.kernel("unit-code"),
        "record": own.loads(json.dumps(right())), "scheme": own.scheme("unit-code"),
    }[what]  # fmt: skip
    said = piped(thing, "thing.names('en') if hasattr(thing, 'names') else thing")
    assert isinstance(said, tuple)
    assert said[0] == "AbsentStandard"
    assert own.resolved.layers[0].name in said[1]
    assert "tracecode.Standard.load" in said[1]
    assert "未在此处加载" in said[1]


def test_a_code_without_its_standard_is_still_a_code() -> None:
    """Text, scheme and parts of a code need no standard."""
    code = tc.Standard(fresh(standard())).parse("A-12", "unit-code")
    assert piped(code, "(thing.text, thing.scheme, dict(thing.segments))") == (
        "A-12",
        "unit-code",
        dict(code.segments),
    )


def test_what_is_packaged_is_packaged_everywhere() -> None:
    """Codes and kernels of the packaged standard need nothing but the library."""
    code = tc.parse("91350100M000100Y43")
    asked = (
        "(thing[0].names('en'), thing[1].check([thing[0].normalized]).valid.tolist(),"
        " thing[2].parse('6901234567892').scheme)"
    )
    assert piped((code, tc.kernel("uscc"), tc.Standard.packaged()), asked) == (
        code.names("en"),
        [True],
        "gtin",
    )
    back = pickle.loads(pickle.dumps(code))  # our own data
    assert back.layout is code.layout
    assert pickle.loads(pickle.dumps(packaged())) is packaged()  # our own data


def test_a_pickled_standard_is_small() -> None:
    """The data of a whole standard of the size of the packaged one fit into less than a
    megabyte.
    """
    carried = CarriedLayer.of(Layer(packaged_folder()))
    assert len(pickle.dumps(carried)) < 700_000


def test_copies_stay_in_the_process() -> None:
    """Records of own classes are copied and pickled like others."""
    own = tc.Standard(fresh(standard()))
    record = own.loads(json.dumps(right()))
    assert isinstance(record, Record)
    # our own data
    for again in (copy.deepcopy(record), copy.copy(record), pickle.loads(pickle.dumps(record))):
        assert again == record
        assert type(again) is type(record)

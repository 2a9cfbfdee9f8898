"""Input as nobody should send it: texts, bytes, and real samples with something broken in them."""

from collections.abc import Sequence
from datetime import UTC

import msgspec.inspect as shapes
from hypothesis import strategies as st
from msgspec import Raw

NASTY = (
    "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x00", "\x1b[31m", "\u2028", "\r\n", "\t",
    "\U0001f469\u200d\U0001f4bb", "\ufe0f\u20e3", "Z\u0300\u0301\u0302", "\u0664\u0661", "\uff11",
    "\U0001d7d9", "\u0130", "\u1e9e", "\ufb03", "\ud800", "'", '"', "\\", "{{", "}}", "{{a|b}}",
    "|", "<img src=x>", "&amp;", "%s", "{}", "$(id)", "=1+1", "@SUM", "-2", "//", "https://",
    "http://a.b/", "javascript:", "[::1", "xn--", "4111 1111 1111 1111", "12/27 123",
    "cvv 999", "\u2022" * 12, "DE89 3704 0044 0532 0130 00", "+49", "1e999", "NaN", "9" * 5000,
    "0001-01-01T00:00:00+23:59",
)  # fmt: skip
"""Pieces that have broken some program before."""

texts = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(max_size=12), st.text("0123456789 -./", max_size=24)),
    max_size=12,
).map("".join)
digit_texts = st.lists(
    st.one_of(
        st.text("0123456789", max_size=19),
        st.sampled_from(
            (" ", "-", ".", "/", "\n", "\u200d", "\u2022", "card ", "order no. ", ", ")
        ),
        st.sampled_from(("4111111111111111", "4111 1111 ", "378282246310005", "12/27", "123")),
    ),
    max_size=24,
).map("".join)


@st.composite
def broken(draw: st.DrawFn, samples: Sequence[bytes]) -> bytes:
    """Return one of the samples with bytes changed, cut out, put in or repeated."""
    data = bytearray(draw(st.sampled_from(list(samples))))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(("set", "cut", "put", "repeat", "end"))):
            case "set" if at < len(data):
                data[at] = draw(st.integers(0, 255))
            case "cut":
                del data[at : at + draw(st.integers(1, 16))]
            case "put":
                data[at:at] = draw(st.sampled_from(NASTY)).encode("utf-8", "surrogatepass")
            case "repeat":
                data[at:at] = data[at : at + 32] * draw(st.integers(1, 20))
            case _:
                del data[at:]
    return bytes(data)


def made_of(type_: object) -> st.SearchStrategy[object]:
    """Return values of a message type of the wire, whatever is allowed in each field."""
    return _of(shapes.type_info(type_), 4)


_whole_texts = texts.map(lambda text: text.encode("utf-8", "ignore").decode())
_ANYTHING = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), _whole_texts)


def _of(shape: shapes.Type, depth: int) -> st.SearchStrategy[object]:
    simple: dict[type[shapes.Type], st.SearchStrategy[object]] = {
        shapes.StrType: _whole_texts,
        shapes.IntType: st.integers(-(2**63), 2**63 - 1),
        shapes.FloatType: st.floats(allow_nan=False, allow_infinity=False),
        shapes.BoolType: st.booleans(),
        shapes.NoneType: st.none(),
        shapes.DateTimeType: st.datetimes(timezones=st.just(UTC)),
        shapes.RawType: st.just(Raw(b"{}")),
        shapes.AnyType: _ANYTHING,
        shapes.CustomType: _ANYTHING,  # a field of type `object`
    }
    if type(shape) in simple:
        return simple[type(shape)]
    match shape:
        case shapes.UnionType(types):
            some = [each for each in types if depth or isinstance(each, shapes.NoneType)]
            return st.one_of([_of(each, depth) for each in some or types])
        case shapes.VarTupleType() | shapes.ListType():
            inner = _of(shape.item_type, depth - 1) if depth > 0 else st.nothing()
            made = st.lists(inner, max_size=2 if depth > 0 else 0)
            return made.map(tuple) if isinstance(shape, shapes.VarTupleType) else made.map(list)
        case shapes.DictType():
            if depth <= 0:
                return st.just({})
            names, values = _of(shape.key_type, 0), _of(shape.value_type, depth - 1)
            return st.dictionaries(names, values, max_size=2)
        case shapes.StructType():
            return _struct(shape, depth)
        case _:
            raise AssertionError(f"no values for {shape}")


def _struct(shape: shapes.StructType, depth: int) -> st.SearchStrategy[object]:
    needed = {each.name: _of(each.type, depth - 1) for each in shape.fields if each.required}
    other = {each.name: _of(each.type, depth - 1) for each in shape.fields if not each.required}
    fields = st.fixed_dictionaries(needed, optional=other if depth > 0 else {})
    return fields.map(lambda given: shape.cls(**given))


def has_reason(sentence: str) -> None:
    """Fail when a refusal says nothing."""
    assert sentence.strip()

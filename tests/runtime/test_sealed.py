import io
import os
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.backup.sealed import CHUNK, HEADER, TAG, Tampered, seal, unseal

KEY = b"k" * 32
STORED = CHUNK + TAG
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]


def sealed(plain: bytes, context: str = "backup/main") -> bytes:
    return b"".join(seal(KEY, context, [plain]))


def unsealed(content: bytes, key: bytes = KEY, context: str = "backup/main") -> bytes:
    return b"".join(unseal(key, context, io.BytesIO(content)))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_comes_back(size: int) -> None:
    plain = os.urandom(size)
    assert unsealed(sealed(plain)) == plain


@given(st.lists(st.binary(max_size=50)))
def test_how_the_content_was_cut_does_not_matter(pieces: list[bytes]) -> None:
    assert unsealed(b"".join(seal(KEY, "backup/main", pieces))) == b"".join(pieces)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_cut_short_is_refused_wherever_it_is_cut(size: int) -> None:
    content = sealed(b"x" * size)
    for length in {0, 5, HEADER - 1, HEADER, HEADER + 1, HEADER + STORED, HEADER + 2 * STORED, len(content) - 1}:
        if length < len(content):
            with pytest.raises(Tampered):
                unsealed(content[:length])


@given(st.integers(min_value=0))
def test_a_changed_bit_is_refused_wherever_it_is(position: int) -> None:
    content = bytearray(sealed(b"what is personal"))
    position %= len(content) * 8
    content[position // 8] ^= 1 << position % 8
    with pytest.raises(Tampered):
        unsealed(bytes(content))


def chunks(content: bytes) -> list[bytes]:
    return [content[start : start + STORED] for start in range(HEADER, len(content), STORED)]


@pytest.mark.parametrize(
    "rearrange",
    [
        lambda one, two, three: [two, one, three],
        lambda one, two, three: [one, three],
        lambda one, two, three: [two, three],
        lambda one, two, three: [one, two],
        lambda one, two, three: [one, two, two, three],
        lambda one, two, three: [one, two, three, three],
        lambda one, two, three: [three],
    ],
)
def test_chunks_moved_dropped_or_repeated_are_refused(rearrange: Callable[..., list[bytes]]) -> None:
    content = sealed(os.urandom(3 * CHUNK))
    with pytest.raises(Tampered):
        unsealed(content[:HEADER] + b"".join(rearrange(*chunks(content))))


def test_bytes_added_at_the_end_are_refused() -> None:
    with pytest.raises(Tampered):
        unsealed(sealed(b"x" * CHUNK) + b"more")


def test_a_file_in_the_place_of_another_is_refused() -> None:
    with pytest.raises(Tampered):
        unsealed(sealed(b"keys", context="backup/keys"), context="backup/main")
    with pytest.raises(Tampered):
        unsealed(sealed(b"main", context="older backup/main"), context="backup/main")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Tampered):
        unsealed(sealed(b"x"), key=b"o" * 32)


def test_a_chunk_of_another_file_under_the_same_key_is_refused() -> None:
    one, other = sealed(b"one"), sealed(b"two")
    with pytest.raises(Tampered):
        unsealed(one[:HEADER] + other[HEADER:])


def test_memory_does_not_grow_with_the_file() -> None:
    tracemalloc.start()
    try:
        for _ in seal(KEY, "backup/main", (bytes(100_000) for _ in range(400))):  # 40 MB
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * CHUNK

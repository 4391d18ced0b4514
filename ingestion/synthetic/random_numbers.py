"""Reproducible random numbers: raw 64-bit words of PCG64, one stream per purpose.

Only raw words are used and turned into what is needed by integer arithmetic and look-up tables:
NumPy promises the words of a bit generator, not the streams of its distributions (NEP 19).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
SIXTEEN_BITS = 65_536


class Stream:
    """An endless stream of random words, chosen by seed, a name and further numbers."""

    def __init__(self, seed: int, name: str, *numbers: int) -> None:
        """Start the stream; equal arguments give equal words on every machine."""
        entropy = [seed, zlib.crc32(name.encode()), *numbers]
        self._words = np.random.PCG64(np.random.SeedSequence(entropy))

    def words(self, count: int) -> Array:
        """`count` unsigned 64-bit words."""
        return self._words.random_raw(count).astype("<u8", copy=False)

    def sixteenths(self, count: int, columns: int) -> Array:
        """Return a (columns, count) array of numbers 0 … 65535, contiguous by column."""
        words_per_row = -(-columns // 4)
        fields = self.words(count * words_per_row).view("<u2").reshape(count, -1)
        return np.ascontiguousarray(fields[:, :columns].T)

    def shares(self, count: int) -> Array:
        """`count` numbers in [0, 1) with 53 bits each, for rates as small as 1e-9."""
        return (self.words(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def integer(self, below: int) -> int:
        """Return one whole number from 0 to below - 1."""
        return int(self.words(1)[0]) % below

    def choose(self, weights: Sequence[int]) -> int:
        """Return an index with probability in proportion to its weight."""
        position = self.integer(sum(weights))
        for index, weight in enumerate(weights):
            position -= weight
            if position < 0:
                return index
        raise AssertionError("weights must be positive")

    def sample(self, population: int, count: int) -> list[int]:
        """`count` different numbers below `population`, in ascending order."""
        if count <= 0:
            return []
        order = np.argsort(self.words(population), kind="stable")
        return sorted(int(index) for index in order[:count])


def in_turn(number: int, below: int, start: int = 0) -> int:
    """Return a whole number below `below` such that any few in a row are spread evenly over all.

    What is drawn in turn is as frequent among ten as among ten thousand. Fibonacci hashing: D.
    Knuth, The Art of Computer Programming 3, section 6.4.
    """
    return (number * 2_654_435_769 + start) % (1 << 32) * below >> 32


def table(weights: Sequence[float]) -> Array:
    """Return a look-up of 65,536 entries: 16 random bits → an index in proportion to its weight."""
    total = float(sum(weights))
    edges, reached = [], 0.0
    for weight in weights:
        reached += weight
        edges.append(round(reached / total * SIXTEEN_BITS))
    return np.searchsorted(np.array(edges), np.arange(SIXTEEN_BITS), side="right").astype(np.int16)


def scaled(fields: Array, below: int) -> Array:
    """16-bit numbers spread over 0 … below - 1 (below at most 65,536)."""
    return (fields.astype(np.int64) * below) >> 16


def mixed(values: Array) -> Array:
    """Return a well mixed 64-bit number for each input (splitmix64): the same for the same.

    Source of the constants: G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number
    generators, OOPSLA 2014.
    """
    with np.errstate(over="ignore"):
        mix = values.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        mix = (mix ^ (mix >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mix = (mix ^ (mix >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mix ^ (mix >> np.uint64(31))

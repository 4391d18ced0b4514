"""How the words of a peer are turned into ours: what a module of ``peers`` registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.conformance.fields import Fields, NotUnderstoodError
from tests.conformance.outputs import Outcome
from tests.conformance.reading import Case
from tests.conformance.scenario import Scenario

Figures = Any
"""Nested dictionaries and lists of decimals, texts and truths, in the shape of ``expected``."""


@dataclass(frozen=True)
class Translation:
    """A case in our terms, and how its figures are read from what the models made of it."""

    scenario: Scenario
    read: Callable[[Outcome], Figures]


Translate = Callable[[Fields, str], Translation]
"""Takes the given fields and the feature (some peers name a choice only there)."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of one peer for the features that begin with one of these texts."""

    peer: str
    features: tuple[str, ...]
    translate: Translate
    restate: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    """Figures of `expected` in our terms, where the peer splits or joins what we do not."""


def vocabulary_of(case: Case, vocabularies: tuple[Vocabulary, ...]) -> Vocabulary:
    """The vocabulary of the case: of those of its peer the one with the longest feature."""
    found = [
        (len(feature), vocabulary)
        for vocabulary in vocabularies
        if vocabulary.peer == case.peer
        for feature in vocabulary.features
        if case.feature.startswith(feature)
    ]
    if not found:
        raise NotUnderstoodError(f"not understood: feature {case.feature!r} of {case.peer}")
    return max(found, key=lambda each: each[0])[1]


def translate(case: Case, vocabulary: Vocabulary) -> Translation:
    """Translate a case; raises NotUnderstoodError, also for keys that nobody asked for."""
    given = Fields(case.given)
    translation = vocabulary.translate(given, case.feature)
    given.done()
    return translation

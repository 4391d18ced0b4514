"""One module a peer: its words, turned into a scenario in ours."""

from __future__ import annotations

from tests.conformance.peers import openmeter
from tests.conformance.vocabulary import Vocabulary

VOCABULARIES: tuple[Vocabulary, ...] = (*openmeter.VOCABULARIES,)

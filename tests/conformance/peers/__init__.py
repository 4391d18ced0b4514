"""One module a peer: its words, turned into a scenario in ours."""

from __future__ import annotations

from tests.conformance.peers import (
    billrun_lookup,
    billrun_sequences,
    billrun_tiers,
    cgrates_balances,
    cgrates_calls,
    cgrates_increments,
    cgrates_reratings,
    cgrates_rounding,
    cgrates_segments,
    killbill,
    lago,
    meteroid,
    opencell,
    openmeter,
    yeti,
)
from tests.conformance.vocabulary import Vocabulary

VOCABULARIES: tuple[Vocabulary, ...] = (
    *billrun_lookup.VOCABULARIES,
    *billrun_sequences.VOCABULARIES,
    *billrun_tiers.VOCABULARIES,
    *cgrates_balances.VOCABULARIES,
    *cgrates_increments.VOCABULARIES,
    *cgrates_reratings.VOCABULARIES,
    *cgrates_rounding.VOCABULARIES,
    *cgrates_segments.VOCABULARIES,
    *cgrates_calls.VOCABULARIES,
    *killbill.VOCABULARIES,
    *lago.VOCABULARIES,
    *meteroid.VOCABULARIES,
    *opencell.VOCABULARIES,
    *openmeter.VOCABULARIES,
    *yeti.VOCABULARIES,
)

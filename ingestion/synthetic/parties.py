"""The other end of a call or message, as a number that leads where its kind says."""

from __future__ import annotations

import numpy as np

from ingestion.synthetic.behaviour import KIND_PARTY, PARTIES
from ingestion.synthetic.places import COUNTRIES, HOME_PREFIXES, REGIONS
from ingestion.synthetic.random_numbers import Array, mixed, scaled, table
from ingestion.synthetic.world import World

CONTACTS = 24
# No Korean subscriber number begins with 0, and 555 stands for fiction in many countries: what
# comes out can be nobody's number.
MOBILE = 821_000_000_000
NATIONWIDE = np.array([int(p) for p, zone, _ in HOME_PREFIXES if zone == "nationwide"]) * 10_000
SHORT_CODES = np.array([112, 119, 110, 118, 120, 131, 1330])
LANDLINE = np.array([int("82" + region.area_code) * 10_000_000 for region in REGIONS])
ABROAD = np.array([int(country.calling_code + "555000000") for country in COUNTRIES])


class Parties:
    """Chooses other parties; each line calls mostly its own few contacts."""

    def __init__(self, world: World) -> None:
        """Prepare the table of countries and the operator's own numbers."""
        self.countries = table([country.weight for country in COUNTRIES])
        self.own_numbers = world.number

    def numbers(
        self, line: Array, kind: Array, region: Array, is_away: Array, who: Array, where: Array
    ) -> Array:
        """E.164 digits for each use; 0 where there is no other party."""
        party = KIND_PARTY[kind]
        # The product of two random numbers is small more often: the first contacts are dearest.
        slot = scaled(who, CONTACTS) * scaled(where, CONTACTS) // CONTACTS
        key = mixed(line.astype(np.int64) * 64 + slot + (party.astype(np.int64) << 40))
        tail = (key >> np.uint64(20)).astype(np.int64)
        result = np.zeros(len(line), dtype=np.int64)

        def fill(name: str, values: Array) -> None:
            mask = party == PARTIES.index(name)
            result[mask] = values[mask]

        own = self.own_numbers[tail % len(self.own_numbers)]
        fill("contact", np.where(tail % 10 < 3, own, MOBILE + tail % 10_000_000))
        near = np.where(tail % 4 < 3, LANDLINE[region], LANDLINE[tail % len(LANDLINE)])
        fill("landline", near + tail % 1_000_000)
        fill("voip", 827_000_000_000 + tail % 10_000_000)
        fill("nationwide", NATIONWIDE[tail % len(NATIONWIDE)] + tail % 10_000)
        fill("freephone", 82_800_000_000 + tail % 1_000_000)
        fill("short_code", SHORT_CODES[tail % len(SHORT_CODES)])
        fill("directory", np.full(len(line), 114))
        fill("premium", 82_600_000_000 + tail % 1_000_000)
        country = self.countries[(key & np.uint64(0xFFFF)).astype(np.int64)]
        fill("abroad", ABROAD[country] + tail % 1_000_000)
        return result

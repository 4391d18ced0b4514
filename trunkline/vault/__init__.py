"""The vault: who stands behind a pseudonym. A database file of its own, one look-up at a time."""

from trunkline.vault.keep import keep_people
from trunkline.vault.look_up import LookUp, look_up, look_ups

__all__ = ["LookUp", "keep_people", "look_up", "look_ups"]

"""The one way into the lake: loads that are written aside and committed by one rename."""

from trunkline.landing.genesis import ensure_lake
from trunkline.landing.held import HeldLoad, held_load, held_loads
from trunkline.landing.own_files import own_file
from trunkline.landing.writer import LoadWriter

__all__ = ["HeldLoad", "LoadWriter", "ensure_lake", "held_load", "held_loads", "own_file"]

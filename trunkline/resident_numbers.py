"""What a Korean resident registration number looks like: nothing that holds one is kept.

Law lets hardly anybody process them (Personal Information Protection Act, article 24-2).
"""

from __future__ import annotations

import re

# Birth date, a hyphen, century and sex, and six more digits, standing by itself. The check digit is
# not looked at: numbers given out since October 2020 have none.
RESIDENT_NUMBER = "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[1-8][0-9]{6}"
_ALONE = re.compile(rf"(?<![0-9A-Za-z]){RESIDENT_NUMBER}(?![0-9A-Za-z])")


def holds_resident_number(text: str) -> bool:
    """Say whether a text holds what looks like a resident registration number."""
    return _ALONE.search(text) is not None

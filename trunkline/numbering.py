"""Telephone numbers: from what a switch wrote to E.164, and the prefix that may be kept of it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

_RULES = Path(__file__).with_name("numbering_rules.yml")
_PUNCTUATION = r"[\s().\-/]"
# What is dialled inside a house or to a service: with so few digits it names no person.
_SHORT = r"[0-9*#]{1,6}"
# The subscriber's own part of a number, which the lake does not keep.
_HIDDEN_DIGITS = 4


@dataclass(frozen=True)
class NumberingRules:
    """How one country's numbers are written: its code, (pattern, E.164) pairs, whole patterns."""

    calling_code: str
    normalise: tuple[tuple[str, str], ...]
    whole: tuple[str, ...]


@functools.cache
def numbering_rules() -> dict[str, NumberingRules]:
    """Return the rules of every country that has some, by ISO 3166 code, and those for ``any``."""
    content = yaml.safe_load(_RULES.read_text("utf-8"))
    return {
        country: NumberingRules(
            values["calling_code"],
            tuple((rule["pattern"], rule["number"]) for rule in values["normalise"]),
            tuple(values["whole"]),
        )
        for country, values in content.items()
    }


def normalise(text: str, country: str) -> str:
    """Return a number in E.164 (``+821012345678``), read with the rules of a country.

    Short codes get the country code in front. What is no number at all (an extension's name) is
    returned in lower case: it still stands for one party, but never for a destination.
    """
    rules = _rules_of(country)
    cleaned = re.sub(_PUNCTUATION, "", text)
    for pattern, number in rules.normalise:
        if re.fullmatch(pattern, cleaned):
            return re.sub(f"^{pattern}$", number, cleaned)
    if re.fullmatch("[0-9]+", cleaned):
        return f"+{rules.calling_code}{cleaned}"
    return cleaned.lower()


def prefix(normalised: str) -> str:
    """Return what may be kept of another party's number: its digits less the last four.

    Short codes and freephone numbers are kept whole; what is no number leaves nothing.
    """
    digits = normalised.removeprefix("+")
    if re.fullmatch(_whole_pattern(), normalised) or re.fullmatch(_SHORT, digits):
        return digits
    if not re.fullmatch(r"\+[0-9]+", normalised):
        return ""
    return digits[:-_HIDDEN_DIGITS]


def normalise_sql(expression: str, country: str) -> str:
    """Return DuckDB SQL that does what ``normalise`` does; null stays null."""
    rules = _rules_of(country)
    cleaned = f"regexp_replace({expression}, '{_PUNCTUATION}', '', 'g')"
    branches = [
        f"when regexp_full_match({cleaned}, '{pattern}')"
        f" then regexp_replace({cleaned}, '^{pattern}$', '{number}')"
        for pattern, number in rules.normalise
    ]
    digits = f"when regexp_full_match({cleaned}, '[0-9]+')"
    return (
        f"case {' '.join(branches)} {digits} then '+{rules.calling_code}' || {cleaned}"
        f" else lower({cleaned}) end"
    )


def prefix_sql(expression: str) -> str:
    """Return DuckDB SQL that does what ``prefix`` does, over a normalised number."""
    digits = f"ltrim({expression}, '+')"
    return (
        f"case when regexp_full_match({expression}, '{_whole_pattern()}')"
        f" or regexp_full_match({digits}, '{_SHORT}') then {digits}"
        rf" when not regexp_full_match({expression}, '\+[0-9]+') then ''"
        f" else left({digits}, greatest(length({digits}) - {_HIDDEN_DIGITS}, 0)) end"
    )


def _rules_of(country: str) -> NumberingRules:
    rules = numbering_rules()
    return rules.get(country, rules["any"])


@functools.cache
def _whole_pattern() -> str:
    return "|".join(each for rules in numbering_rules().values() for each in rules.whole)

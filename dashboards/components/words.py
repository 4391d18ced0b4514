"""Every word on the pages, by key and language, from `dashboards/text/ko.yml` and `en.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

LANGUAGES = ("ko", "en")


def _flattened(tree: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        flat |= _flattened(value, f"{name}.") if isinstance(value, dict) else {name: str(value)}
    return flat


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language by dotted key."""
    file = resources.files("dashboards.text").joinpath(f"{language}.yml")
    return _flattened(yaml.safe_load(file.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Words:
    """The texts of one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """The text under a key, with `{names}` filled in. Raises KeyError for an unknown key."""
        return texts(self.language)[key].format(**values)

    def label(self, kind: str, code: str | None) -> str:
        """What people call a code: `voice` is 음성. An unknown code stands for itself."""
        if not code:
            return "–"
        return texts(self.language).get(f"codes.{kind}.{code}", code)

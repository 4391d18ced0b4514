from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.homes import Home
from trunkline.errors import TrunklineError
from trunkline.pseudonyms import CLASSES, Keys, hmac_sql, load_keys, pseudonym

KEYS = Keys({kind: bytes([number]) * 32 for number, kind in enumerate(CLASSES)})


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=5), st.sampled_from(CLASSES))
def test_sql_gives_the_hmac_of_rfc_2104(texts: list[str], kind: str) -> None:
    texts = [text for text in texts if text.isprintable()]
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select {hmac_sql(kind, 'raw')} from (select unnest($texts::varchar[]) as raw)",
            {"texts": texts, **KEYS.parameters(kind)},
        ).fetchall()
    expected = [
        hmac.new(KEYS.secrets[kind], text.encode(), hashlib.sha256).hexdigest()[:32]
        for text in texts
    ]
    assert [row[0] for row in rows] == expected
    assert [KEYS.pseudonym(kind, text) for text in texts] == expected


def test_keys_are_made_once_private_and_never_shown(tmp_path: Path) -> None:
    home_settings = Home(tmp_path).settings
    first = pseudonym(home_settings, "number", "+821012345678")
    assert pseudonym(home_settings, "number", "+821012345678") == first
    assert pseudonym(home_settings, "person", "+821012345678") != first
    assert home_settings.keys_file.stat().st_mode & 0o777 == 0o600
    keys = load_keys(home_settings)
    assert keys.secrets["number"].hex() not in repr(keys)
    home_settings.keys_file.chmod(0o644)
    with pytest.raises(TrunklineError, match="can be read by others"):
        load_keys(home_settings)


def test_a_key_file_that_lacks_a_class_is_not_filled_up(tmp_path: Path) -> None:
    home_settings = Home(tmp_path).settings
    load_keys(home_settings)
    values = json.loads(home_settings.keys_file.read_text())
    del values["email"]
    home_settings.keys_file.write_text(json.dumps(values))
    with pytest.raises(TrunklineError, match="no key for email"):
        load_keys(home_settings)

"""Usage abroad, from the partner's file to the charge of the subscriber and that of the partner."""

from __future__ import annotations

import duckdb
import pytest

from tests.integration.operator_history import Home
from tests.integration.test_asterisk_log import ALWAYS, write, write_catalogue, write_subscribers
from tests.roaming_files import call, nrtrde, reported, session, tap

pytestmark = pytest.mark.slow

NOW = "2026-02-01T06:00:00+00:00"
# the landing helper puts the calling code of the United States before them
OURS, UNKNOWN = "12125550100", "12125550199"


def land(home: Home, entity: str, name: str, data: bytes) -> None:
    folder = home.folder / "landing" / "roaming" / entity
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which one subscriber was abroad, landed and built by one run."""
    folder = tmp_path_factory.mktemp("roaming")
    home = Home(folder / "home", folder / "keys.json")
    home.folder.mkdir()
    write_catalogue(home)
    write_subscribers(home, ["2125550100"])
    write(home, "catalogue", "destinations", [
        {"destination_kind": "network", "prefix": "aaa", "zone": "everywhere", "name": "Abroad",
         **ALWAYS}
    ])  # fmt: skip
    sound = tap(
        [
            call(2300, msisdn=OURS, tax=437),
            call(100, msisdn=OURS, name="MobileTerminatedCall", start="20260105130000"),
            call(500, msisdn=UNKNOWN),
            session(66600, msisdn=OURS),
            call(700, msisdn=None),
        ],
        total=70200,
        tax=437,
    )
    land(home, "tap_records", "CDAAA01BBB0200042", sound)
    disputed = tap([call(2300, msisdn=OURS, start="20260106120000")], total=9, sequence="00043")
    land(home, "tap_records", "CDAAA01BBB0200043", disputed)
    test_data = tap([call(1, msisdn=OURS)], total=1, head=[("FileTypeIndicator", "T")])
    land(home, "tap_records", "TDAAA01BBB0200042", test_data)
    land(home, "tap_records", "CDAAA01BBB0200044", sound[:-7])
    land(home, "nrtrde_records", "NRAAA01BBB020000042", nrtrde([
        reported("Moc", ("Msisdn", OURS), ("ConnectedNumber", "4930123456"))
    ]))  # fmt: skip
    # the damaged file is refused, and told of by the exit code; all others land
    printed = home.run("run", now=NOW, expect=3)
    assert "CDAAA01BBB0200044" in printed and "At byte 0: TransferBatch is" in printed
    return home


def rows(home: Home, query: str) -> list[tuple]:
    with duckdb.connect(str(home.warehouse), read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def test_every_event_is_accounted_for(home: Home) -> None:
    statuses = dict(
        rows(
            home,
            "select status, sum(event_count)::bigint from fct_event_statuses"
            " where source = 'roaming' group by status",
        )
    )
    # rated: the calls out; suspended: no price for a call in or data, and who is nobody's
    assert statuses == {"rated": 2, "suspended": 4, "non_chargeable": 2}
    unbalanced = rows(home, "select control_key from fct_control_totals where not is_balanced")
    assert unbalanced == []


def test_what_cannot_be_rated_says_why(home: Home) -> None:
    assert rows(
        home,
        "select reason, service, direction, count(*) from fct_suspense group by all order by all",
    ) == [
        ("no_price", "data", "outgoing", 1),
        ("no_price", "voice", "incoming", 1),
        # one number that nobody has, and one IMSI
        ("unknown_subscriber", "voice", "outgoing", 2),
    ]


def test_the_subscriber_is_charged_by_the_plan(home: Home) -> None:
    """61 seconds at one cent, twice; the network visited leads to the zone."""
    assert (
        rows(
            home, "select zone, quantity::bigint, charge::varchar from fct_rated_usage order by all"
        )
        == [("everywhere", 61, "0.610000")] * 2
    )


def test_the_partner_s_charge_stands_beside_it(home: Home) -> None:
    charges = rows(
        home,
        "select file_sequence_number, record_position, partner, amount::varchar,"
        " tax_amount::varchar, currency, exchange_rate::varchar, has_agreeing_amounts"
        " from fct_roaming_charges order by 1, 2",
    )
    shared = ("EUR", "1.162030")
    assert charges == [
        (42, 1, "AAA01", "2.300000", "0.437000", *shared, True),
        (42, 2, "AAA01", "0.100000", "0.000000", *shared, True),
        (42, 3, "AAA01", "0.500000", "0.000000", *shared, True),
        (42, 4, "AAA01", "66.600000", "0.000000", *shared, True),
        (42, 5, "AAA01", "0.700000", "0.000000", *shared, True),
        (43, 1, "AAA01", "2.300000", "0.000000", *shared, False),
    ]
    # each is the cost of one event, and the margin of a rated one
    margin = rows(
        home,
        "select count(*) from fct_roaming_charges inner join fct_rated_usage using (event_id)",
    )
    assert margin == [(2,)]


def test_a_corrected_file_takes_back_what_it_no_longer_holds(home: Home) -> None:
    """Last, for it changes the home."""
    corrected = tap([call(2300, msisdn=OURS, tax=437)], total=2300, tax=437)
    land(home, "tap_records", "CDAAA01BBB0200042", corrected)
    home.run(
        "ingest", "--replace", "roaming/tap_records/CDAAA01BBB02/42", "--reason", "corrected",
        now="2026-02-02T06:00:00+00:00",
    )  # fmt: skip
    home.run("run", now="2026-02-02T07:00:00+00:00")
    owed = rows(
        home,
        "select sum(amount)::varchar, count(*) from fct_roaming_charges"
        " where file_sequence_number = 42",
    )
    assert owed == [("2.300000", 9)]
    unbalanced = rows(home, "select control_key from fct_control_totals where not is_balanced")
    assert unbalanced == []

"""FreeSWITCH's mod_cdr_csv: each of its default templates, and what they do to quotes."""

from __future__ import annotations

import pytest

from tests.homes import Home

CALLS = "freeswitch/call_records"
CALL = {
    "caller_id_name": "Alice",
    "caller_id_number": "0212345678",
    "destination_number": "01098765432",
    "context": "default",
    "start_stamp": "2026-01-05 09:59:55",
    "answer_stamp": "2026-01-05 10:00:00",
    "end_stamp": "2026-01-05 10:01:01",
    "duration": "66",
    "billsec": "61",
    "hangup_cause": "NORMAL_CLEARING",
    "uuid": "1c2888e3-b3ab-4d66-be6b-91b6430f0afd",
    "bleg_uuid": "d26a29f9-60e7-4df5-9eed-e42bac8c7096",
    "accountcode": "1001",
    "read_codec": "PCMU",
    "write_codec": "opus",
    "sip_user_agent": "Telephone 1.2",
    "call_clientcode": "",
    "sip_rtp_rxstat": "",
    "sip_rtp_txstat": "",
    "sofia_record_file": "",
    "sip_p_rtp_stat": "PS=1,OS=2",
    "caller_id": '"Alice" <0212345678>',
    "channel_name": "sofia/internal/1001@192.0.2.1",
    "bridge_channel": "sofia/external/01098765432",
    "last_app": "bridge",
    "last_arg": "{a=b,c=d}sofia/gateway/x",
    "amaflags": "3",
    "userfield": "",
    "signal_bond": "d26a29f9-60e7-4df5-9eed-e42bac8c7096",
    "direction": "inbound",
    "ani": "0212345678",
    "network_addr": "192.0.2.7",
    "initial": "true",
    "sip_gateway_name": "carrier",
}
FIRST = (
    '"${caller_id_name}","${caller_id_number}","${destination_number}","${context}",'
    '"${start_stamp}","${answer_stamp}","${end_stamp}","${duration}","${billsec}",'
    '"${hangup_cause}","${uuid}","${bleg_uuid}"'
)
# as they stand in cdr_csv.conf.xml, the space before two of the account codes as well
TEMPLATES = {
    "sql": f'INSERT INTO cdr VALUES ({FIRST}, "${{accountcode}}");',
    "built_in": f'{FIRST}, "${{accountcode}}"',
    "example": f'{FIRST},"${{accountcode}}","${{read_codec}}","${{write_codec}}"',
    "snom": f'{FIRST}, "${{accountcode}}","${{read_codec}}","${{write_codec}}",'
    '"${sip_user_agent}","${call_clientcode}","${sip_rtp_rxstat}","${sip_rtp_txstat}",'
    '"${sofia_record_file}"',
    "linksys": f'{FIRST},"${{accountcode}}","${{read_codec}}","${{write_codec}}",'
    '"${sip_user_agent}","${sip_p_rtp_stat}"',
    "asterisk": '"${accountcode}","${caller_id_number}","${destination_number}","${context}",'
    '"${caller_id}","${channel_name}","${bridge_channel}","${last_app}","${last_arg}",'
    '"${start_stamp}","${answer_stamp}","${end_stamp}","${duration}","${billsec}",'
    '"${hangup_cause}","${amaflags}","${uuid}","${userfield}"',
    "opencdrrate": '"${uuid}","${signal_bond}","${direction}","${ani}","${destination_number}",'
    '"${answer_stamp}","${end_stamp}","${billsec}","${accountcode}","${userfield}",'
    '"${network_addr}","${initial}","${sip_gateway_name}"',
}


def written(template: str, **fields: str) -> str:
    """One line as the module writes it: each variable put in as it is."""
    line = TEMPLATES[template]
    for name, value in {**CALL, **fields}.items():
        line = line.replace(f"${{{name}}}", value)
    return line + "\n"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_default_template_gives_the_same_call(home: Home, template: str) -> None:
    unanswered = {"uuid": "0b-second-leg", "answer_stamp": "", "billsec": "0", "bleg_uuid": ""}
    text = written(template) + written(template, hangup_cause="NO_ANSWER", **unanswered)
    report = home.land(text, "Master.csv", CALLS)
    (file,) = report.landed
    assert (file.records, file.accepted, file.rejected) == (2, 2, 0)
    assert f"written by the template {template}" in file.notes
    rows = home.rows(
        "select event_key, destination_number_prefix, cast(answer_stamp as varchar),"
        " cast(end_stamp as varchar), billsec, caller_id_number_key is not null"
        " from lake where uuid is not null order by line_no",
        CALLS,
    )
    # written in Seoul, kept in UTC; the prefix is that of +82 10 9876 5432
    assert rows == [
        (CALL["uuid"], "82109876", "2026-01-05 01:00:00", "2026-01-05 01:01:01", 61, True),
        ("0b-second-leg", "82109876", None, "2026-01-05 01:01:01", 0, True),
    ]


@pytest.mark.parametrize(
    "name",
    ['Alice "Ali" Kim', '"Alice"', "Kim, Alice", "김앨리스 😀", ",", '"', "", 'a ""b"" c'],
)
def test_quotes_within_a_field_are_left_as_they_are(home: Home, name: str) -> None:
    text = written("example", caller_id_name=name) + written("example", uuid="00000002")
    (file,) = home.land(text, "Master.csv", CALLS).landed
    assert (file.accepted, file.rejected) == (2, 0)
    assert home.rows("select distinct billsec, read_codec from lake", CALLS) == [(61, "PCMU")]


def test_a_record_that_does_not_fit_is_rejected_by_its_line(home: Home) -> None:
    text = (
        written("example")
        + written("example", caller_id_name='Alice","Bob', uuid="two-fields")
        + written("example", start_stamp="yesterday", uuid="no-time-at-all")
        + written("example", uuid="sound-leg")
    )
    (file,) = home.land(text, "Master.csv", CALLS).landed
    assert (file.accepted, file.rejected) == (2, 2)
    assert home.rejects() == [(2, None, "field_count"), (3, "start_stamp", "timestamp")]


def test_numbers_without_quotes_are_read_too(home: Home) -> None:
    text = written("sql").replace('"66","61"', "66,61").replace(', "1001"', ',"1001"')
    (file,) = home.land(text, "Master.csv", CALLS).landed
    assert (file.accepted, file.notes[0]) == (1, "written by the template sql")


@pytest.mark.parametrize(
    "text",
    [
        '"a","b","c"\n',
        "caller_id_name,caller_id_number\nx,1\n",
        "".join(f'"{number}",' for number in range(15)) + "\n",
        "x" * 140_000 + ",1\n",
    ],
)
def test_what_no_template_wrote_is_refused_whole(home: Home, text: str) -> None:
    (refusal,) = home.land(text, "Master.csv", CALLS).refused
    assert (refusal.rule, refusal.line) == ("template", 1)
    assert "example (15)" in refusal.message and "opencdrrate (13)" in refusal.message


def test_the_same_leg_in_two_files_has_one_key(home: Home) -> None:
    home.put(written("example"), "Master.csv", CALLS)
    home.put(written("asterisk"), "1001.csv", CALLS)
    assert len(home.ingest().landed) == 2
    assert home.rows("select count(*), count(distinct event_key) from lake", CALLS) == [(2, 1)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Master.csv", "Master.csv"),
        ("Master-2026-03-01.csv.gz", "Master-2026-03-01.csv.gz"),
        ("01012345678.csv", "account-{}.csv"),
        ("Master01012345678.csv", "account-{}.csv"),
    ],
)
def test_the_file_of_an_account_is_not_called_by_its_number(
    home: Home, name: str, shown: str
) -> None:
    report = home.land(written("example"), name, CALLS)
    (file,) = report.landed
    assert file.origin == shown.format(file.sha256[:12])
    again = home.land(written("example"), name, CALLS)
    refused = home.land('"a","b"\n', name, CALLS)
    told = "\n".join(report.sentences() + again.sentences() + refused.sentences())
    manifests = "".join(path.read_text() for path in home.settings.manifests.glob("*.json"))
    assert "01012345678" not in told + manifests
    assert home.rows("select origin from lake", "trunkline/load_files") == [(file.origin,)]


@pytest.mark.parametrize("template", ["example", "sql"])
def test_a_byte_order_mark_hides_no_template(home: Home, template: str) -> None:
    text = "\ufeff" + written(template) + written(template, uuid="second-leg")
    (file,) = home.land(text, "Master.csv", CALLS).landed
    assert (file.accepted, file.rejected) == (2, 0)
    assert f"written by the template {template}" in file.notes


def test_a_quiet_hour_lands_without_records(home: Home) -> None:
    home.put(written("example"), "Master-1.csv", CALLS)
    home.put("", "Master.csv", CALLS)
    report = home.ingest()
    assert not report.refused
    landed = {file.origin: (file.records, file.notes) for file in report.landed}
    assert landed["Master-1.csv"][0] == 1
    assert landed["Master.csv"][0] == 0
    assert not any("template" in note for note in landed["Master.csv"][1])
    # the next quiet hour has the same bytes
    assert len(home.land("", "Master.csv", CALLS).unchanged) == 1

"""Free text of any language, with newlines within quotes; and what may not be told of it."""

from __future__ import annotations

import csv
import io

import pytest

from tests.homes import Home

ARTICLES = "crm/knowledge_articles"
INTERACTIONS = "crm/interactions"
NAMES = [
    "article_id", "language", "title", "category", "audience", "version", "status",
    "published_at", "body",
]  # fmt: skip
TEXTS = {
    "ko": "안녕하세요.\n요금 문의드립니다.\n\n감사합니다 🙏",
    "en": 'He said "call me",\nthen hung up.',
    "de": "Grüße aus Köln:\n\t„ß“ und €",
    "ar": "مرحبا\nشكرا جزيلا",
    "ja": "こんにちは、\r\n料金について",
    "hi": "नमस्ते\n👩‍👩‍👧‍👦 🇰🇷",
    "fr": "ligne 1\n\n\n\nligne 5",
    "es": '"""\n""',
}


def article_file(texts: dict[str, str], line_end: str = "\n") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(NAMES)
    for place, (language, text) in enumerate(texts.items()):
        writer.writerow(
            [f"A{place}", language, "제목", "bill", "customer", 1, "published",
             "2026-01-01T00:00:00Z", text]
        )  # fmt: skip
    return out.getvalue()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_text_is_kept_as_it_was_written(home: Home, line_end: str) -> None:
    text = article_file(TEXTS, line_end)
    (file,) = home.land(text, "articles.csv", ARTICLES).landed
    # records are counted apart from physical lines, and all of them are accepted
    assert text.count("\n") > len(TEXTS) + 1
    assert (file.records, file.accepted, file.rejected) == (len(TEXTS), len(TEXTS), 0)
    landed = dict(home.rows("select language, body from lake where body is not null", ARTICLES))
    assert landed == TEXTS


def interaction_file(texts: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["interaction_id", "channel", "direction", "reason", "started_at", "body"])
    for name, text in texts.items():
        writer.writerow([f"I-{name}", "email", "inbound", "bill", "2026-01-01T00:00:00Z", text])
    return out.getvalue()


def test_a_record_says_the_line_on_which_it_begins(home: Home) -> None:
    text = interaction_file(TEXTS).replace("I-hi,email", "I-hi,EMAIL")
    home.land(text, "interactions_CRM_1.csv", INTERACTIONS)
    line = text[: text.index("EMAIL")].count("\n") + 1
    assert home.rejects() == [(line, "channel", "allowed")]
    assert home.raw_rejects()[0].decode().count("\n") == TEXTS["hi"].count("\n")


def test_a_quote_that_never_closes_spoils_its_own_line_alone(home: Home) -> None:
    sound = interaction_file({"ko": "하나", "en": "two", "de": "drei"})
    broken = sound + 'I-fr,email,inbound,bill,2026-01-01T00:00:00Z,"open\n'
    text = broken + sound.partition("\n")[2].replace("I-", "J-")
    (file,) = home.land(text, "interactions_CRM_1.csv", INTERACTIONS).landed
    assert (file.records, file.accepted, file.rejected) == (7, 6, 1)
    assert home.rejects() == [(5, None, "quotes")]


def test_what_a_customer_wrote_stays_out_of_the_lake(home: Home) -> None:
    header = "interaction_id,customer_id,channel,direction,reason,started_at,subject,body\n"
    record = (
        'I1,C1,email,inbound,bill,2026-01-05T10:00:00Z,"비밀","내 번호는\n010-1234-5678 입니다"\n'
    )
    (file,) = home.land(header + record, "interactions_CRM_1.csv", INTERACTIONS).landed
    assert (file.records, file.accepted, file.producer, file.sequence) == (1, 1, "CRM", 1)
    lake = b"".join(path.read_bytes() for path in home.settings.lake.rglob("*.parquet"))
    columns = {row[0] for row in home.rows("select column_name from (describe lake)", INTERACTIONS)}
    assert not {"subject", "body", "customer_id"} & columns
    assert b"1234-5678" not in lake and "비밀".encode() not in lake


def test_a_resident_number_in_free_text_refuses_the_file(home: Home) -> None:
    text = article_file({"ko": "번호는\n850101-1234567 입니다"})
    (refusal,) = home.land(text, "articles.csv", ARTICLES).refused
    assert (refusal.rule, refusal.line) == ("resident_number", 2)
    assert "850101" not in str(refusal)

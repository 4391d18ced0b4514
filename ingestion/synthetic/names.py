"""Synthetic names: common syllables put together, no real person meant."""

from __future__ import annotations

from ingestion.synthetic.random_numbers import Stream

SURNAMES = "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍".split()
SYLLABLES = "민 서 지 현 수 영 준 하 은 도 윤 예 주 아 진 우 연 호 유 재 선 경 나 라".split()
GIVEN = (
    "Lan Minh Arun Mei Kenji Yuki Olga Timur Maria Jose Anna Peter Nadia Samir Chen Nora "
    "Dilnoza Bat Somchai Grace"
).split()
FAMILY = (
    "Nguyenva Tranlo Sharmana Linwei Satomoto Ivanenkov Karimbay Santoro Millward Braunfeld "
    "Dorjvan Sukprasit Okaforo Haddadin Wangshu Petrolek"
).split()
COMPANY_HEADS = "한빛 새솔 가온 다온 누리 미르 해담 푸른 하람 아라".split()
COMPANY_TAILS = "물류 상사 정밀 식품 소프트 건설 에너지 디자인".split()
DOMAINS = ("example.com", "example.org", "example.net")


def person(stream: Stream) -> str:
    """Return a name: nine in ten Korean, the others foreign."""
    if stream.integer(10) == 0:
        return f"{GIVEN[stream.integer(len(GIVEN))]} {FAMILY[stream.integer(len(FAMILY))]}"
    first = SYLLABLES[stream.integer(len(SYLLABLES))]
    second = SYLLABLES[stream.integer(len(SYLLABLES))]
    return SURNAMES[stream.integer(len(SURNAMES))] + first + second


def company(stream: Stream, number: int) -> str:
    """Return a company's name, with its number so that no two are equal."""
    head = COMPANY_HEADS[stream.integer(len(COMPANY_HEADS))]
    return f"{head}{COMPANY_TAILS[stream.integer(len(COMPANY_TAILS))]} {number:04d}"


def email(stream: Stream, number: int) -> str:
    """Return an address at a domain reserved for examples (RFC 2606)."""
    return f"holder{number:06d}@{DOMAINS[stream.integer(len(DOMAINS))]}"

"""Korean texts use the terms of the field, the same one everywhere."""

from __future__ import annotations

import re

import pytest

from dashboards.components.words import texts
from trunkline.metrics.catalogue import metrics

# Words that stood here once, or that a literal translation brings back, and the term instead.
REFUSED = {
    r"이탈(?! 위험)": "해지",
    "반송": "반환",
    "기표": "기장",
    "시작 잔액": "기초 잔액",
    "마지막 잔액": "기말 잔액",
    "발생 매출": "부과 요금",
    "미결제 채권": "미회수 채권",
    "넘은 연체|넘게 연체": "초과 연체",
    "달별": "월별",
    "몫": "비율",
    "전달 사용": "전월 사용",
    "그 앞 청구액": "직전 청구액",
    "약정 초과|약정 수수료": "계약 수수료 초과, 계약 수수료",
    "모르는 건": "원거래 미확인",
    "빠짐없음": "누락 없음",
    "입금된 수납": "수납액(입금 기준)",
    "상각": "청구 제외(손실 처리)",
    "수월함": "고객 노력 지수",
    "달의 일부": "집계 중",
}


def korean() -> dict[str, str]:
    """Every Korean text by where it stands."""
    found = dict(texts("ko"))
    for key, metric in metrics().items():
        for field in ("name", "definition", "formula", "source"):
            found[f"{key}.{field}"] = getattr(metric, field)["ko"]
    return found


@pytest.mark.parametrize(("refused", "term"), REFUSED.items())
def test_korean_uses_the_term_of_the_field(refused: str, term: str) -> None:
    found = {key: text for key, text in korean().items() if re.search(refused, text)}
    assert not found, f"write {term}"

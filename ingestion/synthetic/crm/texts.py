"""What people write and agents note: invented text of several languages, quotes and newlines."""

from __future__ import annotations

from ingestion.synthetic.random_numbers import Stream

SUBJECTS: dict[str, dict[str, str]] = {
    "bill": {"ko": "요금이 너무 많이 나왔어요", "en": "My bill is wrong", "vi": "Hóa đơn quá cao"},
    "coverage": {"ko": "통화 품질 불량", "en": "Calls drop at home", "zh-CN": "信号很差"},
    "outage": {"ko": "서비스가 안 됩니다", "en": "No service", "ru": "Нет связи"},
    "contract": {"ko": "약정 문의", "en": "End of my contract", "vi": "Hợp đồng của tôi"},
    "device": {"ko": "단말기 설정 문의", "en": "Phone settings", "zh-CN": "手机设置"},
    "cancellation": {"ko": "해지 문의", "en": "Cancel my line", "ru": "Отключение"},
    "moving": {"ko": "주소 변경", "en": "I am moving", "vi": "Tôi chuyển nhà"},
    "payment": {"ko": "납부 문의", "en": "About my payment", "zh-CN": "付款问题"},
    "sales": {"ko": "요금제 상담", "en": "Which plan?", "ru": "Какой тариф?"},
}
BODIES: dict[str, tuple[str, ...]] = {
    "ko": (
        "안녕하세요,\n어제부터 계속 이렇습니다. 확인 부탁드립니다 🙏",
        '상담원이 "곧 된다"고 했는데,\n아직도 안 됩니다.',
        "빠른 답변 부탁드립니다.",
    ),
    "en": (
        'Hello,\nI was told "tomorrow", twice, and nothing changed.\nPlease call me back.',
        "This is the second time this month 😡\n\nThank you",
        "Could you look at this, please?",
    ),
    "vi": ("Xin chào,\ntôi không hiểu, vui lòng kiểm tra giúp tôi.", "Cảm ơn bạn 🙂"),
    "zh-CN": ("您好，\n请帮我查一下，谢谢。", "什么时候能解决？😤"),
    "ru": ("Здравствуйте!\nПроверьте, пожалуйста; «скоро» было вчера.", "Спасибо."),
}
NOTES = (
    "Customer called back.\nAgreed to wait.",
    '확인함: "정상"',
    "Escalated to the network team",
    "재시작 안내 후 정상, 감사 인사 받음 👍",
)
COMMENTS: dict[bool, dict[str, tuple[str, ...]]] = {
    True: {
        "ko": ("친절하고 빨랐어요 👍", "만족합니다"),
        "en": ("Quick and kind", "All good,\nthank you!"),
        "vi": ("Rất tốt",),
        "zh-CN": ("很好",),
        "ru": ("Быстро и вежливо",),
    },
    False: {
        "ko": ("너무 오래 걸립니다.\n다른 통신사를 알아보는 중 😠", "비싸요"),
        "en": ('Nobody answers, "please hold" for an hour', "Too expensive"),
        "vi": ("Chậm quá",),
        "zh-CN": ("太慢了",),
        "ru": ("Слишком долго",),
    },
}


def subject(category: str, language: str) -> str:
    """Return the subject line of a contact; English where the language has none."""
    texts = SUBJECTS.get(category, SUBJECTS["sales"])
    return texts.get(language, texts["en"])


def body(stream: Stream, language: str) -> str:
    """Return what somebody wrote."""
    texts = BODIES[language]
    return texts[stream.integer(len(texts))]


def note(stream: Stream) -> str:
    """Return what an agent noted."""
    return NOTES[stream.integer(len(NOTES))]


def comment(stream: Stream, is_happy: bool, language: str) -> str:
    """Return a comment on an answered survey."""
    texts = COMMENTS[is_happy][language]
    return texts[stream.integer(len(texts))]

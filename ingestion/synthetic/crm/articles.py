"""The knowledge base: articles in two languages, and who reads them before getting in touch."""

from __future__ import annotations

from ingestion.synthetic.charges import OPENING
from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.crm.tickets import Handled
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import DAY, HOUR, MINUTE, Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.world import World

_ARTICLES: tuple[tuple[str, str, str, str], ...] = (
    ("bill", "요금서 읽는 법", "How to read your bill", "customer"),
    ("bill", "왜 요금이 올랐나요?", "Why is my bill higher?", "customer"),
    ("coverage", "신호가 약할 때", "When the signal is weak", "customer"),
    ("outage", "장애 확인과 보상", "Outages and credits", "customer"),
    ("contract", "약정이 끝나면", "When a contract ends", "customer"),
    ("device", "새 휴대폰 설정", "Setting up a new phone", "customer"),
    ("cancellation", "해지하기 전에", "Before you cancel", "customer"),
    ("moving", "주소 바꾸기", "Changing your address", "customer"),
    ("payment", "납부 방법 바꾸기", "Changing how you pay", "customer"),
    ("sales", "요금제 고르기", "Choosing a plan", "customer"),
    ("bill", "요금 이의 처리", "Handling a disputed bill", "agent"),
    ("outage", "장애 고객 응대", "Answering customers in an outage", "agent"),
)
_BODIES = {
    "ko": "1. 앱을 엽니다.\n2. 메뉴에서 고릅니다.\n3. 안 되면 문의해 주세요.",
    "en": '1. Open the app.\n2. Choose "Help".\n3. If that does not help, contact us.',
}


def articles(number: int, last: int) -> list[Row]:
    """Return the complete export of a delivery: two articles change, and one goes, in time."""
    rows: list[Row] = []
    for place, (category, korean, english, audience) in enumerate(_ARTICLES, start=1):
        for language, title in (("ko", korean), ("en", english)):
            if number == last > 1 and (place, language) == (8, "en"):
                continue
            rows.append(
                {
                    "article_id": f"KB-{place:03d}",
                    "language": language,
                    "title": title,
                    "category": category,
                    "audience": audience,
                    "version": 1 + (place <= 2 and number > 1),
                    "status": "published",
                    "published_at": OPENING,
                    "body": _BODIES[language],
                }
            )
    return rows


class Views:
    """Draws who reads what and exports the articles and their views."""

    def __init__(self, world: World, outbox: Outbox) -> None:
        """Begin with none."""
        self.world, self.outbox = world, outbox
        self.views: list[tuple[int, Row]] = []

    def view(self, stream: Stream, customer: Customer, at: int, category: str) -> None:
        """Note the views of one visit: the article wanted and now and then another."""
        fitting = [n for n, a in enumerate(_ARTICLES, 1) if a[0] == category and a[3] == "customer"]
        chosen = [fitting[stream.integer(len(fitting))]] if fitting else [1]
        if stream.integer(3) == 0:
            chosen.append(1 + stream.integer(10))
        visit = f"V{self.world.arguments.seed}-{stream.integer(1 << 40):010x}"
        is_known = stream.integer(4) > 0
        for article in chosen:
            helpful = stream.integer(4)
            at += 1 + stream.integer(4 * MINUTE)
            self.views.append((at, {
                "article_id": f"KB-{article:03d}",
                "language": "ko" if customer.language == "ko" else "en",
                "viewed_at": clock(at),
                "session_id": visit,
                "customer_id": customer.customer_id if is_known else None,
                "channel": "app" if customer.channel == "app" else "web",
                "was_helpful": (None, None, "true", "false")[helpful],
            }))  # fmt: skip

    def everyday(self, customers: list[Customer]) -> None:
        """Let one customer in six look something up in a month, and most find it."""
        for number, customer in enumerate(customers):
            stream = Stream(self.world.arguments.seed, "views", number)
            for first in range(0, self.world.schedule.day_count, 30):
                if stream.integer(6) == 0:
                    day = first + stream.integer(30)
                    at = self.outbox.start + day * DAY + 7 * HOUR + stream.integer(15 * HOUR)
                    self.view(stream, customer, at, _ARTICLES[stream.integer(10)][0])

    def before_contacts(self, handled: list[Handled]) -> None:
        """Let one contact in four follow a search that did not help."""
        for number, done in enumerate(handled):
            stream = Stream(self.world.arguments.seed, "searched", number)
            if stream.integer(4) == 0 and done.case.cause != "unpaid":
                at = done.case.at - 5 * MINUTE - stream.integer(3 * HOUR)
                self.view(stream, done.case.customer, at, done.case.category)

    def send(self) -> None:
        """Export the articles with every delivery, and all views."""
        last = self.world.schedule.last_number
        for delivery in self.world.schedule.deliveries:
            number = delivery.number
            self.outbox.export("crm", "knowledge_articles", number, articles(number, last))
        for number, (at, row) in enumerate(sorted(self.views, key=lambda v: v[0]), start=1):
            self.outbox.add("crm", "article_views", at, {"view_id": f"VW-{number:08d}", **row})

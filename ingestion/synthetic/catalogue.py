"""The rows of the catalogue but for charges, as the operator's product system exports them."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from ingestion.synthetic.add_ons import ADD_ONS
from ingestion.synthetic.calendar_of_korea import HOLIDAYS
from ingestion.synthetic.charges import active
from ingestion.synthetic.files import Row
from ingestion.synthetic.places import COUNTRIES, EXCEPTIONS, HOME_PREFIXES
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.tariffs import PLANS, SHARED_ALLOWANCES


def plans() -> list[Row]:
    """Return one row per plan and add-on."""
    named = [
        (plan.plan_id, plan.name, plan.name_en, plan.line_type, plan.currency) for plan in PLANS
    ]
    named += [(each.plan_id, each.name, each.name_en, "add_on", "KRW") for each in ADD_ONS]
    names = ("plan_id", "name", "name_en", "line_type", "currency")
    return [dict(zip(names, row, strict=True)) | active() for row in named]


def allowances() -> list[Row]:
    """Return one row per quantity included."""
    rows = [
        allowance(f"{plan.plan_id}.{service}.{zone}", plan.plan_id, service, zone, quantity)
        for plan in PLANS
        for service, zone, quantity in plan.includes
    ]
    for plan_id, service, zone, quantity, priority in SHARED_ALLOWANCES:
        row = allowance(f"{plan_id}.{service}.{zone}.shared", plan_id, service, zone, quantity)
        rows.append(row | {"priority": priority, "sharing": "account"})
    for add_on in ADD_ONS:
        name = f"{add_on.plan_id}.{add_on.service}.{add_on.zone}"
        row = allowance(name, add_on.plan_id, add_on.service, add_on.zone, add_on.quantity)
        more = {"priority": add_on.priority, "balance_period": add_on.balance_period}
        rows.append(row | more)
    return rows


def allowance(name: str, plan_id: str, service: str, zone: str, quantity: int) -> Row:
    """Return one row of allowances that says nothing particular."""
    optional = ("direction", "bucket_id", "priority", "sharing", "balance_period")
    return {
        "allowance_id": name,
        "plan_id": plan_id,
        "service": service,
        "zone": zone,
        "quantity": quantity,
        **dict.fromkeys(optional),
        **active(),
    }


def destination(kind: str, prefix: str, zone: str, name: str) -> Row:
    """Return one row of destinations, valid from the opening."""
    return {"destination_kind": kind, "prefix": prefix, "zone": zone, "name": name, **active()}


def destinations() -> list[Row]:
    """Korea's prefixes, the world's calling codes, networks by country code, services at home."""
    rows = [destination("number", *row) for row in (*HOME_PREFIXES, *EXCEPTIONS)]
    for country in COUNTRIES:
        rows.append(destination("number", country.calling_code, country.zone, country.name))
        code = country.network[:3]
        rows.append(destination("network", code, country.roaming_zone, country.name))
    rows.append(destination("service", "data", "home", "Data at home"))
    rows.append(destination("service", "content", "home", "Content at home"))
    return rows


def time_bands() -> list[Row]:
    """Return day and night on weekdays; Saturdays, Sundays and holidays are weekend all day."""
    parts = [
        ("night", "weekday", 0, 480),
        ("day", "weekday", 480, 1260),
        ("night", "weekday", 1260, 1440),
        ("weekend", "saturday", 0, 1440),
        ("weekend", "sunday", 0, 1440),
        ("weekend", "holiday", 0, 1440),
    ]
    names = ("time_band", "day_type", "from_minute", "to_minute")
    return [dict(zip(names, part, strict=True)) | active() for part in parts]


def holidays() -> list[Row]:
    """Return one row per public holiday."""
    return [
        {"holiday_date": day.isoformat(), "name": name, "status": "active"}
        for day, name in HOLIDAYS.items()
    ]


def taxes() -> list[Row]:
    """Return the VAT of Korea (Value-Added Tax Act, article 30: 10 %; zero rate for use abroad)."""
    return [
        {"tax_code": "vat_standard", "name": "VAT 10 %", "rate": "0.1", **active()},
        {"tax_code": "vat_zero", "name": "VAT zero-rated", "rate": "0", **active()},
    ]


def usage_limits() -> list[Row]:
    """Return what one record may hold: a day of talk, a terabyte, a hundred of the rest."""
    largest = {"voice": 86_400, "sms": 100, "mms": 100, "data": 10**12, "content": 100}
    return [
        {"service": service, "largest_quantity": quantity, "clock_tolerance_seconds": 900}
        | active()
        for service, quantity in largest.items()
    ]


# (alert, measure, limit, minutes of a window, service, direction, zone) of what is watched. The
# shares of a bill abroad are those of Regulation (EU) 2022/612, article 14.
ALERTS: tuple[tuple[str, str, int, int | None, str | None, str | None, str | None], ...] = (
    ("charges_of_a_period", "amount", 20_000, None, None, None, None),
    ("charges_abroad", "amount", 30_000, None, None, None, "roam_*"),
    ("data_of_a_period", "quantity", 20 * 10**9, None, "data", None, None),
    ("calls_to_abroad_at_once", "events", 10, 120, "voice", "outgoing", "intl_*"),
)
SHARES = ("0.8", "1")


def usage_alerts() -> list[Row]:
    """Return what is watched: bills at 80 and 100 % of a limit, and calls abroad without end."""
    return [
        {
            "alert_id": alert,
            "share": share,
            "measure": measure,
            "limit_amount": limit if measure == "amount" else None,
            "currency": "KRW" if measure == "amount" else None,
            "limit_quantity": None if measure == "amount" else limit,
            "window_minutes": window,
            **dict.fromkeys(("plan_id", "segment", "account_id", "subscription_id")),
            "service": service,
            "direction": direction,
            "zone": zone,
            **active(),
        }
        for alert, measure, limit, window, service, direction, zone in ALERTS
        for share in (SHARES if window is None else SHARES[-1:])
    ]


CURRENCIES = (
    ("KRW", "South Korean won", 0, None),
    ("USD", "United States dollar", 2, "1400"),
    ("EUR", "Euro", 2, "1600"),
    ("JPY", "Japanese yen", 0, "9.2"),
    ("CNY", "Chinese yuan renminbi", 2, "195"),
    ("XDR", "Special drawing right", 2, "1900"),
)


def currencies() -> list[Row]:
    """Return the currencies in which the operator charges, settles or is charged abroad."""
    return [
        {"currency": code, "name": name, "decimals": decimals}
        for code, name, decimals, _ in CURRENCIES
    ]


def exchange_rates(days: list[dt.date], seed: int) -> list[Row]:
    """Return an invented daily rate to KRW per foreign currency, within 3 % of its level."""
    rows: list[Row] = []
    for day in days:
        stream = Stream(seed, "exchange_rates", day.toordinal())
        for code, _, _, level in CURRENCIES:
            if level is None:
                continue
            move = Decimal(stream.integer(600) - 300) / 10_000
            rate = (Decimal(level) * (1 + move)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
            rows.append(
                {
                    "base_currency": code,
                    "quote_currency": "KRW",
                    "rate_date": day.isoformat(),
                    "rate": f"{rate:f}",
                }
            )
    return rows

"""Where a number leads and where a traveller is: Korea's number plan and the world, by hand.

Sources: Korea's number plan as the Ministry of Science and ICT notified it to the ITU
(전기통신번호관리세칙; ITU-T national numbering plans, +82); calling codes: ITU-T E.164 assigned
country codes; mobile country codes: ITU-T E.212.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """A Korean province or city: its code, its land line area code without the leading 0."""

    code: str
    area_code: str
    name: str
    weight: int
    latitude: float
    longitude: float


# Weights: share of the population in percent, roughly (resident registration statistics).
REGIONS: tuple[Region, ...] = (
    Region("seoul", "2", "Seoul", 18, 37.5665, 126.978),
    Region("gyeonggi", "31", "Gyeonggi", 26, 37.275, 127.0095),
    Region("incheon", "32", "Incheon", 6, 37.4563, 126.7052),
    Region("gangwon", "33", "Gangwon", 3, 37.8813, 127.7298),
    Region("chungnam", "41", "Chungcheongnam", 4, 36.6588, 126.6728),
    Region("daejeon", "42", "Daejeon", 3, 36.3504, 127.3845),
    Region("chungbuk", "43", "Chungcheongbuk", 3, 36.6357, 127.4913),
    Region("sejong", "44", "Sejong", 1, 36.48, 127.289),
    Region("busan", "51", "Busan", 6, 35.1796, 129.0756),
    Region("ulsan", "52", "Ulsan", 2, 35.5384, 129.3114),
    Region("daegu", "53", "Daegu", 5, 35.8714, 128.6014),
    Region("gyeongbuk", "54", "Gyeongsangbuk", 5, 36.576, 128.5056),
    Region("gyeongnam", "55", "Gyeongsangnam", 6, 35.2383, 128.6924),
    Region("jeonnam", "61", "Jeollanam", 4, 34.8161, 126.4629),
    Region("gwangju", "62", "Gwangju", 3, 35.1595, 126.8526),
    Region("jeonbuk", "63", "Jeonbuk", 3, 35.8203, 127.1088),
    Region("jeju", "64", "Jeju", 2, 33.4996, 126.5312),
)

# (prefix, zone, name) at home. The old mobile codes 011, 016 … 019 went out of use with 2G: 82112
# is the police and no longer a number of 011.
HOME_PREFIXES: tuple[tuple[str, str, str], ...] = (
    ("8210", "home_mobile", "Mobile 010"),
    ("8212", "home_mobile", "Machine numbers 012"),
    *((f"82{r.area_code}", "home_landline", f"Land lines {r.name}") for r in REGIONS),
    ("8230", "home_voip", "Integrated messages 030"),
    ("8250", "home_voip", "Personal numbers 050"),
    ("8270", "home_voip", "Internet telephony 070"),
    ("8260", "premium", "Information services 060"),
    ("8280", "freephone", "Freephone 080"),
    *(
        (f"82{code}", "nationwide", f"Nationwide numbers {code}")
        for code in (
            "1522", "1544", "1566", "1577", "1588", "1599", "1600", "1644", "1661", "1666", "1670",
            "1688", "1800", "1811", "1833", "1855", "1877", "1899",
        )
    ),
    ("82114", "directory", "Directory enquiries"),
    *(
        (f"82{code}", "short_code", name)
        for code, name in (
            ("110", "Government call centre"), ("111", "Intelligence service"),
            ("112", "Police"), ("113", "Counter-espionage"), ("117", "School violence"),
            ("118", "Internet security centre"), ("119", "Fire and ambulance"),
            ("120", "Local government"), ("123", "Electricity"), ("125", "Customs"),
            ("126", "Taxes"), ("129", "Health and welfare"), ("131", "Weather"),
            ("132", "Legal aid"), ("182", "Missing children"), ("1330", "Tourism"),
            ("1345", "Immigration"), ("1366", "Women's emergency"), ("1388", "Youth"),
        )
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Country:
    """A country: calling code, zone of calls to it, MCC-MNC of a network there, roaming zone.

    `weight` is how often people call and travel there, in parts of all countries' weights.
    """

    name: str
    calling_code: str
    zone: str
    network: str
    roaming_zone: str
    weight: int


COUNTRIES: tuple[Country, ...] = (
    Country("Japan", "81", "intl_1", "44010", "roam_asia", 160),
    Country("China", "86", "intl_1", "46000", "roam_asia", 130),
    Country("United States and Canada", "1", "intl_1", "310260", "roam_america", 110),
    Country("Viet Nam", "84", "intl_2", "45204", "roam_asia", 130),
    Country("Thailand", "66", "intl_2", "52001", "roam_asia", 70),
    Country("Philippines", "63", "intl_2", "51502", "roam_asia", 70),
    Country("Taiwan", "886", "intl_1", "46692", "roam_asia", 50),
    Country("Hong Kong", "852", "intl_1", "45400", "roam_asia", 40),
    Country("Macao", "853", "intl_2", "45500", "roam_asia", 6),
    Country("Singapore", "65", "intl_1", "52501", "roam_asia", 30),
    Country("Malaysia", "60", "intl_2", "50212", "roam_asia", 20),
    Country("Indonesia", "62", "intl_2", "51010", "roam_asia", 25),
    Country("India", "91", "intl_2", "40410", "roam_asia", 15),
    Country("Nepal", "977", "intl_4", "42901", "roam_asia", 12),
    Country("Bangladesh", "880", "intl_4", "47001", "roam_asia", 10),
    Country("Sri Lanka", "94", "intl_4", "41302", "roam_asia", 8),
    Country("Cambodia", "855", "intl_3", "45601", "roam_asia", 14),
    Country("Lao PDR", "856", "intl_3", "45701", "roam_asia", 6),
    Country("Myanmar", "95", "intl_4", "41401", "roam_asia", 8),
    Country("Mongolia", "976", "intl_3", "42899", "roam_asia", 12),
    Country("Uzbekistan", "998", "intl_3", "43405", "roam_asia", 14),
    Country("Kazakhstan", "77", "intl_3", "40101", "roam_asia", 6),
    Country("Russian Federation", "7", "intl_3", "25001", "roam_europe", 12),
    Country("United Kingdom", "44", "intl_2", "23410", "roam_europe", 14),
    Country("Germany", "49", "intl_2", "26201", "roam_europe", 14),
    Country("France", "33", "intl_2", "20801", "roam_europe", 16),
    Country("Italy", "39", "intl_3", "22201", "roam_europe", 14),
    Country("Spain", "34", "intl_3", "21401", "roam_europe", 12),
    Country("Netherlands", "31", "intl_3", "20408", "roam_europe", 6),
    Country("Switzerland", "41", "intl_3", "22801", "roam_europe", 6),
    Country("Austria", "43", "intl_3", "23201", "roam_europe", 5),
    Country("Sweden", "46", "intl_3", "24001", "roam_europe", 3),
    Country("Poland", "48", "intl_3", "26001", "roam_europe", 4),
    Country("Czechia", "420", "intl_3", "23001", "roam_europe", 5),
    Country("Türkiye", "90", "intl_3", "28601", "roam_europe", 8),
    Country("United Arab Emirates", "971", "intl_4", "42402", "roam_rest", 10),
    Country("Saudi Arabia", "966", "intl_4", "42001", "roam_rest", 6),
    Country("Egypt", "20", "intl_4", "60202", "roam_rest", 3),
    Country("South Africa", "27", "intl_4", "65501", "roam_rest", 2),
    Country("Australia", "61", "intl_1", "50501", "roam_rest", 22),
    Country("New Zealand", "64", "intl_2", "53001", "roam_rest", 10),
    Country("Brazil", "55", "intl_4", "72402", "roam_america", 4),
    Country("Mexico", "52", "intl_3", "334020", "roam_america", 5),
)

# Longer prefixes that lead elsewhere than their country: what longest prefix is for.
EXCEPTIONS: tuple[tuple[str, str, str], ...] = (
    ("1671", "intl_2", "Guam"),
    ("1808", "intl_2", "Hawaii"),
    ("1907", "intl_3", "Alaska"),
    ("66555", "intl_3", "Thailand, special"),
)

# Reached by a zone that no plan prices at first (`satellite`), or by no destination at all.
SATELLITE = ("881", "satellite", "Satellite networks")
CURED_DESTINATION = ("383", "intl_4", "Kosovo")
UNKNOWN_CALLING_CODE = "690"  # Tokelau: never a destination here

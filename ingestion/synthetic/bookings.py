"""Which lines have booked which add-on, from when to when: from a random stream of their own."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.add_ons import ADD_ONS, ASIA_PASS, DATA_EXTRA
from ingestion.synthetic.calendar_of_korea import midnight
from ingestion.synthetic.files import Row
from ingestion.synthetic.people import NEVER
from ingestion.synthetic.people_files import DatedRow
from ingestion.synthetic.places import COUNTRIES
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.tariffs import PLANS
from ingestion.synthetic.world import World

# In a hundred: phones with more data, of these with a second booking, journeys with a pass.
SHARE_EXTRA, SHARE_AGAIN, SHARE_PASS = 25, 30, 60


@dataclass(frozen=True)
class Booking:
    """An add-on booked by a line on the days [first, end), known from a delivery on."""

    line: int
    add_on: int
    first: int
    end: int
    units: int
    delivery: int


def draw_bookings(world: World) -> list[Booking]:
    """Return all bookings in the order in which they become known; equal worlds have equal ones."""
    stream = Stream(world.arguments.seed, "add_ons")
    schedule, lines = world.schedule, world.lines
    found: list[Booking] = []

    def book(line: int, add_on: int, first: int, end: int, units: int) -> None:
        delivery = schedule.delivery_of_offset(first) + lines[line].is_late
        if delivery <= schedule.last_number:
            found.append(Booking(line, add_on, first, end, units, delivery))

    for index, line in enumerate(lines):
        last = min(line.left_day, schedule.day_count)
        if PLANS[line.plan].line_type != "handset" or line.joined_day >= last:
            continue
        if stream.integer(100) >= SHARE_EXTRA:
            continue
        first = line.joined_day + stream.integer(last - line.joined_day)
        ends = first + 20 + stream.integer(40)
        is_for_ever = stream.integer(3) > 0
        units = 1 + (stream.integer(4) == 0)
        book(index, DATA_EXTRA, first, NEVER if is_for_ever else ends, units)
        if stream.integer(100) < SHARE_AGAIN:
            book(index, DATA_EXTRA, first + stream.integer(last - first), NEVER, 1)
    for trip in world.trips:
        is_in_asia = COUNTRIES[trip.country].roaming_zone == ADD_ONS[ASIA_PASS].zone
        is_within = lines[trip.line].joined_day <= trip.first < schedule.day_count
        if stream.integer(100) < SHARE_PASS and is_in_asia and is_within:
            book(trip.line, ASIA_PASS, trip.first, trip.end, 1)
    return sorted(found, key=lambda booking: booking.delivery)


def add_on_rows(world: World) -> list[DatedRow]:
    """Return the rows of billing's add_ons."""
    first_day = world.schedule.first_day.toordinal()

    def at(day: int) -> str:
        return midnight(world.schedule.first_day.fromordinal(first_day + day))

    rows: list[DatedRow] = []
    for number, booking in enumerate(draw_bookings(world), start=1):
        row: Row = {
            "booking_id": f"ADD-{number:07d}",
            "subscription_id": world.lines[booking.line].subscription_id,
            "plan_id": ADD_ONS[booking.add_on].plan_id,
            "units": booking.units,
            "status": "active",
            "valid_from": at(booking.first),
            "valid_to": None if booking.end == NEVER else at(booking.end),
        }
        rows.append((booking.delivery, booking.first, row))
    return rows

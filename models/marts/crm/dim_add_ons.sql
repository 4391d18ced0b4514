with

add_ons as (
    select * from {{ ref('stg_billing__add_ons') }}
),

painted as (
    {{ paint_rows('add_ons', ['subscription_id', 'booking_id'], ['plan_id', 'units', 'status']) }}
),

first_rows as (
    select
        subscription_id,
        booking_id,
        min(row_id) as booking_number
    from add_ons
    group by subscription_id, booking_id
),

ranked as (
    -- of one subscription's bookings the earlier one is drawn on first; a later one never comes
    -- between
    select
        *,
        row_number() over (partition by subscription_id order by booking_number) as booking_rank
    from first_rows
),

booked as (
    select
        ---------- ids
        painted.subscription_id,
        painted.booking_id,
        ranked.booking_number,
        painted.plan_id,
        ---------- numbers
        cast(ranked.booking_rank as integer) as booking_rank,
        painted.units,
        painted.known_from,
        painted.known_to,
        ---------- times
        painted.valid_from,
        painted.valid_to
    from painted
    inner join ranked
        on ranked.subscription_id = painted.subscription_id
        and ranked.booking_id = painted.booking_id
    where painted.status = 'active'
)

select * from booked

with

suspended as (
    select * from {{ ref('int_supply_suspended') }}
),

rated as (
    select
        {{ event_of_supply_leg('event_id') }} as event_id,
        rating_seq
    from {{ ref('int_supply_rated') }}
    -- rated on arrival is not waited for
    where rating_seq > {{ load_of(event_of_supply_leg('event_id')) }}
),

written_off as (
    select * from {{ ref('int_usage_written_off') }}
),

admissions as (
    select * from {{ ref('int_usage_admissions') }}
),

destinations_resolved as (
    select * from {{ ref('int_destinations_resolved') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

known as (
    -- the reason as known now; for what was priced or written off, just before that
    select
        suspended.*,
        rated.rating_seq as cured_seq,
        case when rated.event_id is null then written_off.written_off_seq end as written_off_seq,
        coalesce(
            rated.rating_seq - 1, written_off.written_off_seq - 1, {{ watermark() }}
        ) as known_at
    from suspended
    left join rated
        on rated.event_id = suspended.event_id
    left join written_off
        on written_off.event_id = suspended.event_id
),

waiting as (
    select
        ---------- ids
        known.event_id,
        known.load_seq,
        known.route_id,
        known.supplier_id,
        ---------- strings
        known.service,
        known.direction,
        case
            when admissions.event_id is not null
                and coalesce(admissions.rateable_seq > known.known_at, true)
                then 'not_admitted'
            when destinations.prefix is null then 'no_destination'
            else 'no_price'
        end as reason,
        case
            when known.cured_seq is not null then 'cured'
            when known.written_off_seq is not null then 'written_off'
            else 'open'
        end as status,
        ---------- numbers
        known.quantity,
        known.cured_seq,
        known.written_off_seq,
        ---------- times
        known.started_at
    from known
    left join admissions
        on admissions.event_id = known.event_id
    left join destinations_resolved
        on destinations_resolved.destination_kind = known.destination_kind
        and destinations_resolved.destination_value = known.destination_value
    left join destinations
        on destinations.destination_kind = destinations_resolved.destination_kind
        and destinations.prefix = destinations_resolved.prefix
        and {{ covers('destinations', 'known.started_at', 'known.known_at') }}
)

select * from waiting

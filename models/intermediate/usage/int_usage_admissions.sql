with

implausible as (
    select * from {{ ref('int_usage_implausible') }}
),

limits as (
    select * from {{ ref('int_usage_limits') }}
),

horizons as (
    select * from {{ ref('int_clock_horizons') }}
),

releases as (
    select * from {{ ref('stg_trunkline__usage_releases') }}
),

-- a limit that admits the quantity, or a person who released it: whichever was known first
admitting as (
    select
        implausible.event_id,
        greatest(limits.known_from, implausible.load_seq) as quantity_seq
    from implausible
    inner join limits
        on limits.service = implausible.service
        and limits.valid_from <= implausible.started_at
        and implausible.started_at < limits.valid_to
        and implausible.quantity <= limits.largest_quantity
        and implausible.load_seq < limits.known_to
    union all
    select
        implausible.event_id,
        greatest(releases.load_seq, implausible.load_seq) as quantity_seq
    from implausible
    inner join releases
        on releases.event_id = implausible.event_id
),

quantities as (
    select
        event_id,
        min(quantity_seq) as quantity_seq
    from admitting
    group by event_id
),

clocks as (
    select
        implausible.event_id,
        min(greatest(horizons.load_seq, implausible.load_seq)) as clock_seq
    from implausible
    inner join horizons
        on horizons.service = implausible.service
        and horizons.reached_before < implausible.started_at
        and implausible.started_at <= horizons.reached_until
    group by implausible.event_id
),

-- once admitted, admitted: a limit that is lowered or taken back later changes nothing
admissions as (
    select
        implausible.event_id,
        implausible.load_seq,
        quantities.quantity_seq,
        clocks.clock_seq,
        case
            when quantities.quantity_seq is not null and clocks.clock_seq is not null
                then greatest(quantities.quantity_seq, clocks.clock_seq)
        end as rateable_seq
    from implausible
    left join quantities
        on quantities.event_id = implausible.event_id
    left join clocks
        on clocks.event_id = implausible.event_id
)

select * from admissions

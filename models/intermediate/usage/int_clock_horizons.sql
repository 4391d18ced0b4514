with

load_files as (
    select * from {{ ref('stg_trunkline__load_files') }}
),

limits as (
    select * from {{ ref('int_usage_limits') }}
),

loads as (
    select
        load_seq,
        max(landed_at) as landed_at
    from load_files
    group by load_seq
),

-- how far a load's clock lets the records of a service begin, with what it tolerates
reached as (
    select
        limits.service,
        loads.load_seq,
        {{ seconds_after('loads.landed_at', 'limits.clock_tolerance_seconds') }} as reaches_until
    from loads
    inner join limits
        on {{ covers('limits', 'loads.landed_at', 'loads.load_seq') }}
),

-- what one load reached stays reached: a clock that is set back puts no event into suspense again
horizons as (
    select
        service,
        load_seq,
        coalesce(
            max(reaches_until) over earlier, timestamp '1900-01-01 00:00:00'
        ) as reached_before,
        max(reaches_until) over so_far as reached_until
    from reached
    window
        so_far as (
            partition by service
            order by load_seq rows between unbounded preceding and current row
        ),
        earlier as (
            partition by service
            order by load_seq rows between unbounded preceding and 1 preceding
        )
)

select * from horizons

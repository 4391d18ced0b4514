with

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

closed as (
    select
        cycle_day,
        period,
        next_period,
        close_load_seq
    from periods
    where close_load_seq is not null
),

closes as (
    select distinct
        cycle_day,
        close_load_seq
    from closed
),

moments as (
    -- between two closes of a cycle the set of its closed periods stays the same
    select
        cycle_day,
        close_load_seq as from_seq,
        lead(close_load_seq, 1, {{ end_of_knowledge() }}) over (
            partition by cycle_day order by close_load_seq
        ) as to_seq
    from closes
),

closed_then as (
    select
        moments.cycle_day,
        moments.from_seq,
        moments.to_seq,
        closed.period,
        closed.next_period
    from moments
    inner join closed
        on closed.cycle_day = moments.cycle_day
        and closed.close_load_seq <= moments.from_seq
    where moments.from_seq < moments.to_seq
),

first_open as (
    -- the earliest open period after a closed one follows some closed period and is not closed
    -- itself
    select
        closed_then.cycle_day,
        closed_then.period,
        closed_then.from_seq,
        closed_then.to_seq,
        min(later.next_period) as charged_period
    from closed_then
    inner join closed_then as later
        on later.cycle_day = closed_then.cycle_day
        and later.from_seq = closed_then.from_seq
        and later.period >= closed_then.period
    left join closed_then as closed_too
        on closed_too.cycle_day = later.cycle_day
        and closed_too.from_seq = later.from_seq
        and closed_too.period = later.next_period
    where closed_too.period is null
    group by closed_then.cycle_day, closed_then.period, closed_then.from_seq, closed_then.to_seq
)

select * from first_open

{%- set line_columns = [
    'account_key', 'subscription_id', 'plan_id', 'charge_id', 'service', 'direction', 'zone', 'time_band', 'currency',
    'tax_code', 'cycle_day', 'charged_period', 'is_late'
] | join(', ') %}

with

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

segments as (
    select * from {{ ref('fct_rated_segments') }}
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

charges as (
    select * from {{ ref('stg_catalogue__charges') }}
),

cut_events as (
    select * from rated_usage
    where segment_count > 1
),

cut_usage as (
    -- an event that met several prices is in the line of each, and counted in that of the first
    select
        cut_events.account_key,
        cut_events.subscription_id,
        cut_events.plan_id,
        segments.charge_id,
        cut_events.service,
        cut_events.direction,
        cut_events.zone,
        segments.time_band,
        cut_events.currency,
        cut_events.tax_code,
        cut_events.cycle_day,
        cut_events.charged_period,
        cut_events.is_late,
        case when segments.segment_number = 1 then 1 else 0 end as event_count,
        segments.quantity,
        segments.charge,
        segments.charge_row_id
    from cut_events
    inner join segments
        on segments.event_id = cut_events.event_id
),

parts as (
    select
        {{ line_columns }},
        count(*) as event_count,
        cast(sum(quantity) as bigint) as quantity,
        cast(sum(charge) as decimal(24, 6)) as amount,
        max(charge_row_id) as charge_row_id
    from rated_usage
    where segment_count = 1
    group by {{ line_columns }}
    union all
    select
        {{ line_columns }},
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(quantity) as bigint) as quantity,
        cast(sum(charge) as decimal(24, 6)) as amount,
        max(charge_row_id) as charge_row_id
    from cut_usage
    group by {{ line_columns }}
),

summed as (
    select
        {{ line_columns }},
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(quantity) as bigint) as quantity,
        cast(sum(amount) as decimal(24, 6)) as amount,
        max(charge_row_id) as charge_row_id
    from parts
    group by {{ line_columns }}
),

described as (
    -- the text on the line is that of the newest catalogue row by which an event of the line was
    -- priced
    select
        summed.account_key,
        summed.subscription_id,
        summed.plan_id,
        'usage' as charge_kind,
        summed.charge_id,
        summed.service,
        summed.direction,
        summed.zone,
        summed.time_band,
        summed.currency,
        summed.tax_code,
        summed.cycle_day,
        summed.charged_period as period,
        summed.is_late,
        summed.event_count,
        summed.quantity,
        summed.amount,
        charges.description
    from summed
    inner join periods
        on periods.cycle_day = summed.cycle_day
        and periods.period = summed.charged_period
    left join charges
        on charges.row_id = summed.charge_row_id
    where {{ 'true' if var('ignore_register') else 'periods.close_load_seq is null' }}
)

select * from described

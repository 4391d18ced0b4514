with

allowances as (
    select * from {{ ref('stg_catalogue__allowances') }}
),

painted as (
    {{ paint_rows('allowances', ['allowance_id'], [
        'plan_id', 'bucket_id', 'service', 'direction', 'zone', 'quantity', 'priority', 'unit', 'sharing',
        'balance_period', 'increment', 'event_limit', 'is_throttled', 'is_blocking', 'status'
    ]) }}
),

active as (
    select * from painted
    where status = 'active'
),

-- two allowances of one plan for the same usage at one time and priority: the row that arrived last
cut as (
    {{ cut_rectangles(
        'active', ['plan_id', 'service', 'direction', 'zone', 'priority'],
        ['allowance_id', 'bucket_id', 'quantity', 'unit', 'sharing', 'balance_period', 'increment',
         'event_limit', 'is_throttled', 'is_blocking', 'source_row_id'],
        ['source_row_id']
    ) }}
),

first_rows as (
    -- a whole number that stands for the bucket in keys, whatever its later versions
    select
        plan_id,
        bucket_id,
        min(row_id) as bucket_number
    from allowances
    group by plan_id, bucket_id
),

numbered as (
    select
        ---------- ids
        cut.allowance_id,
        first_rows.bucket_number,
        cut.bucket_id,
        cut.plan_id,
        cut.source_row_id as allowance_row_id,
        ---------- strings
        cut.service,
        cut.direction,
        cut.zone,
        cut.unit,
        cut.sharing,
        cut.balance_period,
        ---------- numbers
        cut.priority,
        cut.quantity as granted_quantity,
        cut.increment,
        cut.event_limit,
        cut.known_from,
        cut.known_to,
        ---------- booleans
        cut.is_throttled,
        cut.is_blocking,
        ---------- times
        cut.valid_from,
        cut.valid_to
    from cut
    inner join first_rows
        on first_rows.plan_id = cut.plan_id
        and first_rows.bucket_id = cut.bucket_id
)

select * from numbered

with

allowances as (
    select * from {{ ref('stg_catalogue__allowances') }}
),

painted as (
    {{ paint_rows(
        'allowances', ['allowance_id'], ['plan_id', 'service', 'zone', 'quantity', 'status']
    ) }}
),

active as (
    select * from painted
    where status = 'active'
),

-- two allowances of one plan, service and zone at one time: the row that arrived last
cut as (
    {{ cut_rectangles(
        'active', ['plan_id', 'service', 'zone'], ['allowance_id', 'quantity', 'source_row_id'], ['source_row_id']
    ) }}
),

first_rows as (
    -- a whole number that stands for the allowance in keys, whatever its later versions
    select
        allowance_id,
        min(row_id) as allowance_number
    from allowances
    group by allowance_id
),

numbered as (
    select
        ---------- ids
        cut.allowance_id,
        first_rows.allowance_number,
        cut.plan_id,
        cut.source_row_id as allowance_row_id,
        ---------- strings
        cut.service,
        cut.zone,
        ---------- numbers
        cut.quantity as granted_quantity,
        cut.known_from,
        cut.known_to,
        ---------- times
        cut.valid_from,
        cut.valid_to
    from cut
    inner join first_rows
        on first_rows.allowance_id = cut.allowance_id
)

select * from numbered

with

routes as (
    select * from {{ ref('stg_catalogue__supply_routes') }}
),

painted as (
    {{ paint_rows(
        'routes', ['route_id'],
        ['supplier_id', 'plan_id', 'service', 'trunk', 'zone', 'priority', 'status']
    ) }}
),

first_rows as (
    select
        supplier_id,
        min(row_id) as first_row_id
    from routes
    group by supplier_id
),

active as (
    select
        ---------- ids
        painted.route_id,
        painted.source_row_id as route_row_id,
        painted.supplier_id,
        -- below zero, where no subscription has its number
        cast(-first_rows.first_row_id as bigint) as supplier_number,
        painted.plan_id,
        ---------- strings
        painted.service,
        painted.trunk,
        painted.zone,
        ---------- numbers
        painted.priority,
        painted.known_from,
        painted.known_to,
        ---------- times
        painted.valid_from,
        painted.valid_to
    from painted
    inner join first_rows
        on first_rows.supplier_id = painted.supplier_id
    where painted.status = 'active'
)

select * from active

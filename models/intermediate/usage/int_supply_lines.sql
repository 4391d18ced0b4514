{%- set services = ['voice', 'sms', 'mms', 'data', 'content'] %}

with

routes as (
    select * from {{ ref('dim_supply_routes') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

plan_calendars as (
    select * from {{ ref('dim_plan_calendars') }}
),

services as (
    {%- for service in services %}
        select '{{ service }}' as service
        {{- ' union all' if not loop.last }}
    {%- endfor %}
),

zones as (
    select distinct zone from destinations
    union
    -- where an event leads is not known yet: any route may carry it
    select '' as zone
),

trunks as (
    select distinct trunk from routes
    where trunk is not null
    union
    -- a trunk that no route names, or none
    select '' as trunk
),

offered as (
    -- a route for any service, trunk or zone is offered for each, behind one that names it
    select
        services.service,
        trunks.trunk,
        zones.zone,
        routes.route_id,
        routes.route_row_id,
        routes.supplier_id,
        routes.supplier_number,
        routes.plan_id,
        routes.priority,
        case when routes.trunk is null then 0 else 1 end as names_trunk,
        case when routes.zone is null then 0 else 1 end as names_zone,
        case when routes.service is null then 0 else 1 end as names_service,
        routes.valid_from,
        routes.valid_to,
        routes.known_from,
        routes.known_to
    from routes
    inner join services
        on services.service = coalesce(routes.service, services.service)
    inner join trunks
        on trunks.trunk = coalesce(routes.trunk, trunks.trunk)
    inner join zones
        on zones.zone = ''
        or zones.zone = coalesce(routes.zone, zones.zone)
),

cut as (
    {{ cut_rectangles(
        'offered', ['service', 'trunk', 'zone'],
        ['route_id', 'route_row_id', 'supplier_id', 'supplier_number', 'plan_id'],
        ['priority', 'names_trunk', 'names_zone', 'names_service', 'route_row_id']
    ) }}
),

lines as (
    -- in the shape of int_line_versions: whom we pay for an event. A plan that is not in the
    -- catalogue goes by the standard calendar; a supplier's period is the month
    select
        cut.service,
        cut.trunk,
        cut.zone,
        cut.route_id,
        cut.supplier_id,
        cut.route_row_id as subscription_row_id,
        cut.supplier_number as subscription_number,
        cut.supplier_number as account_number,
        cut.plan_id,
        coalesce(plan_calendars.calendar, 'standard') as calendar,
        1 as cycle_day,
        greatest(cut.known_from, coalesce(plan_calendars.known_from, 0)) as known_from,
        least(cut.known_to, coalesce(plan_calendars.known_to, cut.known_to)) as known_to,
        cut.valid_from,
        cut.valid_to
    from cut
    left join plan_calendars
        on plan_calendars.plan_id = cut.plan_id
        and plan_calendars.known_from < cut.known_to
        and cut.known_from < plan_calendars.known_to
)

select * from lines

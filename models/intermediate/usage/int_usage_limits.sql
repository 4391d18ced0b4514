{%- set services = ['voice', 'sms', 'mms', 'data', 'content'] %}
{%- set largest_usage = var('largest_usage') %}

with

usage_limits as (
    select * from {{ ref('stg_catalogue__usage_limits') }}
),

painted as (
    {{ paint_rows(
        'usage_limits', ['service'],
        ['largest_quantity', 'clock_tolerance_seconds', 'status']
    ) }}
),

-- what the catalogue does not say, or takes back, the project's own limits say
rectangles as (
    select
        service,
        largest_quantity,
        clock_tolerance_seconds,
        valid_from,
        valid_to,
        known_from,
        known_to,
        1 as priority
    from painted
    where status = 'active'
    {% for service in services if service in largest_usage %}
        union all
        select
            '{{ service }}' as service,
            cast({{ largest_usage[service] }} as bigint) as largest_quantity,
            cast({{ var('clock_tolerance_seconds') }} as bigint) as clock_tolerance_seconds,
            timestamp '1900-01-01 00:00:00' as valid_from,
            {{ end_of_time() }} as valid_to,
            cast(0 as bigint) as known_from,
            cast({{ end_of_knowledge() }} as bigint) as known_to,
            0 as priority
    {% endfor %}
),

cut as (
    {{ cut_rectangles(
        'rectangles', ['service'], ['largest_quantity', 'clock_tolerance_seconds'], ['priority']
    ) }}
)

select * from cut

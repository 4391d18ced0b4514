with

time_bands as (
    select * from {{ ref('stg_catalogue__time_bands') }}
),

calendars as (
    select * from {{ ref('int_calendars') }}
),

painted as (
    {{ paint_rows(
        'time_bands', ['calendar', 'time_band', 'day_type', 'from_minute'],
        ['to_minute', 'priority', 'status']
    ) }}
),

-- the days for which a band of each kind of day counts; of two, the more special one goes first
day_kinds as (
    {% for day_type, speciality, days in [
        ('any', 1, ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday']),
        ('weekday', 2, ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
        ('monday', 3, ['monday']), ('tuesday', 3, ['tuesday']), ('wednesday', 3, ['wednesday']),
        ('thursday', 3, ['thursday']), ('friday', 3, ['friday']), ('saturday', 3, ['saturday']),
        ('sunday', 3, ['sunday']), ('holiday', 3, ['holiday']),
    ] -%}
        {% set outer = loop -%}
        {% for day in days -%}
            select
                '{{ day_type }}' as named_for,
                '{{ day }}' as day_type,
                {{ speciality }} as speciality
            {% if not (outer.last and loop.last) %} union all {% endif %}
        {%- endfor %}
    {%- endfor %}
),

bounds as (
    select
        calendar,
        valid_from as bound
    from painted
    union
    select
        calendar,
        valid_to as bound
    from painted
    union
    select
        calendar,
        timestamp '1900-01-01 00:00:00' as bound
    from calendars
    union
    select
        calendar,
        {{ end_of_time() }} as bound
    from calendars
),

seasons as (
    -- intervals of valid time in which the set of bands stays the same
    select
        calendar,
        bound as season_from,
        lead(bound) over (partition by calendar order by bound) as season_to
    from bounds
),

minutes as (
    -- here the axis that rectangles have for valid time is the minute of the local day
    select
        seasons.calendar,
        seasons.season_from,
        seasons.season_to,
        day_kinds.day_type,
        painted.time_band,
        painted.priority,
        day_kinds.speciality,
        painted.source_row_id,
        painted.from_minute as valid_from,
        painted.to_minute as valid_to,
        painted.known_from,
        painted.known_to
    from seasons
    inner join painted
        on painted.calendar = seasons.calendar
        and painted.valid_from <= seasons.season_from
        and seasons.season_to <= painted.valid_to
    inner join day_kinds
        on day_kinds.named_for = painted.day_type
    where painted.status = 'active'
    union all
    -- where no band covers a minute, the charge for any band applies
    select
        seasons.calendar,
        seasons.season_from,
        seasons.season_to,
        day_kinds.day_type,
        'any' as time_band,
        cast(-1 as bigint) as priority,
        0 as speciality,
        cast(0 as bigint) as source_row_id,
        cast(0 as bigint) as valid_from,
        cast(1440 as bigint) as valid_to,
        cast(0 as bigint) as known_from,
        cast({{ end_of_knowledge() }} as bigint) as known_to
    from seasons
    inner join day_kinds
        on day_kinds.named_for = 'any'
    where seasons.season_to is not null
),

cut as (
    {{ cut_rectangles(
        'minutes', ['calendar', 'season_from', 'season_to', 'day_type'], ['time_band'],
        ['priority', 'speciality', 'source_row_id']
    ) }}
)

select
    calendar,
    season_from,
    season_to,
    day_type,
    time_band,
    valid_from as from_minute,
    valid_to as to_minute,
    known_from,
    known_to
from cut

{% macro suspense_reasons(events) -%}
    {#-
        What each event lacks as known at its load `known_at`: what is wrong with the record itself first, since nothing can be
        looked up at a wrong time, then what rating looks up, in its order. One row per event. Reads the CTEs admissions,
        numbers, lines, destinations_resolved and destinations.
    -#}
    select
        events.event_id,
        case
            when admissions.event_id is not null
                and coalesce(admissions.clock_seq > events.known_at, true)
                then 'clock_in_future'
            when admissions.event_id is not null
                and coalesce(admissions.quantity_seq > events.known_at, true)
                then 'quantity_out_of_range'
            when numbers_known.line_key is null then 'unknown_subscriber'
            when holders.line_key is null then 'no_subscription_then'
            when lines.line_key is null then 'no_active_plan'
            when destinations.prefix is null then 'no_destination'
            else 'no_price'
        end as reason
    from {{ events }} as events
    left join admissions
        on admissions.event_id = events.event_id
    left join (
        select
            line_key,
            min(known_from) as known_from
        from numbers
        group by line_key
    ) as numbers_known
        on numbers_known.line_key = events.line_key
        and numbers_known.known_from <= events.known_at
    left join numbers as holders
        on holders.line_key = events.line_key
        and {{ covers('holders', 'events.started_at', 'events.known_at') }}
    left join lines
        on lines.line_key = events.line_key
        and {{ covers('lines', 'events.started_at', 'events.known_at') }}
    left join destinations_resolved
        on destinations_resolved.destination_kind = events.destination_kind
        and destinations_resolved.destination_value = events.destination_value
    left join destinations
        on destinations.destination_kind = destinations_resolved.destination_kind
        and destinations.prefix = destinations_resolved.prefix
        and {{ covers('destinations', 'events.started_at', 'events.known_at') }}
{%- endmacro %}

{% macro event_change(status, changed_seq, caused_by, place, reason=none, event_id='event_id') -%}
    {#- One change in the life of a usage event; `place` orders those of one load. -#}
    select
        {{ event_id }} as event_id,
        cast({{ changed_seq }} as bigint) as changed_seq,
        {{ place }} as place,
        '{{ status }}' as status,
        '{{ caused_by }}' as caused_by,
        {{ reason or 'cast(null as ' ~ text_type() ~ ')' }} as reason
{%- endmacro %}

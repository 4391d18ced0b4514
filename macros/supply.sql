{% macro supply_leg_of(event_id) -%}
    {#-
        The number of an event's second leg, what its supplier charges us: below zero, where no event is, and in the order of
        the events, in which quantities of a period are counted.
    -#}
    ({{ event_id }} - {{ end_of_knowledge() }})
{%- endmacro %}

{% macro event_of_supply_leg(leg_id) -%} ({{ leg_id }} + {{ end_of_knowledge() }}) {%- endmacro %}

{% macro supply_legs(guided) -%}
    {#- Guided events as second legs; parts of a session are one where one supplier carries them. -#}
    select
        {{ supply_leg_of('event_id') }} as event_id,
        rating_seq,
        subscription_number,
        account_number,
        plan_id,
        calendar,
        case
            when session_key is not null
                then concat('supplier ', cast(-subscription_number as {{ text_type() }}), ':', session_key)
        end as session_key,
        cell_id,
        service,
        direction,
        zone,
        time_band,
        cycle_day,
        quantity,
        subscription_row_id,
        charge_row_id,
        tier_row_id,
        is_attempt,
        may_be_cut,
        usage_date,
        started_at
    from {{ guided }}
{%- endmacro %}

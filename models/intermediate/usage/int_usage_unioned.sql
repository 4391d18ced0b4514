{{ config(materialized='view') }}

{%- set charges, plans = ref('stg_catalogue__charges'), ref('stg_catalogue__plans') %}
{%- set attempts_from = attempts_charged_from(charges, plans) %}
{%- set attempts_cost_from = attempts_charged_from(charges, plans, by_suppliers=true) %}
{#- what each source tells of besides what all do: an exchange knows no cells, and the cells of
    a roaming partner are none of ours #}
{%- set sources = [
    ('mediation', 'usage_events', ['cell_id', 'visited_network', 'trunk', 'reversal_of', 'session_id']),
    ('asterisk', 'call_records', []),
    ('freeswitch', 'call_legs', []),
    ('roaming', 'tap_records', ['visited_network', 'reversal_of', 'session_id']),
    ('roaming', 'nrtrde_records', ['visited_network', 'reversal_of']),
    ('charging', 'charging_records', ['cell_id', 'visited_network', 'reversal_of', 'session_id']),
    ('tmf635', 'usages', ['cell_id', 'visited_network', 'reversal_of', 'session_id']),
] %}

with

usage_events as (
    select * from {{ ref('stg_mediation__usage_events') }}
),

call_records as (
    select * from {{ ref('stg_asterisk__call_records') }}
),

call_legs as (
    select * from {{ ref('int_call_legs_directed') }}
),

tap_records as (
    select * from {{ ref('stg_roaming__tap_records') }}
),

nrtrde_records as (
    select * from {{ ref('stg_roaming__nrtrde_records') }}
),

charging_records as (
    select * from {{ ref('stg_charging__charging_records') }}
),

usages as (
    select * from {{ ref('stg_tmf635__usages') }}
),

unioned as (
    {% for source, events, told in sources %}
        select
            '{{ source }}' as source,
            event_id,
            load_seq,
            file_no,
            event_key,
            line_key,
            other_party_key,
            other_party_prefix,
            {% for column in ['cell_id', 'visited_network', 'trunk', 'reversal_of', 'session_id'] %}
                {% if column in told %}
                    {{ column }},
                {% else %}
                    cast(null as {{ text_type() }}) as {{ column }},
                {% endif %}
            {% endfor %}
            service,
            direction,
            outcome,
            quantity,
            started_date,
            started_at
        from {{ events }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    *,
    -- where the event leads, as the catalogue's destinations name it
    case
        when visited_network is not null then 'network'
        when service in ('data', 'content') then 'service'
        else 'number'
    end as destination_kind,
    case
        -- MCC and MNC, or a TADIG code: the catalogue writes all prefixes in lower case
        when visited_network is not null and direction = 'outgoing'
            then {{ joint_prefix('lower(visited_network)', 'other_party_prefix') }}
        when visited_network is not null then lower(visited_network)
        when service in ('data', 'content') then service
        else coalesce(other_party_prefix, '')
    end as destination_value,
    outcome = 'unanswered' as is_attempt,
    -- what nobody answered costs its attempt fee alone, from the load on that brought the first one
    (outcome = 'completed' or (outcome = 'unanswered' and load_seq >= {{ attempts_from }}))
    and (direction = 'outgoing' or visited_network is not null) as is_chargeable,
    -- what a supplier may charge us for: the same, but for attempts by its own tariffs
    (outcome = 'completed' or (outcome = 'unanswered' and load_seq >= {{ attempts_cost_from }}))
    and (direction = 'outgoing' or visited_network is not null) as is_carried
from unioned

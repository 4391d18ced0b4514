{% macro usage_entities() -%}
    {#- The entities whose records are usage events: what int_usage_unioned reads. -#}
    'usage_events', 'call_records', 'tap_records', 'nrtrde_records', 'charging_records', 'usages'
{%- endmacro %}

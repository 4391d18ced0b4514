{% macro days_of_new_usage(seen) -%}
    {#- First and last UTC day on which the events of the loads after `seen` began, as literals for pruning. -#}
    {%- if not execute -%}{{ return({'first': '2000-01-01', 'last': '2000-01-01'}) }}{%- endif -%}
    {%- set found = run_query(
        "select min(started_date), max(started_date) from " ~ ref('int_usage_unioned') ~ " where load_seq > " ~ seen
    ) -%}
    {%- if found.columns[0].values()[0] is none -%}
        {{ return({'first': '1999-12-31', 'last': '1999-12-30'}) }}
    {%- endif -%}
    {{ return({'first': found.columns[0].values()[0], 'last': found.columns[1].values()[0]}) }}
{%- endmacro %}

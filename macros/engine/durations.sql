{#- Spans of time, in which DuckDB and Spark differ. One macro a difference, dispatched by adapter. -#}

{% macro seconds_between(from_time, to_time) %}{{ return(adapter.dispatch('seconds_between')(from_time, to_time)) }}{% endmacro %}
{% macro duckdb__seconds_between(from_time, to_time) -%} date_sub('second', {{ from_time }}, {{ to_time }}) {%- endmacro %}
{% macro spark__seconds_between(from_time, to_time) -%} timestampdiff(second, {{ from_time }}, {{ to_time }}) {%- endmacro %}

{% macro each_hour(from_time, to_time) %}{{ return(adapter.dispatch('each_hour')(from_time, to_time)) }}{% endmacro %}
{% macro duckdb__each_hour(from_time, to_time) -%}
    unnest(generate_series({{ from_time }}, {{ to_time }}, interval 1 hour))
{%- endmacro %}
{% macro spark__each_hour(from_time, to_time) -%}
    explode(sequence({{ from_time }}, {{ to_time }}, interval 1 hour))
{%- endmacro %}

{% macro seconds_after(from_time, seconds) %}{{ return(adapter.dispatch('seconds_after')(from_time, seconds)) }}{% endmacro %}
{% macro duckdb__seconds_after(from_time, seconds) -%} ({{ from_time }} + to_seconds({{ seconds }})) {%- endmacro %}
{% macro spark__seconds_after(from_time, seconds) -%} timestampadd(second, cast({{ seconds }} as int), {{ from_time }}) {%- endmacro %}

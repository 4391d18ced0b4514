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

{% macro each_day(from_date, to_date) %}{{ return(adapter.dispatch('each_day')(from_date, to_date)) }}{% endmacro %}
{% macro duckdb__each_day(from_date, to_date) -%}
    cast(unnest(generate_series({{ from_date }}, {{ to_date }}, interval 1 day)) as date)
{%- endmacro %}
{% macro spark__each_day(from_date, to_date) -%}
    explode(sequence({{ from_date }}, {{ to_date }}, interval 1 day))
{%- endmacro %}

{% macro minute_of_day(date_expression, minutes) %}{{ return(adapter.dispatch('minute_of_day')(date_expression, minutes)) }}{% endmacro %}
{% macro duckdb__minute_of_day(date_expression, minutes) -%}
    (cast({{ date_expression }} as timestamp) + to_minutes(cast({{ minutes }} as integer)))
{%- endmacro %}
{% macro spark__minute_of_day(date_expression, minutes) -%}
    timestampadd(minute, cast({{ minutes }} as int), cast({{ date_expression }} as timestamp_ntz))
{%- endmacro %}

{% macro seconds_after(timestamp_expression, seconds) %}{{ return(adapter.dispatch('seconds_after')(timestamp_expression, seconds)) }}{% endmacro %}
{% macro duckdb__seconds_after(timestamp_expression, seconds) -%} ({{ timestamp_expression }} + to_seconds({{ seconds }})) {%- endmacro %}
{% macro spark__seconds_after(timestamp_expression, seconds) -%} timestampadd(second, cast({{ seconds }} as int), {{ timestamp_expression }}) {%- endmacro %}

{% macro row_id(load_seq='load_seq', file_no='file_no', line_no='line_no') -%}
    {#- One BIGINT that orders rows as they arrived: 20 bits of load, 14 of file, 29 of line. -#}
    (cast({{ load_seq }} as bigint) * 8796093022208 + cast({{ file_no }} as bigint) * 536870912 + cast({{ line_no }} as bigint))
{%- endmacro %}

{% macro load_of(row_id_column) -%} {{ integer_divide(row_id_column, 8796093022208) }} {%- endmacro %}

{% macro file_of(row_id_column) -%} cast({{ integer_divide(row_id_column ~ ' % 8796093022208', 536870912) }} as integer) {%- endmacro %}

{% macro end_of_time() -%} timestamp '9999-12-31 00:00:00' {%- endmacro %}

{% macro end_of_knowledge() -%} 9223372036854775807 {%- endmacro %}

{% macro period_of(local_date, cycle_day) -%}
    {#- First local day of the billing period that holds a local date: the last day `cycle_day` at or before it. -#}
    case
        when day({{ local_date }}) >= {{ cycle_day }}
            then make_date(year({{ local_date }}), month({{ local_date }}), {{ cycle_day }})
        else {{ previous_month('make_date(year(' ~ local_date ~ '), month(' ~ local_date ~ '), ' ~ cycle_day ~ ')') }}
    end
{%- endmacro %}

{% macro first_day_from(utc_timestamp) -%}
    {#- The first local day that begins at or after an instant: a day counts for what applies at its first instant. -#}
    cast({{ local_time(utc_timestamp) }} + {{ one_day_less_a_microsecond() }} as date)
{%- endmacro %}

{% macro seconds_ahead_of_utc(first_day, last_day) -%}
    {#-
        How far the operator's zone is ahead of UTC from one UTC day to another, or none where that changes between them: a
        literal, since asking the zone of each of millions of events takes as long as a join. A zone changes its clock for
        longer than an hour, so asking at each hour misses no change.
    -#}
    {%- if not execute -%}{{ return(none) }}{%- endif -%}
    {%- set hours = each_hour("timestamp '" ~ first_day ~ " 00:00:00'", "timestamp '" ~ last_day ~ " 00:00:00' + interval 1 day") -%}
    {%- set found = run_query(
        "select min(ahead), max(ahead) from (select " ~ seconds_between('utc', local_time('utc')) ~ " as ahead from (select "
        ~ hours ~ " as utc) as hours) as asked"
    ) -%}
    {%- set least = found.columns[0].values()[0] -%}
    {{ return(least | int if least is not none and least == found.columns[1].values()[0] else none) }}
{%- endmacro %}

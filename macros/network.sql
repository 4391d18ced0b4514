{% macro first_hour_to_work_out(counters, seen) -%}
    {#-
        Beginning of the local day, UTC, from which the hours of cells are worked out anew: the day of the earliest counters
        of the loads after `seen`, or the day in which the hours ended so far, when that is earlier. Nothing new, no hour.
    -#}
    {%- if not execute -%}{{ return(end_of_time()) }}{%- endif -%}
    {%- set found = run_query(
        "select " ~ utc_of_local_midnight(local_date('least(first_new, coalesce(last_known, first_new))'))
        ~ " from (select (select min(hour_starts_at) from " ~ counters ~ " where load_seq > " ~ seen ~ ") as first_new, "
        ~ "(select max(hour_starts_at) from " ~ this ~ ") as last_known) as bounds where first_new is not null"
    ) -%}
    {%- if found.rows | length == 0 -%}{{ return(end_of_time()) }}{%- endif -%}
    {{ return("timestamp '" ~ found.columns[0].values()[0] ~ "'") }}
{%- endmacro %}

{#- Everything in which DuckDB and Spark differ. One macro a difference, dispatched by adapter. -#}

{% macro last_committed_load() %}{{ return(adapter.dispatch('last_committed_load')()) }}{% endmacro %}
{% macro duckdb__last_committed_load() %}
    {%- set found = run_query(
        "select coalesce(max(cast(regexp_extract(file, '([0-9]+)[.]json$', 1) as bigint)), 0) from glob('"
        ~ lake_home() ~ "/_loads/*.json')"
    ) -%}
    {{ return(found.columns[0].values()[0] | int) }}
{% endmacro %}
{% macro spark__last_committed_load() %}
    {{ exceptions.raise_compiler_error("on Spark name the watermark: --vars '{watermark: N}'") }}
{% endmacro %}

{% macro local_time(utc_timestamp) %}{{ return(adapter.dispatch('local_time')(utc_timestamp)) }}{% endmacro %}
{% macro duckdb__local_time(utc_timestamp) -%}
    timezone('{{ env_var("TRUNKLINE_ZONE", "Asia/Seoul") }}', timezone('UTC', {{ utc_timestamp }}))
{%- endmacro %}
{% macro spark__local_time(utc_timestamp) -%}
    convert_timezone('UTC', '{{ env_var("TRUNKLINE_ZONE", "Asia/Seoul") }}', {{ utc_timestamp }})
{%- endmacro %}

{% macro utc_of_local_midnight(local_date) %}{{ return(adapter.dispatch('utc_of_local_midnight')(local_date)) }}{% endmacro %}
{% macro duckdb__utc_of_local_midnight(local_date) -%}
    timezone('UTC', timezone('{{ env_var("TRUNKLINE_ZONE", "Asia/Seoul") }}', cast({{ local_date }} as timestamp)))
{%- endmacro %}
{% macro spark__utc_of_local_midnight(local_date) -%}
    convert_timezone('{{ env_var("TRUNKLINE_ZONE", "Asia/Seoul") }}', 'UTC', cast({{ local_date }} as timestamp_ntz))
{%- endmacro %}

{% macro utc_of_local_time(local_timestamp) %}{{ return(adapter.dispatch('utc_of_local_time')(local_timestamp)) }}{% endmacro %}
{% macro duckdb__utc_of_local_time(local_timestamp) -%}
    timezone('UTC', timezone('{{ env_var("TRUNKLINE_ZONE", "Asia/Seoul") }}', {{ local_timestamp }}))
{%- endmacro %}
{% macro spark__utc_of_local_time(local_timestamp) -%}
    convert_timezone('{{ env_var("TRUNKLINE_ZONE", "Asia/Seoul") }}', 'UTC', {{ local_timestamp }})
{%- endmacro %}

{% macro integer_divide(numerator, denominator) %}{{ return(adapter.dispatch('integer_divide')(numerator, denominator)) }}{% endmacro %}
{% macro duckdb__integer_divide(numerator, denominator) -%} (({{ numerator }}) // ({{ denominator }})) {%- endmacro %}
{% macro spark__integer_divide(numerator, denominator) -%} (({{ numerator }}) div ({{ denominator }})) {%- endmacro %}

{#- Of wide integers. Spark's `div` gives 64 bits, and beyond them another number without a word. -#}
{% macro wide_divide(numerator, denominator) %}{{ return(adapter.dispatch('wide_divide')(numerator, denominator)) }}{% endmacro %}
{% macro duckdb__wide_divide(numerator, denominator) -%} (({{ numerator }}) // ({{ denominator }})) {%- endmacro %}
{% macro spark__wide_divide(numerator, denominator) -%}
    cast(
        (cast({{ numerator }} as decimal(38, 0)) - cast({{ numerator }} as decimal(38, 0)) % ({{ denominator }}))
        / cast({{ denominator }} as decimal(38, 0)) as decimal(38, 0)
    )
{%- endmacro %}

{% macro wide_integer() %}{{ return(adapter.dispatch('wide_integer')()) }}{% endmacro %}
{% macro duckdb__wide_integer() -%} hugeint {%- endmacro %}
{% macro spark__wide_integer() -%} decimal(38, 0) {%- endmacro %}

{% macro date_rows(from_date, to_date) %}{{ return(adapter.dispatch('date_rows')(from_date, to_date)) }}{% endmacro %}
{% macro duckdb__date_rows(from_date, to_date) -%}
    select cast(unnest(generate_series(date '{{ from_date }}', date '{{ to_date }}' - interval 1 day, interval 1 day)) as date) as date_day
{%- endmacro %}
{% macro spark__date_rows(from_date, to_date) -%}
    select explode(sequence(date '{{ from_date }}', date_sub(date '{{ to_date }}', 1), interval 1 day)) as date_day
{%- endmacro %}

{% macro iso_weekday(date_expression) %}{{ return(adapter.dispatch('iso_weekday')(date_expression)) }}{% endmacro %}
{% macro duckdb__iso_weekday(date_expression) -%} cast(isodow({{ date_expression }}) as integer) {%- endmacro %}
{% macro spark__iso_weekday(date_expression) -%} (weekday({{ date_expression }}) + 1) {%- endmacro %}

{% macro days_between(from_date, to_date) %}{{ return(adapter.dispatch('days_between')(from_date, to_date)) }}{% endmacro %}
{% macro duckdb__days_between(from_date, to_date) -%} cast({{ to_date }} - {{ from_date }} as integer) {%- endmacro %}
{% macro spark__days_between(from_date, to_date) -%} datediff({{ to_date }}, {{ from_date }}) {%- endmacro %}

{% macro next_month(date_expression) %}{{ return(adapter.dispatch('next_month')(date_expression)) }}{% endmacro %}
{% macro duckdb__next_month(date_expression) -%} cast({{ date_expression }} + interval 1 month as date) {%- endmacro %}
{% macro spark__next_month(date_expression) -%} add_months({{ date_expression }}, 1) {%- endmacro %}

{% macro text_type() %}{{ return(adapter.dispatch('text_type')()) }}{% endmacro %}
{% macro duckdb__text_type() -%} varchar {%- endmacro %}
{% macro spark__text_type() -%} string {%- endmacro %}

{% macro previous_month(date_expression) %}{{ return(adapter.dispatch('previous_month')(date_expression)) }}{% endmacro %}
{% macro duckdb__previous_month(date_expression) -%} cast({{ date_expression }} - interval 1 month as date) {%- endmacro %}
{% macro spark__previous_month(date_expression) -%} add_months({{ date_expression }}, -1) {%- endmacro %}

{% macro months_before(date_expression, months) %}{{ return(adapter.dispatch('months_before')(date_expression, months)) }}{% endmacro %}
{% macro duckdb__months_before(date_expression, months) -%} cast({{ date_expression }} - to_months({{ months }}) as date) {%- endmacro %}
{% macro spark__months_before(date_expression, months) -%} add_months({{ date_expression }}, -({{ months }})) {%- endmacro %}

{% macro one_day_less_a_microsecond() %}{{ return(adapter.dispatch('one_day_less_a_microsecond')()) }}{% endmacro %}
{% macro duckdb__one_day_less_a_microsecond() -%} interval '86399.999999 seconds' {%- endmacro %}
{% macro spark__one_day_less_a_microsecond() -%} interval '23:59:59.999999' hour to second {%- endmacro %}

{#-
    A model that joins many events to few rows of reference data on intervals names the events first and asks for the joins
    as written: DuckDB 2.0 takes a join on five conditions for a few rows, and would build its hash tables over the events.
    The setting is of the whole process, so it is given back as soon as the model stands.
-#}
{% macro join_as_written() %}{{ return(adapter.dispatch('join_as_written')()) }}{% endmacro %}
{% macro duckdb__join_as_written() -%} set disabled_optimizers = 'join_order,build_side_probe_side' {%- endmacro %}
{% macro spark__join_as_written() -%} {%- endmacro %}

{% macro join_as_estimated() %}{{ return(adapter.dispatch('join_as_estimated')()) }}{% endmacro %}
{% macro duckdb__join_as_estimated() -%} reset disabled_optimizers {%- endmacro %}
{% macro spark__join_as_estimated() -%} {%- endmacro %}

{#- A number for several values, to find what may be equal: never stored, for each engine has its own. -#}
{% macro hash_of(columns) %}{{ return(adapter.dispatch('hash_of')(columns)) }}{% endmacro %}
{% macro duckdb__hash_of(columns) -%} hash({{ columns | join(', ') }}) {%- endmacro %}
{% macro spark__hash_of(columns) -%} xxhash64({{ columns | join(', ') }}) {%- endmacro %}

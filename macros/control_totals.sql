{% macro side(control, is_left, scope, counted, amount=none) -%}
    {#- One side of a control total, or a part of it; the other side is nothing. What is only counted bears no currency. -#}
    {%- set nothing = '0' if amount else 'null' -%}
    select
        '{{ control }}' as control,
        {{ scope }} as scope,
        {{ 'currency' if amount else 'cast(null as ' ~ text_type() ~ ')' }} as currency,
        cast({{ counted if is_left else 0 }} as bigint) as left_count,
        cast({{ 0 if is_left else counted }} as bigint) as right_count,
        cast({{ amount if amount and is_left else nothing }} as decimal(24, 6)) as left_amount,
        cast({{ amount if amount and not is_left else nothing }} as decimal(24, 6)) as right_amount
{%- endmacro %}

{% macro equation(control, left_name, right_name) -%}
    {#- What a control total compares, in words. -#}
    select '{{ control }}' as control, '{{ left_name }}' as left_name, '{{ right_name }}' as right_name
{%- endmacro %}

{% macro scope_of_load(source=none) -%}
    concat('load ', cast(load_seq as {{ text_type() }}) {%- if source %}, ' ', {{ source }} {%- endif %})
{%- endmacro %}

{% macro scope_of_period(period) -%}
    concat('cycle ', cast(cycle_day as {{ text_type() }}), ' period ', cast({{ period }} as {{ text_type() }}))
{%- endmacro %}

{% macro scope_of_month(local_date) -%}
    concat('month ', cast({{ first_of_month(local_date) }} as {{ text_type() }}))
{%- endmacro %}

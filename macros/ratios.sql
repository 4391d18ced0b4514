{% macro ratio(numerator, denominator) -%}
    {#- numerator / denominator of whole numbers as DECIMAL(18, 6), half up; empty where there is nothing to divide by. -#}
    case when {{ denominator }} > 0 then {{ micros_to_amount(divide_half_up(
        '1000000 * cast(' ~ numerator ~ ' as ' ~ wide_integer() ~ ')', denominator
    )) }} end
{%- endmacro %}

{% macro whole_months(from_date, to_date) -%}
    {#- Months that are over between two local days. -#}
    cast(
        (year({{ to_date }}) - year({{ from_date }})) * 12 + month({{ to_date }}) - month({{ from_date }})
        - case when day({{ to_date }}) < day({{ from_date }}) then 1 else 0 end as integer
    )
{%- endmacro %}

{% macro local_date(utc_timestamp) -%}
    cast({{ local_time(utc_timestamp) }} as date)
{%- endmacro %}

{% macro first_of_month(local_date) -%}
    cast(date_trunc('month', {{ local_date }}) as date)
{%- endmacro %}

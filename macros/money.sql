{% macro divide_half_up(numerator, denominator) -%}
    {#-
        numerator / denominator as a whole number, halves away from zero. DuckDB's `/` gives DOUBLE even on DECIMAL, so
        money is divided as integers. The denominator is positive.
    -#}
    (case when ({{ numerator }}) < 0
        then -{{ integer_divide('2 * -cast(' ~ numerator ~ ' as ' ~ wide_integer() ~ ') + ' ~ denominator, '2 * ' ~ denominator) }}
        else {{ integer_divide('2 * cast(' ~ numerator ~ ' as ' ~ wide_integer() ~ ') + ' ~ denominator, '2 * ' ~ denominator) }}
    end)
{%- endmacro %}

{% macro micros_to_amount(micros) -%}
    {#- Millionths as DECIMAL(18, 6). -#}
    cast(cast({{ micros }} as decimal(18, 0)) * cast(0.000001 as decimal(7, 6)) as decimal(18, 6))
{%- endmacro %}

{% macro amount_to_micros(amount) -%}
    {#- DECIMAL(18, 6) as a whole number of millionths. -#}
    cast(cast({{ amount }} as decimal(24, 6)) * 1000000 as {{ wide_integer() }})
{%- endmacro %}

{% macro one_unit(decimals) -%}
    {#- The smallest amount of a currency with so many decimals (0 to 4). -#}
    cast(case {{ decimals }} when 0 then 1 when 1 then 0.1 when 2 then 0.01 when 3 then 0.001 else 0.0001 end as decimal(18, 4))
{%- endmacro %}

{% macro units_in_one(decimals) -%}
    {#- How many ten-thousandths the smallest amount of a currency has. -#}
    cast(case {{ decimals }} when 0 then 10000 when 1 then 1000 when 2 then 100 when 3 then 10 else 1 end as bigint)
{%- endmacro %}

{% macro round_half_up(amount, decimals) -%}
    {#- Half away from zero at the currency's decimals, as DECIMAL(18, 4). -#}
    cast(cast({{ divide_half_up(
        'cast((' ~ amount ~ ') * 1000000000000 as ' ~ wide_integer() ~ ')', '(' ~ units_in_one(decimals) ~ ' * 100000000)'
    ) }} as decimal(18, 0)) * {{ one_unit(decimals) }} as decimal(18, 4))
{%- endmacro %}

{% macro round_down(amount, decimals) -%}
    {#- Toward negative infinity at the currency's decimals, as DECIMAL(18, 4): a remainder is then never negative. -#}
    cast(floor(({{ amount }}) * {{ units_per_one(decimals) }}) * {{ one_unit(decimals) }} as decimal(18, 4))
{%- endmacro %}

{% macro units_per_one(decimals) -%}
    cast(case {{ decimals }} when 0 then 1 when 1 then 10 when 2 then 100 when 3 then 1000 else 10000 end as bigint)
{%- endmacro %}

{% macro units(amount, decimals) -%}
    {#- An exact amount of a currency, counted in its smallest unit. -#}
    cast(({{ amount }}) * {{ units_per_one(decimals) }} as bigint)
{%- endmacro %}

{% macro round_line(amount, decimals, mode) -%}
    {#- An amount of six decimals, rounded at so many in the tariff's mode, alike on both sides of zero, as DECIMAL(18, 4). -#}
    {%- set trillionths -%} (cast(abs(cast({{ amount }} as decimal(24, 6))) * 1000000 as {{ wide_integer() }}) * 1000000) {%- endset -%}
    cast(case when {{ amount }} < 0 then -1 else 1 end * {{ rounded_amount(trillionths, mode, decimals) }} as decimal(18, 4))
{%- endmacro %}

{% macro divide_half_up(numerator, denominator) -%}
    {#-
        numerator / denominator as a whole number, halves away from zero. DuckDB's `/` gives DOUBLE even on DECIMAL, so
        money is divided as integers. The denominator is positive.
    -#}
    (case when ({{ numerator }}) < 0
        then -{{ wide_divide('2 * -cast(' ~ numerator ~ ' as ' ~ wide_integer() ~ ') + ' ~ denominator, '2 * ' ~ denominator) }}
        else {{ wide_divide('2 * cast(' ~ numerator ~ ' as ' ~ wide_integer() ~ ') + ' ~ denominator, '2 * ' ~ denominator) }}
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

{% macro amount_to_trillionths(amount) -%}
    {#- An amount of six decimals as a whole number of trillionths: the precision in which parts are added up. -#}
    (cast(cast({{ amount }} as decimal(24, 6)) * 1000000 as {{ wide_integer() }}) * 1000000)
{%- endmacro %}

{% macro rounded_amount(trillionths, mode, decimals) -%}
    {#- Trillionths, not negative, as DECIMAL(18, 6), rounded once at so many decimals (0 to 6); up is away from zero. -#}
    {%- set unit -%}
        (cast(case {{ decimals }} when 0 then 1000000000000 when 1 then 100000000000 when 2 then 10000000000
            when 3 then 1000000000 when 4 then 100000000 when 5 then 10000000 else 1000000 end as {{ wide_integer() }}))
    {%- endset -%}
    {%- set whole -%} {{ wide_divide(trillionths, unit) }} {%- endset -%}
    {%- set rest -%} (({{ trillionths }}) % {{ unit }}) {%- endset -%}
    {{ micros_to_amount(
        wide_divide('(' ~ whole ~ ' + case ' ~ mode
            ~ " when 'down' then 0"
            ~ " when 'up' then case when " ~ rest ~ " > 0 then 1 else 0 end"
            ~ " when 'half_even' then case when 2 * " ~ rest ~ " > " ~ unit ~ " or (2 * " ~ rest ~ " = " ~ unit
            ~ " and " ~ whole ~ " % 2 = 1) then 1 else 0 end"
            ~ " else case when 2 * " ~ rest ~ " >= " ~ unit ~ " then 1 else 0 end end) * " ~ unit, 1000000)
    ) }}
{%- endmacro %}

{% macro round_line(trillionths, decimals, mode) -%}
    {#- Trillionths at so many decimals in the tariff's mode, alike on both sides of zero, as DECIMAL(18, 4). -#}
    cast(case when {{ trillionths }} < 0 then -1 else 1 end
        * {{ rounded_amount('abs(' ~ trillionths ~ ')', mode, decimals) }} as decimal(18, 4))
{%- endmacro %}

{% macro net_of_gross(trillionths, tax_rate) -%}
    {#- What remains of an amount in trillionths that contains a tax: gross / (1 + rate), half up. -#}
    {{ divide_half_up('(' ~ trillionths ~ ') * 1000000', '(1000000 + cast(' ~ tax_rate ~ ' * 1000000 as bigint))') }}
{%- endmacro %}

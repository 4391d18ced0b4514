{% macro overlapping_rectangles(model, key, interval=['valid_from', 'valid_to']) -%}
    {#-
        Pairs of rectangles of one key that share an instant of the interval and a load. A row pairs with those that begin
        after it; two that begin together in both are left to the primary key.
    -#}
    select
        '{{ model }}' as model,
        concat(
            {%- for column in key %} cast(one.{{ column }} as {{ text_type() }}), ' ',{% endfor %}
            cast(another.{{ interval[0] }} as {{ text_type() }})
        ) as overlap,
        another.known_from
    from {{ ref(model) }} as one
    inner join {{ ref(model) }} as another
        on {% for column in key %}another.{{ column }} = one.{{ column }} and {% endfor -%}
        one.{{ interval[0] }} < another.{{ interval[1] }} and another.{{ interval[0] }} < one.{{ interval[1] }}
        and one.known_from < another.known_to and another.known_from < one.known_to
        and (
            one.{{ interval[0] }} < another.{{ interval[0] }}
            or (one.{{ interval[0] }} = another.{{ interval[0] }} and one.known_from < another.known_from)
        )
{%- endmacro %}

{% macro paint_rows(relation, key, columns) -%}
    {#-
        Rows of changes with valid_from, valid_to and load order, painted one over the other: disjoint rectangles of valid
        x known time. As known at load s, the last row in (load_seq, file_no, line_no) with load_seq <= s decides on its
        interval (RATING.md section 1). status stays a column: `none` is a retraction.
    -#}
    select
        {% for column in key + columns -%} painted.{{ column }}, {% endfor %}
        painted.source_row_id,
        painted.valid_from,
        painted.valid_to,
        painted.known_from,
        painted.known_to
    from (
        select
            {% for column in key + columns -%} source_rows.{{ column }}, {% endfor %}
            source_rows.row_id as source_row_id,
            segments.segment_from as valid_from,
            segments.segment_to as valid_to,
            source_rows.load_seq as known_from,
            lead(source_rows.load_seq, 1, {{ end_of_knowledge() }}) over (
                partition by {% for column in key -%} source_rows.{{ column }}, {% endfor %} segments.segment_from
                order by source_rows.row_id
            ) as known_to
        from {{ relation }} as source_rows
        inner join (
            select
                {% for column in key -%} bounds.{{ column }}, {% endfor %}
                bounds.bound as segment_from,
                lead(bounds.bound) over (
                    partition by {% for column in key -%} bounds.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
                    order by bounds.bound
                ) as segment_to
            from (
                select {{ key | join(', ') }}, valid_from as bound from {{ relation }}
                union
                select {{ key | join(', ') }}, valid_to as bound from {{ relation }}
            ) as bounds
        ) as segments
            on {% for column in key -%} segments.{{ column }} = source_rows.{{ column }} and {% endfor %}
            source_rows.valid_from <= segments.segment_from
            and segments.segment_to <= source_rows.valid_to
    ) as painted
    where painted.known_from < painted.known_to
{%- endmacro %}

{% macro cut_rectangles(relation, key, columns, priority) -%}
    {#-
        Overlapping rectangles of valid x known time with a priority (a list of columns, greater wins), cut into disjoint
        cells, each with its winner. For choices between rows of different keys: the longest prefix, the named band before any.
    -#}
    select
        {% for column in key + columns -%} cells.{{ column }}, {% endfor %}
        cells.valid_from,
        cells.valid_to,
        cells.known_from,
        cells.known_to
    from (
        select
            {% for column in key + columns -%} rectangles.{{ column }}, {% endfor %}
            valid_segments.segment_from as valid_from,
            valid_segments.segment_to as valid_to,
            known_segments.segment_from as known_from,
            known_segments.segment_to as known_to,
            row_number() over (
                partition by {% for column in key -%} rectangles.{{ column }}, {% endfor %}
                    valid_segments.segment_from, known_segments.segment_from
                order by {% for column in priority -%} rectangles.{{ column }} desc{% if not loop.last %}, {% endif %}{% endfor %}
            ) as place
        from {{ relation }} as rectangles
        {% for axis in ['valid', 'known'] -%}
        inner join (
            select
                {% for column in key -%} bounds.{{ column }}, {% endfor %}
                bounds.bound as segment_from,
                lead(bounds.bound) over (
                    partition by {% for column in key -%} bounds.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
                    order by bounds.bound
                ) as segment_to
            from (
                select {{ key | join(', ') }}, {{ axis }}_from as bound from {{ relation }}
                union
                select {{ key | join(', ') }}, {{ axis }}_to as bound from {{ relation }}
            ) as bounds
        ) as {{ axis }}_segments
            on {% for column in key -%} {{ axis }}_segments.{{ column }} = rectangles.{{ column }} and {% endfor %}
            rectangles.{{ axis }}_from <= {{ axis }}_segments.segment_from
            and {{ axis }}_segments.segment_to <= rectangles.{{ axis }}_to
        {% endfor %}
    ) as cells
    where cells.place = 1
{%- endmacro %}

{% macro covers(rectangle, instant, sequence) -%}
    {#- The rectangle covers an instant as known at a load. -#}
    {{ rectangle }}.valid_from <= {{ instant }} and {{ instant }} < {{ rectangle }}.valid_to
    and {{ rectangle }}.known_from <= {{ sequence }} and {{ sequence }} < {{ rectangle }}.known_to
{%- endmacro %}

{% macro sum_rectangles(relation, key, amount) -%}
    {#- Overlapping rectangles of valid x known time, cut into disjoint cells, each with the sum over those that cover it. -#}
    select
        {% for column in key -%} rectangles.{{ column }}, {% endfor %}
        valid_segments.segment_from as valid_from,
        valid_segments.segment_to as valid_to,
        known_segments.segment_from as known_from,
        known_segments.segment_to as known_to,
        cast(sum(rectangles.{{ amount }}) as bigint) as {{ amount }}
    from {{ relation }} as rectangles
    {% for axis in ['valid', 'known'] -%}
    inner join (
        select
            {% for column in key -%} bounds.{{ column }}, {% endfor %}
            bounds.bound as segment_from,
            lead(bounds.bound) over (
                partition by {% for column in key -%} bounds.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
                order by bounds.bound
            ) as segment_to
        from (
            select {{ key | join(', ') }}, {{ axis }}_from as bound from {{ relation }}
            union
            select {{ key | join(', ') }}, {{ axis }}_to as bound from {{ relation }}
        ) as bounds
    ) as {{ axis }}_segments
        on {% for column in key -%} {{ axis }}_segments.{{ column }} = rectangles.{{ column }} and {% endfor %}
        rectangles.{{ axis }}_from <= {{ axis }}_segments.segment_from
        and {{ axis }}_segments.segment_to <= rectangles.{{ axis }}_to
    {% endfor %}
    group by
        {% for column in key -%} rectangles.{{ column }}, {% endfor %}
        valid_segments.segment_from, valid_segments.segment_to, known_segments.segment_from, known_segments.segment_to
{%- endmacro %}

{% macro columns_of(relation, columns) -%}
    {#- Columns of one relation, a line each. -#}
    {%- for column in columns -%}
        {{ relation }}.{{ column }}
        {%- if not loop.last %},
        {% endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro same_key(columns, left_relation, right_relation) -%}
    {#- Two relations agree in all columns of a key. -#}
    {%- for column in columns -%}
        {{ left_relation }}.{{ column }} = {{ right_relation }}.{{ column }}
        {%- if not loop.last %}
        and {% endif -%}
    {%- endfor -%}
{%- endmacro %}

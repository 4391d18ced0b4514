{% macro latest_change(relation, key, changed_at='changed_at') -%}
    {#-
        One row a key of a source that sends its states as they change: the newest change counts, in whatever order the
        changes arrived; of two at one instant the later line. A row with status `none` is still there: it says that the
        key is taken back.
    -#}
    select * from (
        select
            changed.*,
            row_number() over (
                partition by {% for column in key -%} changed.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
                order by changed.{{ changed_at }} desc, changed.row_id desc
            ) as place
        from {{ relation }} as changed
    ) as ranked
    where ranked.place = 1
{%- endmacro %}

{% macro change_versions(relation, key, changed_at='changed_at') -%}
    {#-
        One row a key and interval in which a state applied, half-open: from its change until the next one in the source's
        own time, however late it arrived. Of two changes at one instant the later line counts.
    -#}
    select
        last_lines.*,
        last_lines.{{ changed_at }} as valid_from,
        lead(last_lines.{{ changed_at }}, 1, {{ end_of_time() }}) over (
            partition by {% for column in key -%} last_lines.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
            order by last_lines.{{ changed_at }}
        ) as valid_to
    from (
        select
            changed.*,
            row_number() over (
                partition by {% for column in key -%} changed.{{ column }}, {% endfor %} changed.{{ changed_at }}
                order by changed.row_id desc
            ) as place
        from {{ relation }} as changed
    ) as last_lines
    where last_lines.place = 1
{%- endmacro %}

{% macro one_record(relation, key, which='first') -%}
    {#-
        One row a key of a source of events, where the same key again is a duplicate: the first that arrived, or the last
        where a later record replaces an earlier (hours of counters).
    -#}
    select * from (
        select
            arrived.*,
            row_number() over (
                partition by {% for column in key -%} arrived.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
                order by arrived.row_id{{ ' desc' if which == 'last' }}
            ) as place
        from {{ relation }} as arrived
    ) as ranked
    where ranked.place = 1
{%- endmacro %}

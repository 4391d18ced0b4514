{% test unique_rows(model, columns) %}
    {#- Rows that share the columns of the grain. -#}
    select
        {{ columns | join(', ') }},
        count(*) as copies
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}

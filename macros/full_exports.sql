{% macro latest_export(relation, source, entity, key) -%}
    {#- Rows of a source that sends complete exports: the newest one counts, what it lacks is gone. Last line wins. -#}
    select * from (
        select
            exported.*,
            row_number() over (partition by {% for column in key -%} exported.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %} order by exported.row_id desc) as place
        from {{ relation }} as exported
        inner join (
            select max(load_seq) as load_seq from {{ ref('stg_trunkline__load_files') }}
            where source = '{{ source }}' and entity = '{{ entity }}'
        ) as newest
            on newest.load_seq = exported.load_seq
    ) as ranked
    where ranked.place = 1
{%- endmacro %}

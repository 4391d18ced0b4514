{% macro step(name) -%}
    {#-
        A step that later steps read more than once. DuckDB works a CTE out once. Spark pastes its text, also that of a view or
        of what is cached, into each place that reads it, so that a chain of such steps grows beyond all bounds: there it is
        written as a table of its own until the model stands (`forget_steps`). It may read other such steps, and models; it is
        called around its text.
    -#}
    {%- if target.type == 'spark' and execute -%}
        {%- set kept = this.schema ~ '.step_' ~ this.identifier ~ '_' ~ name -%}
        {%- do run_query('drop table if exists ' ~ kept) -%}
        {%- do run_query('create table ' ~ kept ~ ' using parquet as ' ~ caller()) -%}
        {%- do run_query('create or replace temporary view ' ~ name ~ ' as select * from ' ~ kept) -%}
        {{ name }} as (select * from {{ kept }})
    {%- else -%}
        {{ name }} as ({{ caller() }})
    {%- endif -%}
{%- endmacro %}

{% macro forget_steps(model) -%}
    {#- A hook after the model: what its steps wrote is gone. -#}
    {%- if target.type == 'spark' and execute -%}
        {%- for row in run_query("show tables in " ~ model.schema ~ " like 'step_" ~ model.identifier ~ "_*'") -%}
            {%- do run_query('drop table if exists ' ~ model.schema ~ '.' ~ row['tableName']) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

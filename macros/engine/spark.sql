{#- What dbt itself does in another way on Spark. DuckDB keeps dbt's own. -#}

{% macro source(source_name, table_name) %}
    {#-
        The sources file says where the lake lies below a home that only a run names: parsing knows no home, so what was
        parsed for one is good for all. Spark reads the same folder as parquet.`<path>`.
    -#}
    {%- set relation = builtins.source(source_name, table_name) -%}
    {%- if not execute -%}{{ return(relation) }}{%- endif -%}
    {%- if target.type != 'spark' -%}
        {%- if not relation.external -%}{{ return(relation) }}{%- endif -%}
        {{ return(relation.incorporate(external=relation.external | replace('$TRUNKLINE_HOME', env_var('TRUNKLINE_HOME', 'data')))) }}
    {%- endif -%}
    {{ return(relation.incorporate(path={
        'schema': 'parquet', 'identifier': '`' ~ lake_home() ~ '/' ~ source_name ~ '/' ~ table_name ~ '`'
    })) }}
{% endmacro %}

{% macro spark__cast(field, type) -%}
    {#- dbt casts so to compare a model with its contract, whose types are DuckDB's; Spark wants a length for varchar. -#}
    cast({{ field }} as {{ 'string' if type == 'varchar' else type }})
{%- endmacro %}

{% macro spark__persist_constraints(relation, model) %}
    {#- Plain Parquet keeps no constraints; the contract's names and types are compared all the same. -#}
{% endmacro %}

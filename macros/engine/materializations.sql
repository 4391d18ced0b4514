{#-
    How a table and a view come to stand on DuckDB: written in their place inside one transaction. dbt's own way writes
    aside, renames what stood, renames what was written and drops the rest after the commit: that is for engines whose
    DDL cannot be taken back. DuckDB's can, so a build that fails leaves what stood, and readers see the one or the
    other. The renaming took a quarter of a small build. The row of the run log goes with the same statement.

    What dbt's own does besides, no model here asks for, and this leaves out: grants, comments in the database, indexes,
    foreign keys (a table that another refers to cannot be dropped), models in Python.
-#}

{% materialization table, adapter='duckdb' %}
    {{ return(replace_in_place('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{ return(replace_in_place('view')) }}
{% endmaterialization %}

{% macro replace_in_place(type) %}
    {%- set standing = load_cached_relation(this) -%}
    {%- set replacement = this.incorporate(type=type) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') -%}
        {%- if standing is not none %}drop {{ standing.type }} {{ standing }};{% endif -%}
        {%- if type == 'table' -%}
            {{ create_table_as(False, replacement, compiled_code) }}
        {%- else -%}
            {{ get_create_view_as_sql(replacement, compiled_code) }}
        {%- endif %}
        ;
        {{ record_of_build() }}
    {%- endcall %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do adapter.commit() %}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [replacement]}) }}
{% endmacro %}

{% macro is_recorded_in_place() %}{{ return(adapter.dispatch('is_recorded_in_place')()) }}{% endmacro %}
{% macro duckdb__is_recorded_in_place() %}{{ return(model.config.materialized in ['table', 'view']) }}{% endmacro %}
{% macro spark__is_recorded_in_place() %}{{ return(false) }}{% endmacro %}

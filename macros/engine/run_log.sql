{% macro run_log_rows(file_name, columns) -%}
    {#-
        Rows of a file of the run log, which may not exist yet (a bare `dbt build` on a new home). Columns by name, with
        their types: the log is text that only grows, so nothing is guessed from it.
    -#}
    {{ return(adapter.dispatch('run_log_rows')(file_name, columns)) }}
{%- endmacro %}

{% macro duckdb__run_log_rows(file_name, columns) -%}
    {%- set path = (env_var('TRUNKLINE_HOME', 'data') if execute else '') ~ '/run_log/' ~ file_name -%}
    {%- set found = run_query("select count(*) from glob('" ~ path ~ "')").columns[0].values()[0] | int if execute else 0 -%}
    {%- if found > 0 -%}
    select * from read_json('{{ path }}', format = 'newline_delimited', columns = {
        {%- for name, type in columns.items() %}{{ name }}: '{{ type }}'{% if not loop.last %}, {% endif %}{% endfor -%}
    })
    {%- else -%}
    select {% for name, type in columns.items() %}cast(null as {{ type }}) as {{ name }}{% if not loop.last %}, {% endif %}{% endfor %}
    where false
    {%- endif -%}
{%- endmacro %}

{% macro spark__run_log_rows(file_name, columns) -%}
    {#- The run log is read by DuckDB only: it is small and no heavy model reads it. -#}
    select {% for name, type in columns.items() %}cast(null as {{ 'string' if type == 'varchar' else type }}) as {{ name }}{% if not loop.last %}, {% endif %}{% endfor %}
    where false
{%- endmacro %}

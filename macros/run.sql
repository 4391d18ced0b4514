{% macro lake_home() %}{{ return((env_var('TRUNKLINE_HOME', 'data') if execute else '') ~ '/lake') }}{% endmacro %}

{% macro run_record(table) %}{{ return(target.schema ~ '.' ~ table) }}{% endmacro %}

{% macro start_of_run() %}
    {#- Freezes the watermark: every model of one run filters on one load, whatever lands meanwhile. -#}
    {% if execute and flags.WHICH in ['run', 'build', 'test', 'seed'] %}
        {% do run_query(
            "create table if not exists " ~ run_record('trunkline_runs_frozen')
            ~ " (invocation_id " ~ text_type() ~ ", watermark bigint)"
        ) %}
        {% do run_query(
            "create table if not exists " ~ run_record('trunkline_builds') ~ " (model " ~ text_type() ~ ", watermark bigint, "
            ~ "code_hash " ~ text_type() ~ ", built_at timestamp, invocation_id " ~ text_type() ~ ")"
        ) %}
        {% do run_query(
            "insert into " ~ run_record('trunkline_runs_frozen') ~ " values ('" ~ invocation_id ~ "', " ~ wanted_watermark() ~ ")"
        ) %}
    {% endif %}
    select 1 as frozen
{% endmacro %}

{% macro wanted_watermark() %}
    {%- if var('watermark') is not none -%}
        {{ return(var('watermark') | int) }}
    {%- endif -%}
    {%- set given = env_var('TRUNKLINE_WATERMARK', '') -%}
    {{ return(given | int if given else last_committed_load()) }}
{% endmacro %}

{% macro watermark() %}
    {#-
        The last load that this run sees. `trunkline run` says which; a bare dbt asks what it froze when it started, once a
        model and hook. Compiling outside a run (docs, parse) sees the last committed one.
    -#}
    {%- if not execute -%}{{ return(0) }}{%- endif -%}
    {%- set given = env_var('TRUNKLINE_WATERMARK', '') -%}
    {%- if var('watermark') is none and given -%}{{ return(given | int) }}{%- endif -%}
    {%- if flags.WHICH in ['run', 'build', 'test', 'seed'] -%}
        {%- set frozen = run_query(
            "select max(watermark) from " ~ run_record('trunkline_runs_frozen') ~ " where invocation_id = '" ~ invocation_id ~ "'"
        ) -%}
        {%- if frozen.columns[0].values()[0] is not none -%}
            {{ return(frozen.columns[0].values()[0] | int) }}
        {%- endif -%}
    {%- endif -%}
    {{ return(wanted_watermark()) }}
{% endmacro %}

{% macro record_build() %}
    {#- Post-hook of every model; a table or view that is replaced in its place has said it with its own statement. -#}
    {%- if not is_recorded_in_place() -%}{{ record_of_build() }}{%- endif -%}
{% endmacro %}

{% macro record_of_build() %}
    insert into {{ run_record('trunkline_builds') }}
    select '{{ this.name }}', {{ watermark() }}, '{{ env_var("TRUNKLINE_CODE_HASH", "") }}',
           cast(current_timestamp as timestamp),
           '{{ invocation_id }}'
{% endmacro %}

{% macro lower_bound(sequence_column=none) %}
    {#-
        The last load that this append-only model has already seen: the greater of what its last build recorded and of
        its own rows. A build killed between the two would otherwise append twice (RATING.md section 5).

        Without a column, for a model that replaces rows: it can do that twice, and does it with all of them unless the
        same code built it last. A bare dbt has no hash to tell that by, so it always does.
    -#}
    {%- if not execute or not is_incremental() -%}{{ return(0) }}{%- endif -%}
    {%- set recorded -%}
        coalesce((
            {%- if sequence_column %}
            select max(watermark) from {{ run_record('trunkline_builds') }}
            where model = '{{ this.name }}'
            {%- else %}
            select case when code_hash <> '' and code_hash = '{{ env_var("TRUNKLINE_CODE_HASH", "") }}' then watermark end
            from {{ run_record('trunkline_builds') }}
            where model = '{{ this.name }}'
            order by built_at desc limit 1
            {%- endif %}
        ), 0)
    {%- endset -%}
    {%- set held = "coalesce((select max(" ~ sequence_column ~ ") from " ~ this ~ "), 0)" if sequence_column else "0" -%}
    {%- set seen = run_query("select greatest(" ~ recorded ~ ", " ~ held ~ ")").columns[0].values()[0] | int -%}
    {%- if seen > watermark() -%}
        {{ exceptions.raise_compiler_error(
            this.name ~ " stands at load " ~ seen ~ ", later than the watermark " ~ watermark()
            ~ " of this run. Append-only models do not go back: run `trunkline warehouse rebuild`."
        ) }}
    {%- endif -%}
    {{ return(seen) }}
{% endmacro %}

{% macro begin_anew() %}
    {#-
        Pre-hook of a model that replaces rows by a key that other code may tell differently (a local day, in another zone):
        before all rows are worked out again, those of before go, or some would stay under keys that are no more.
    -#}
    {%- if is_incremental() and lower_bound() == 0 -%}delete from {{ this }}{%- endif -%}
{% endmacro %}

{% macro rated_so_far() %}
    {#-
        The load up to which fct_rated_usage, int_supply_rated and, which follows the first, fct_rated_segments all stand.
        Models before them that hold one run's events only ask here, since they cannot ref what comes after them; each writes its own row in the
        transaction that appends to it. A run killed between them has the events of the one that lacks them again.
    -#}
    {%- if not execute or flags.WHICH not in ['run', 'build'] -%}{{ return(0) }}{%- endif -%}
    {{ return(run_query(
        "select min(watermark) from (select coalesce((select max(watermark) from " ~ run_record('trunkline_builds')
        ~ " where model = rated.model), 0) as watermark from "
        ~ "(values ('fct_rated_usage'), ('fct_rated_segments'), ('int_supply_rated')) as rated(model)) as stand"
    ).columns[0].values()[0] | int) }}
{% endmacro %}

{% macro attempts_charged_from(charges, plans, by_suppliers=false) -%}
    {#-
        The load from which some charge has an attempt fee, as a literal: before it nobody pays for calls without an answer.
        Customers' plans and suppliers' are told apart by what the catalogue said of them up to the load of the charge.
    -#}
    {%- if not execute -%}{{ return(end_of_knowledge()) }}{%- endif -%}
    {%- set found = run_query(
        "select min(charges.load_seq) from " ~ charges ~ " as charges where charges.attempt_fee is not null and "
        ~ ("" if by_suppliers else "not ") ~ "exists (select 1 from " ~ plans ~ " as plans where plans.plan_id = charges.plan_id"
        ~ " and plans.line_type = 'supplier' and plans.load_seq <= charges.load_seq)"
    ).columns[0].values()[0] -%}
    {{ return(end_of_knowledge() if found is none else found) }}
{%- endmacro %}

{% macro days_of_new_usage(usage_events, seen) -%}
    {#- First and last UTC day on which the events of the loads after `seen` began, as literals for pruning. -#}
    {%- if not execute -%}{{ return({'first': '2000-01-01', 'last': '2000-01-01'}) }}{%- endif -%}
    {%- set found = run_query(
        "select min(started_date), max(started_date) from " ~ usage_events ~ " where load_seq > " ~ seen
    ) -%}
    {%- if found.columns[0].values()[0] is none -%}
        {{ return({'first': '1999-12-31', 'last': '1999-12-30'}) }}
    {%- endif -%}
    {{ return({'first': found.columns[0].values()[0], 'last': found.columns[1].values()[0]}) }}
{%- endmacro %}

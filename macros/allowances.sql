{% macro draw_level(priority, rank) -%}
    {#-
        Place of a bucket in the order in which buckets are drawn on, one number for all: by priority, then those of the
        plan, of bookings in their order, and last what lines share. One event has at most one bucket of a level.
    -#}
    ((1000 - {{ priority }}) * 100000 + {{ rank }})
{%- endmacro %}

{% macro draw_levels(allowances, entitlements) -%}
    {#- The levels that the catalogue and the bookings have, in order; each is a pass of fct_allowance_draws. -#}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {{ return(run_query(
        "select distinct level from (select " ~ draw_level('priority', "case when sharing = 'subscription' then 0 else 50000 end")
        ~ " as level from " ~ allowances ~ " where unit = 'quantity' union all select level from " ~ entitlements
        ~ " where unit = 'quantity') as levels order by level"
    ).columns[0].values() | map('int') | list) }}
{%- endmacro %}

{% macro most_common_level(entitled) -%}
    {#- The level on which most of the new events draw. -#}
    {%- if not execute -%}{{ return(0) }}{%- endif -%}
    {%- set found = run_query("select level from " ~ entitled ~ " group by level order by count(*) desc, level limit 1").columns[0].values() -%}
    {{ return(found[0] | int if found | length > 0 else 0) }}
{%- endmacro %}

{% macro ample_buckets(asked) -%}
    {#-
        Buckets that hold all that could be drawn on them: in whatever order, each event has what it wants. Their grant and
        their steps do not change, they last a period, and no number of events limits them. Reads the step `consumed`.
    -#}
    {%- set whole_grant = '(' ~ integer_divide('max(asked.granted_quantity)', 'max(asked.increment)') ~ ' * max(asked.increment))' -%}
    {%- set running_grant = 'greatest(' ~ whole_grant ~ ', coalesce(max(consumed.granted_before), 0))' -%}
    select
        asked.bucket_owner,
        asked.bucket_number,
        asked.balance_date,
        {{ running_grant }} as running_grant
    from {{ asked }}
    left join consumed
        on consumed.bucket_owner = asked.bucket_owner
        and consumed.bucket_number = asked.bucket_number
        and consumed.balance_date = asked.balance_date
    where asked.balance_date <> date '1900-01-01'
    group by asked.bucket_owner, asked.bucket_number, asked.balance_date
    having count(asked.event_limit) = 0
        and min(asked.granted_quantity) = max(asked.granted_quantity)
        and min(asked.increment) = max(asked.increment)
        and coalesce(max(consumed.consumed_before), 0)
        + cast(sum({{ stepped('asked.metered_quantity', 'asked.increment') }}) as bigint) <= {{ running_grant }}
{%- endmacro %}

{% macro drawn_from_buckets(entitled) -%}
    {#-
        What each event takes from its bucket. State is the quantity consumed, C_i = min(C_(i-1) + q_i, G_i) with a grant
        that only grows; in closed form C_i = C_0 + R_i + least(0, min over j <= i of (G_j - C_0 - R_j)), so the free
        quantity C_i - C_(i-1) needs the running sum R and the running minimum (RATING.md section 3). Rows: one per row of
        `entitled`, which has consumed_before (C_0) and granted_before. A bucket that is drawn on in whole steps is one of
        steps: q and G are whole ones, and an event is given what it wanted of them.
    -#}
    select
        event_id,
        rating_seq,
        bucket_owner,
        bucket_number,
        balance_date,
        running_grant,
        is_counted,
        wanted_quantity,
        stepped_quantity
        + least(0, min(running_grant - consumed_before - running_quantity) over so_far)
        - least(0, coalesce(min(running_grant - consumed_before - running_quantity) over before, 0)) as consumed_quantity
    from (
        select
            event_id,
            rating_seq,
            started_at,
            bucket_owner,
            bucket_number,
            balance_date,
            is_counted,
            wanted_quantity,
            consumed_before,
            {{ stepped('wanted_quantity', 'increment') }} as stepped_quantity,
            cast(sum({{ stepped('wanted_quantity', 'increment') }}) over arrived as bigint) as running_quantity,
            greatest(
                max({{ integer_divide('granted_quantity', 'increment') }} * increment) over arrived, granted_before
            ) as running_grant
        from {{ entitled }}
        window arrived as (
            partition by bucket_owner, bucket_number, balance_date
            order by rating_seq, started_at, event_id rows between unbounded preceding and current row
        )
    ) as running
    window
        so_far as (
            partition by bucket_owner, bucket_number, balance_date
            order by rating_seq, started_at, event_id rows between unbounded preceding and current row
        ),
        before as (
            partition by bucket_owner, bucket_number, balance_date
            order by rating_seq, started_at, event_id rows between unbounded preceding and 1 preceding
        )
{%- endmacro %}

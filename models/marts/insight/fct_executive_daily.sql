with

dates as (
    select * from {{ ref('dim_dates') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

subscriptions_daily as (
    select * from {{ ref('int_subscriptions_daily') }}
),

assurance as (
    select * from {{ ref('fct_assurance') }}
),

measured as (
    {%- for measure in ['joined', 'left', 'active'] %}
        select
            '{{ measure }}' as measure,
            'none' as currency,
            {{ measure }}_count as measured_count,
            cast(0 as decimal(24, 6)) as amount,
            local_day
        from subscriptions_daily
        where {{ measure }}_count > 0
        union all
    {%- endfor %}
    select
        stage as measure,
        currency,
        record_count as measured_count,
        amount,
        stage_day as local_day
    from assurance
    {%- for measure, mart, reference, day, condition in [
        ('contacts', 'fct_interactions', 'interaction_id', 'interaction_date', "direction = 'inbound'"),
        ('complaints', 'fct_tickets', 'ticket_id', 'opened_date', 'is_complaint'),
        ('outages', 'fct_outages', 'outage_id', 'began_date', 'not is_planned'),
    ] %}
        union all
        select
            '{{ measure }}' as measure,
            'none' as currency,
            -- an outage has a row for each element that it hits
            count(distinct {{ reference }}) as measured_count,
            0 as amount,
            {{ day }} as local_day
        from {{ ref(mart) }}
        where {{ condition }}
        group by {{ day }}
    {%- endfor %}
),

daily as (
    select
        measured.measure,
        measured.currency,
        cast(measured.measured_count as bigint) as measured_count,
        cast(measured.amount as decimal(24, 6)) as amount,
        measured.local_day
    from measured
    inner join dates
        on dates.date_day = measured.local_day
    cross join clock
    where dates.begins_at <= clock.billed_as_of
)

select * from daily

with

arrived as (
    select * from {{ ref('stg_crm__consents') }}
),

acts as (
    {{ one_record('arrived', ['consent_id']) }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

last_acts as (
    -- the log is only ever added to: the state is that of the last act, however late it arrived
    select
        *,
        row_number() over (
            partition by customer_key, channel, purpose order by acted_at desc, row_id desc
        ) as place_from_last
    from acts
),

first_grants as (
    select
        customer_key,
        channel,
        purpose,
        min(acted_at) as first_granted_at
    from acts
    where action <> 'withdrawn'
    group by customer_key, channel, purpose
),

standing as (
    select
        last_acts.*,
        clock.as_of,
        -- a consent to advertising must be confirmed every two years (Korea, 정보통신망법 제50조)
        case
            when last_acts.action <> 'withdrawn' then last_acts.acted_at + interval 2 year
        end as confirm_by_at,
        case
            when last_acts.action = 'withdrawn' then 'withdrawn'
            when last_acts.expires_at <= clock.as_of then 'expired'
            else 'granted'
        end as state
    from last_acts
    cross join clock
    where last_acts.place_from_last = 1
),

states as (
    select
        ---------- ids
        standing.customer_key,
        standing.given_by_key,
        standing.consent_id as last_consent_id,
        ---------- strings
        standing.channel,
        standing.purpose,
        standing.state,
        standing.consent_source,
        standing.text_version,
        ---------- booleans
        standing.state = 'granted' as is_granted,
        standing.state = 'granted'
        and coalesce(standing.confirm_by_at <= standing.as_of, false) as needs_reconfirmation,
        ---------- times
        first_grants.first_granted_at,
        standing.acted_at,
        standing.confirm_by_at,
        standing.expires_at
    from standing
    left join first_grants
        on first_grants.customer_key = standing.customer_key
        and first_grants.channel = standing.channel
        and first_grants.purpose = standing.purpose
)

select * from states

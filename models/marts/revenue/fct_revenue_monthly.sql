with

charges as (
    select * from {{ ref('fct_charges') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
    where known_to = {{ end_of_knowledge() }}
),

newest_accounts as (
    select
        account_key,
        segment,
        region,
        row_number() over (partition by account_key order by valid_from desc) as place
    from accounts
),

monthly as (
    select
        ---------- ids
        coalesce(charges.plan_id, 'none') as plan_id,
        ---------- strings
        coalesce(newest_accounts.segment, 'unknown') as segment,
        coalesce(newest_accounts.region, 'unknown') as region,
        charges.charge_kind,
        coalesce(charges.service, 'none') as service,
        charges.currency,
        ---------- numbers
        cast(sum(charges.event_count) as bigint) as event_count,
        cast(sum(charges.amount) as decimal(24, 6)) as amount,
        cast(
            sum(case when charges.status = 'billed' then charges.amount else 0 end)
            as decimal(24, 6)
        ) as billed_amount,
        cast(
            sum(case when charges.status = 'unbilled' then charges.amount else 0 end)
            as decimal(24, 6)
        ) as unbilled_amount,
        ---------- dates
        {{ first_of_month('charges.period') }} as month
    from charges
    left join newest_accounts
        on newest_accounts.account_key = charges.account_key
        and newest_accounts.place = 1
    group by
        charges.plan_id,
        newest_accounts.segment,
        newest_accounts.region,
        charges.charge_kind,
        charges.service,
        charges.currency,
        {{ first_of_month('charges.period') }}
)

select * from monthly

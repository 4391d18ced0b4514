with

customers as (
    select * from {{ ref('int_customers_unioned') }}
),

customer_accounts as (
    select * from {{ ref('dim_customer_accounts') }}
),

versions as (
    select * from {{ ref('dim_customer_versions') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

holdings as (
    -- what the customer holds at the last delivery; accounts that were given up are in the bridge
    select
        customer_accounts.customer_key,
        count(*) as account_count,
        min(customer_accounts.account_key) as account_key
    from customer_accounts
    cross join clock
    where customer_accounts.role = 'holder'
        and customer_accounts.known_to = {{ end_of_knowledge() }}
        and customer_accounts.valid_from <= clock.as_of
        and clock.as_of < customer_accounts.valid_to
    group by customer_accounts.customer_key
),

last_there as (
    select
        customer_key,
        max(valid_to) as there_until
    from versions
    where status <> 'inactive'
    group by customer_key
),

departures as (
    -- the first of the states since they were last there: a correction later moves nobody
    select
        versions.customer_key,
        {{ local_date('min(versions.valid_from)') }} as left_on
    from versions
    left join last_there
        on last_there.customer_key = versions.customer_key
    where versions.status = 'inactive'
        and versions.valid_from >= coalesce(last_there.there_until, versions.valid_from)
    group by versions.customer_key
),

described as (
    select
        ---------- ids
        customers.customer_key,
        customers.name_key,
        customers.email_key,
        customers.contact_number_key,
        case when holdings.account_count = 1 then holdings.account_key end as account_key,
        ---------- strings
        customers.source,
        customers.customer_kind,
        customers.segment,
        customers.region,
        customers.status,
        customers.status_reason,
        customers.acquisition_channel,
        customers.credit_class,
        customers.preferred_language,
        customers.preferred_channel,
        customers.preferred_payment_method,
        customers.quiet_from,
        customers.quiet_until,
        customers.interests,
        ---------- numbers
        customers.birth_year,
        customers.household_size,
        cast(coalesce(holdings.account_count, 0) as bigint) as account_count,
        coalesce(
            customers.tenure_months,
            case
                when customers.customer_since > clock.as_of_date then 0
                else {{ whole_months('customers.customer_since', 'clock.as_of_date') }}
            end
        ) as tenure_months,
        ---------- booleans
        customers.wants_paper_bill,
        ---------- dates and times
        customers.customer_since,
        case when customers.status = 'inactive' then departures.left_on end as left_on,
        customers.changed_at
    from customers
    cross join clock
    left join holdings
        on holdings.customer_key = customers.customer_key
    left join departures
        on departures.customer_key = customers.customer_key
)

select * from described

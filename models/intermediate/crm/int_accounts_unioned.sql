with

billing_accounts as (
    select * from {{ ref('stg_billing__accounts') }}
),

public_exports as (
    select * from {{ ref('stg_ibm_telco__customers') }}
),

public_customers as (
    {{ latest_export('public_exports', 'ibm_telco', 'customers', ['customer_key']) }}
),

landings as (
    select
        load_seq,
        {{ local_date('max(landed_at)') }} as landed_on
    from {{ ref('stg_trunkline__load_files') }}
    group by load_seq
),

-- one shape for every system that keeps accounts, each row a change with its interval
unioned as (
    select
        row_id,
        load_seq,
        'billing' as source,
        account_key,
        holder_name_key,
        holder_email_key,
        segment,
        region,
        cast(bill_cycle_day as integer) as bill_cycle_day,
        currency,
        status,
        valid_from,
        valid_to
    from billing_accounts
    union all
    -- each of these customers is one account, billed in dollars by the calendar month
    select
        public_customers.row_id,
        public_customers.load_seq,
        'ibm_telco' as source,
        public_customers.customer_key as account_key,
        cast(null as {{ text_type() }}) as holder_name_key,
        cast(null as {{ text_type() }}) as holder_email_key,
        'consumer' as segment,
        cast(null as {{ text_type() }}) as region,
        1 as bill_cycle_day,
        'USD' as currency,
        'active' as status,
        {{ utc_of_local_midnight(
            months_before('landings.landed_on', 'public_customers.tenure_months')
        ) }} as valid_from,
        case
            when public_customers.has_left then {{ utc_of_local_midnight('landings.landed_on') }}
            else {{ end_of_time() }}
        end as valid_to
    from public_customers
    inner join landings
        on landings.load_seq = public_customers.load_seq
)

select * from unioned

with

crm_changes as (
    select * from {{ ref('stg_crm__customers') }}
),

crm_states as (
    {{ latest_change('crm_changes', ['customer_key']) }}
),

public_exports as (
    select * from {{ ref('stg_ibm_telco__customers') }}
),

public_customers as (
    {{ latest_export('public_exports', 'ibm_telco', 'customers', ['customer_key']) }}
),

-- one shape for every system that keeps customers; what a system does not know stays empty
unioned as (
    select
        customer_key,
        'crm' as source,
        name_key,
        email_key,
        contact_number_key,
        customer_kind,
        segment,
        region,
        status,
        status_reason,
        acquisition_channel,
        credit_class,
        preferred_language,
        preferred_channel,
        preferred_payment_method,
        quiet_from,
        quiet_until,
        interests,
        cast(birth_year as integer) as birth_year,
        cast(household_size as integer) as household_size,
        cast(null as integer) as tenure_months,
        wants_paper_bill,
        customer_since,
        changed_at
    from crm_states
    where status <> 'none'
    union all
    select
        customer_key,
        'ibm_telco' as source,
        cast(null as {{ text_type() }}) as name_key,
        cast(null as {{ text_type() }}) as email_key,
        cast(null as {{ text_type() }}) as contact_number_key,
        'person' as customer_kind,
        'consumer' as segment,
        cast(null as {{ text_type() }}) as region,
        case when has_left then 'inactive' else 'active' end as status,
        cast(null as {{ text_type() }}) as status_reason,
        cast(null as {{ text_type() }}) as acquisition_channel,
        cast(null as {{ text_type() }}) as credit_class,
        cast(null as {{ text_type() }}) as preferred_language,
        cast(null as {{ text_type() }}) as preferred_channel,
        case payment_method
            when 'Bank transfer (automatic)' then 'direct_debit'
            when 'Credit card (automatic)' then 'card'
        end as preferred_payment_method,
        cast(null as {{ text_type() }}) as quiet_from,
        cast(null as {{ text_type() }}) as quiet_until,
        cast(null as {{ text_type() }}) as interests,
        cast(null as integer) as birth_year,
        cast(null as integer) as household_size,
        tenure_months,
        not has_paperless_bill as wants_paper_bill,
        cast(null as date) as customer_since,
        cast(null as timestamp) as changed_at
    from public_customers
)

select * from unioned
-- {{ ref('stg_trunkline__load_files') }}

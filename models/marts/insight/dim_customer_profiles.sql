with

customers as (
    select * from {{ ref('dim_customers') }}
),

customers_valued as (
    select * from {{ ref('int_customers_valued') }}
),

interactions as (
    select * from {{ ref('fct_interactions') }}
    where direction = 'inbound'
),

tickets as (
    select * from {{ ref('fct_tickets') }}
),

consents as (
    select * from {{ ref('dim_consents') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

contacted as (
    select
        interactions.customer_key,
        count(case when interactions.started_at >= clock.as_of - interval 90 day then 1 end)
            as contact_count,
        max(interactions.started_at) as last_contact_at
    from interactions
    cross join clock
    group by interactions.customer_key
),

ticketed as (
    select
        customer_key,
        count(case when is_open then 1 end) as open_ticket_count,
        count(case when is_complaint then 1 end) as complaint_count
    from tickets
    group by customer_key
),

consented as (
    select
        customer_key,
        max(case when purpose = 'advertising' and is_granted then 1 else 0 end) as may_advertise
    from consents
    group by customer_key
),

profiles as (
    select
        ---------- ids
        customers.customer_key,
        ---------- strings
        customers.source,
        customers.customer_kind,
        customers.segment,
        customers.region,
        customers.status,
        customers.credit_class,
        customers_valued.currency,
        ---------- numbers
        customers.tenure_months,
        customers.account_count,
        coalesce(customers_valued.subscription_count, 0) as subscription_count,
        cast(coalesce(customers_valued.mrr_amount, 0) as decimal(18, 6)) as mrr_amount,
        cast(coalesce(customers_valued.open_amount, 0) as decimal(18, 4)) as open_amount,
        cast(coalesce(customers_valued.overdue_amount, 0) as decimal(18, 4)) as overdue_amount,
        coalesce(contacted.contact_count, 0) as contact_count,
        coalesce(ticketed.open_ticket_count, 0) as open_ticket_count,
        coalesce(ticketed.complaint_count, 0) as complaint_count,
        customers_valued.churn_score,
        ---------- booleans
        coalesce(consented.may_advertise, 0) = 1 as may_advertise,
        ---------- times
        contacted.last_contact_at
    from customers
    left join customers_valued
        on customers_valued.customer_key = customers.customer_key
    left join contacted
        on contacted.customer_key = customers.customer_key
    left join ticketed
        on ticketed.customer_key = customers.customer_key
    left join consented
        on consented.customer_key = customers.customer_key
)

select * from profiles

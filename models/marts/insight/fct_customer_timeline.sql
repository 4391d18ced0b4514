{%- set of_customers = [
    ('contact', 'fct_interactions', 'interaction_id', 'reason', 'started_at', 'true'),
    ('ticket_opened', 'fct_tickets', 'ticket_id', 'category', 'opened_at', 'true'),
    ('ticket_resolved', 'fct_tickets', 'ticket_id', 'category', 'resolved_at', 'true'),
    ('survey', 'fct_surveys', 'survey_id', 'grade', 'answered_at', 'true'),
    ('consent', 'dim_consents', 'last_consent_id', 'state', 'acted_at', 'true'),
    ('message', 'fct_campaign_members', 'campaign_id', 'assigned_group', 'sent_at', 'true'),
] %}
{%- set of_accounts = [
    ('invoice', 'fct_receivables', 'document_reference', 'amount', 'issued_at', "document_kind = 'invoice'"),
    ('payment', 'fct_payments', 'payment_id', 'amount', 'settled_at', 'true'),
    ('payment_returned', 'fct_payments', 'payment_id', 'amount', 'returned_at', 'true'),
] %}

with

customer_accounts as (
    select * from {{ ref('dim_customer_accounts') }}
    where role = 'holder'
        and known_to = {{ end_of_knowledge() }}
),

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
    where known_to = {{ end_of_knowledge() }}
        and status in ('active', 'suspended')
),

stays as (
    select * from {{ ref('int_subscription_stays') }}
),

subscription_steps as (
    select
        subscriptions.subscription_id,
        subscriptions.account_key,
        subscriptions.plan_id,
        subscriptions.valid_from,
        lag(subscriptions.plan_id) over (
            partition by
                subscriptions.subscription_id,
                stays.stay_number
            order by subscriptions.valid_from
        ) as plan_before
    from subscriptions
    inner join stays
        on stays.subscription_id = subscriptions.subscription_id
        and stays.joined_at <= subscriptions.valid_from
        and subscriptions.valid_from < stays.left_at
),

subscription_ends as (
    -- where a stay ends, its last version ends
    select
        subscriptions.subscription_id,
        subscriptions.account_key,
        stays.left_at
    from stays
    inner join subscriptions
        on subscriptions.subscription_id = stays.subscription_id
        and subscriptions.valid_to = stays.left_at
    where stays.left_at < {{ end_of_time() }}
),

happened_to_accounts as (
    {%- for kind, mart, reference, amount, happened_at, condition in of_accounts %}
        select
            account_key,
            '{{ kind }}' as kind,
            {{ reference }} as reference,
            cast(null as {{ text_type() }}) as detail,
            currency,
            cast({{ amount }} as decimal(18, 4)) as amount,
            {{ happened_at }} as happened_at
        from {{ ref(mart) }}
        where {{ happened_at }} is not null
            and {{ condition }}
        union all
    {%- endfor %}
    select
        account_key,
        case when plan_before is null then 'subscription_began' else 'plan_changed' end as kind,
        concat(subscription_id, ' ', cast(valid_from as {{ text_type() }})) as reference,
        plan_id as detail,
        cast(null as {{ text_type() }}) as currency,
        cast(null as decimal(18, 4)) as amount,
        valid_from as happened_at
    from subscription_steps
    where plan_before is null
        or plan_before <> plan_id
    union all
    select
        account_key,
        'subscription_ended' as kind,
        concat(subscription_id, ' ', cast(left_at as {{ text_type() }})) as reference,
        cast(null as {{ text_type() }}) as detail,
        cast(null as {{ text_type() }}) as currency,
        cast(null as decimal(18, 4)) as amount,
        left_at as happened_at
    from subscription_ends
),

happened as (
    -- what happens to an account happens to who holds it then
    select
        customer_accounts.customer_key,
        happened_to_accounts.account_key,
        happened_to_accounts.kind,
        happened_to_accounts.reference,
        happened_to_accounts.detail,
        happened_to_accounts.currency,
        happened_to_accounts.amount,
        happened_to_accounts.happened_at
    from happened_to_accounts
    inner join customer_accounts
        on customer_accounts.account_key = happened_to_accounts.account_key
        and (
            (
                customer_accounts.valid_from <= happened_to_accounts.happened_at
                and happened_to_accounts.happened_at < customer_accounts.valid_to
            )
            -- who gives an account up at the instant at which its line ends saw it end
            or (
                happened_to_accounts.kind = 'subscription_ended'
                and customer_accounts.valid_to = happened_to_accounts.happened_at
            )
        )
        and not (
            happened_to_accounts.kind = 'subscription_ended'
            and customer_accounts.valid_from = happened_to_accounts.happened_at
        )
    {%- for kind, mart, reference, detail, happened_at, condition in of_customers %}
        union all
        select
            customer_key,
            cast(null as {{ text_type() }}) as account_key,
            '{{ kind }}' as kind,
            {{ reference }} as reference,
            {{ detail }} as detail,
            cast(null as {{ text_type() }}) as currency,
            cast(null as decimal(18, 4)) as amount,
            {{ happened_at }} as happened_at
        from {{ ref(mart) }}
        where {{ happened_at }} is not null
            and customer_key is not null
    {%- endfor %}
)

select * from happened

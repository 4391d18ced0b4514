with

arrived as (
    select * from {{ ref('stg_payments__gateway_settlements') }}
),

settlements as (
    {{ one_record('arrived', ['gateway', 'settlement_reference']) }}
),

fees as (
    {{ paint_rows(
        ref('stg_payments__gateway_fees'),
        ['gateway', 'method', 'currency'],
        ['fee_rate', 'fixed_amount', 'status']
    ) }}
),

references_known as (
    select * from {{ ref('int_gateway_references') }}
),

currencies as (
    select * from {{ ref('dim_currencies') }}
),

placed as (
    select
        settlements.*,
        row_number() over (
            partition by gateway, gateway_reference, kind
            order by settled_at, settlement_reference
        ) as place_of_kind
    from settlements
),

expected as (
    select
        placed.*,
        references_known.payment_id,
        references_known.gateway is not null as is_known,
        greatest(1, case placed.kind
            when 'refund' then coalesce(references_known.refund_count, 0)
            when 'chargeback' then coalesce(references_known.chargeback_count, 0)
            else 0
        end) as times_due,
        {{ round_half_up(
            'abs(placed.gross_amount) * fees.fee_rate + fees.fixed_amount', 'coalesce(currencies.decimals, 2)'
        ) }} as expected_fee_amount
    from placed
    left join references_known
        on references_known.gateway = placed.gateway
        and references_known.gateway_reference = placed.gateway_reference
    left join fees
        on fees.gateway = placed.gateway
        and fees.method = placed.method
        and fees.currency = placed.currency
        and fees.status = 'active'
        and fees.known_to = {{ end_of_knowledge() }}
        and fees.valid_from <= placed.settled_at
        and placed.settled_at < fees.valid_to
        -- a refund or a dispute has a fee of its own agreement
        and placed.kind = 'payment'
    left join currencies
        on currencies.currency = placed.currency
),

checked as (
    select
        ---------- ids
        gateway,
        settlement_reference,
        gateway_reference,
        payment_id,
        payout_id,
        ---------- strings
        kind,
        method,
        currency,
        ---------- numbers
        gross_amount,
        fee_amount,
        net_amount,
        expected_fee_amount,
        cast(fee_amount - expected_fee_amount as decimal(18, 4)) as fee_difference_amount,
        cast(net_amount - gross_amount + fee_amount as decimal(18, 4)) as net_difference_amount,
        ---------- booleans
        is_known as is_transaction_known,
        kind in ('payment', 'refund', 'chargeback')
        and place_of_kind > times_due as is_settled_again,
        ---------- dates and times
        payout_date,
        settled_at
    from expected
)

select * from checked

with

arrived_invoices as (
    select * from {{ ref('stg_billing__biller_invoices') }}
),

biller_invoices as (
    {{ one_record('arrived_invoices', ['invoice_number']) }}
),

biller_lines as (
    select * from {{ ref('stg_billing__biller_invoice_lines') }}
),

own_invoices as (
    select * from {{ ref('fct_invoices') }}
),

arrived_adjustments as (
    select * from {{ ref('stg_billing__adjustments') }}
),

adjustments as (
    {{ one_record('arrived_adjustments', ['adjustment_id']) }}
),

billed_adjustments as (
    -- an adjustment that a line bills is owed with its invoice; on its own it would count twice
    select distinct charge_reference as adjustment_id
    from biller_lines
    where charge_kind = 'adjustment'
        and charge_reference is not null
),

biller as (
    select count(*) > 0 as is_issuer
    from biller_invoices
),

documents as (
    select
        document_kind,
        invoice_number as document_reference,
        corrects_invoice_number as corrects_reference,
        account_key,
        'biller' as issuer,
        currency,
        gross_amount as amount,
        due_date,
        issued_at
    from biller_invoices
    union all
    -- where an external biller sends invoices, they are what customers owe; Trunkline's own are the
    -- shadow that revenue assurance compares them with
    select
        'invoice' as document_kind,
        own_invoices.invoice_number as document_reference,
        cast(null as {{ text_type() }}) as corrects_reference,
        own_invoices.account_key,
        'trunkline' as issuer,
        own_invoices.currency,
        own_invoices.gross_amount as amount,
        cast(
            {{ local_date('own_invoices.issued_at') }} + interval {{ var('payment_term_days') }} day
            as date
        ) as due_date,
        own_invoices.issued_at
    from own_invoices
    cross join biller
    where not biller.is_issuer
    union all
    select
        'adjustment' as document_kind,
        adjustments.adjustment_id as document_reference,
        adjustments.invoice_number as corrects_reference,
        adjustments.account_key,
        'biller' as issuer,
        adjustments.currency,
        adjustments.gross_amount as amount,
        {{ local_date('adjustments.adjusted_at') }} as due_date,
        adjustments.adjusted_at as issued_at
    from adjustments
    left join billed_adjustments
        on billed_adjustments.adjustment_id = adjustments.adjustment_id
    where billed_adjustments.adjustment_id is null
)

select
    concat(document_kind, '/', document_reference) as document_key,
    documents.*
from documents
where amount <> 0

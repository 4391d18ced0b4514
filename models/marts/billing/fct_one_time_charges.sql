with

guided as (
    select * from {{ ref('int_one_time_charges_guided') }}
),

one_time_charges as (
    select
        ---------- ids
        row_id,
        load_seq,
        file_no,
        line_no,
        charge_reference,
        subscription_id,
        account_key,
        ---------- strings
        description,
        currency,
        tax_code,
        case when status = 'guided' then 'charged' else status end as status,
        reason,
        ---------- numbers
        amount,
        ---------- times
        charged_at
    from guided
)

select * from one_time_charges

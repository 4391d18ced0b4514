with

source as (
    select * from {{ source('ibm_telco', 'customers') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        customerid_key as customer_key,
        ---------- what the record says
        lower(gender) as gender,
        multiplelines as multiple_lines,
        internetservice as internet_service,
        onlinesecurity as online_security,
        onlinebackup as online_backup,
        deviceprotection as device_protection,
        techsupport as technical_support,
        streamingtv as streaming_television,
        streamingmovies as streaming_films,
        contract,
        paymentmethod as payment_method,
        cast(tenure as integer) as tenure_months,
        monthlycharges as monthly_amount,
        totalcharges as total_amount,
        seniorcitizen = 1 as is_senior,
        partner = 'Yes' as has_partner,
        dependents = 'Yes' as has_dependents,
        phoneservice = 'Yes' as has_telephone,
        paperlessbilling = 'Yes' as has_paperless_bill,
        churn = 'Yes' as has_left
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed

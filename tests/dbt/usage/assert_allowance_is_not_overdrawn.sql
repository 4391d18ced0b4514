-- What a bucket gave is at most what it grants (RATING.md section 3); what closed periods gave
-- stands in the register.
with

buckets as (
    select
        bucket_owner,
        bucket_number,
        balance_date,
        sum(consumed_quantity) as consumed_quantity,
        max(granted_quantity) as granted_quantity
    from {{ ref('fct_allowance_draws') }}
    group by bucket_owner, bucket_number, balance_date
)

select * from buckets
where consumed_quantity > granted_quantity

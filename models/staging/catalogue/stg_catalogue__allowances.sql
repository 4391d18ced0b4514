with

source as (
    select * from {{ source('catalogue', 'allowances') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        allowance_id,
        plan_id,
        service,
        coalesce(direction, 'outgoing') as direction,
        zone,
        quantity,
        coalesce(bucket_id, allowance_id) as bucket_id,
        coalesce(priority, 100) as priority,
        coalesce(unit, 'quantity') as unit,
        coalesce(sharing, 'subscription') as sharing,
        coalesce(balance_period, 'billing_period') as balance_period,
        coalesce(increment, 1) as increment,
        event_limit,
        coalesce(is_throttled, false) as is_throttled,
        coalesce(is_blocking, false) as is_blocking,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed

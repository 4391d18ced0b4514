-- Usage never earns money: a charge or a quantity below zero comes from a wrong bucket or
-- increment. What is free was used; what is late is charged after its own period.
select
    event_id,
    metered_quantity,
    free_quantity,
    charge
from {{ ref('fct_rated_usage') }}
where charge < 0
    or metered_quantity < 0
    or free_quantity < 0
    or free_quantity > metered_quantity
    or charged_quantity < 0
    or is_late <> (charged_period > period)
    or charged_period < period

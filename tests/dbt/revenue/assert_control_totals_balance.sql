-- Invariant 1: a difference means that a record or an amount was lost or doubled on its way. The
-- row says where.
select
    control_key,
    left_name,
    left_count,
    left_amount,
    right_name,
    right_count,
    right_amount
from {{ ref('fct_control_totals') }}
where not is_balanced

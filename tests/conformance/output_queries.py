"""What is read of the models, each row with the record or subscription that it belongs to."""

LINES = """
    select
        subscription_id, charge_kind, charge_id, zone, time_band, quantity, unrounded_amount,
        net_amount, tax_amount, gross_amount
    from int_invoice_lines_drafted
"""
RATED = """
    select events.event_key, rated.* from fct_rated_usage as rated
    inner join stg_mediation__usage_events as events on events.event_id = rated.event_id
"""
SEGMENTS = """
    select events.event_key, segments.*
    from fct_rated_segments as segments
    inner join stg_mediation__usage_events as events on events.event_id = segments.event_id
    order by events.event_key, segments.segment_number
"""
DRAWS = """
    select events.event_key, buckets.bucket_id, buckets.unit, draws.consumed_quantity
    from fct_allowance_draws as draws
    inner join (select distinct bucket_number, bucket_id, unit from dim_allowances) as buckets
        on buckets.bucket_number = draws.bucket_number
    inner join stg_mediation__usage_events as events on events.event_id = draws.event_id
"""
SUSPENSE = """
    select events.event_key, suspense.reason, suspense.status from fct_suspense as suspense
    inner join stg_mediation__usage_events as events on events.event_id = suspense.event_id
"""
REVERSALS = """
    select events.event_key, adjustments.amount from fct_usage_adjustments as adjustments
    inner join stg_mediation__usage_events as events on events.event_id = adjustments.event_id
"""
RERATED = """
    select events.event_key, again.amount from fct_rerating_adjustments as again
    inner join stg_mediation__usage_events as events on events.event_id = again.event_id
"""

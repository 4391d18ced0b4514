{{ config(tags=['run_record']) }}

with

steps as (
    {{ run_log_rows('runs.ndjson', {
        'run_id': 'varchar', 'step': 'varchar', 'status': 'varchar', 'started_at': 'timestamp', 'ended_at': 'timestamp',
        'watermark': 'bigint', 'code_hash': 'varchar', 'detail': 'varchar'
    }) }}
)

select
    run_id,
    step,
    status,
    code_hash,
    detail,
    watermark,
    started_at,
    ended_at
from steps

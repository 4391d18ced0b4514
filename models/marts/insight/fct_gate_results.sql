{{ config(tags=['run_record']) }}

with

checks as (
    {{ run_log_rows('gates.ndjson', {
        'run_id': 'varchar', 'gate': 'varchar', 'check_name': 'varchar', 'owner': 'varchar', 'expected': 'varchar',
        'seen': 'varchar', 'is_success': 'boolean', 'checked_at': 'timestamp', 'load_seq': 'bigint', 'advice': 'varchar'
    }) }}
)

select
    run_id,
    gate,
    check_name,
    load_seq,
    owner,
    expected,
    seen,
    advice,
    is_success,
    checked_at
from checks

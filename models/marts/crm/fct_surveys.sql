with

arrived as (
    select * from {{ ref('stg_crm__surveys') }}
),

surveys as (
    {{ one_record('arrived', ['survey_id']) }}
),

graded as (
    select
        ---------- ids
        survey_id,
        customer_key,
        interaction_id,
        ticket_id,
        ---------- strings
        kind,
        channel,
        language,
        case
            when kind = 'nps' and score >= 9 then 'promoter'
            when kind = 'nps' and score >= 7 then 'passive'
            when kind = 'nps' then 'detractor'
            when kind = 'csat' and score >= 4 then 'satisfied'
            when kind = 'csat' then 'unsatisfied'
            when score >= 5 then 'easy'
            else 'not easy'
        end as grade,
        ---------- numbers
        cast(score as integer) as score,
        cast({{ seconds_between('asked_at', 'answered_at') }} as bigint) as answer_seconds,
        ---------- dates and times
        {{ local_date('answered_at') }} as answer_date,
        asked_at,
        answered_at
    from surveys
)

select * from graded

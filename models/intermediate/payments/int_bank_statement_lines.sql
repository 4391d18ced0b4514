with

arrived as (
    select * from {{ ref('stg_payments__bank_statement_lines') }}
),

pages as (
    select * from {{ ref('int_bank_statement_pages') }}
),

load_files as (
    select * from {{ ref('stg_trunkline__load_files') }}
),

-- a message brings pages and lines as two files of its load, of the same bytes
lines_of_messages as (
    select
        pages.bank_account,
        pages.statement_id,
        pages.page_number,
        line_files.load_seq,
        line_files.file_no
    from pages
    inner join load_files as page_files
        on page_files.load_seq = pages.load_seq
        and page_files.file_no = pages.file_no
    inner join load_files as line_files
        on line_files.load_seq = page_files.load_seq
        and line_files.sha256 = page_files.sha256
        and line_files.source = 'payments'
        and line_files.entity = 'bank_statement_lines'
),

-- lines that come in files of their own: the newest file of the page has all of them
newest_lines as (
    select
        bank_account,
        statement_id,
        page_number,
        load_seq,
        file_no
    from (
        select
            arrived.*,
            row_number() over (
                partition by bank_account, statement_id, page_number
                order by row_id desc
            ) as place
        from arrived
    ) as ranked
    where place = 1
),

-- never line by line: what a correction leaves out would stay, beside what it moved
chosen as (
    select
        newest_lines.bank_account,
        newest_lines.statement_id,
        newest_lines.page_number,
        coalesce(lines_of_messages.load_seq, newest_lines.load_seq) as load_seq,
        coalesce(lines_of_messages.file_no, newest_lines.file_no) as file_no
    from newest_lines
    left join lines_of_messages
        on lines_of_messages.bank_account = newest_lines.bank_account
        and lines_of_messages.statement_id = newest_lines.statement_id
        and lines_of_messages.page_number = newest_lines.page_number
),

arrived_together as (
    select arrived.*
    from arrived
    inner join chosen
        on chosen.bank_account = arrived.bank_account
        and chosen.statement_id = arrived.statement_id
        and chosen.page_number = arrived.page_number
        and chosen.load_seq = arrived.load_seq
        and chosen.file_no = arrived.file_no
),

one_a_place as (
    {{ one_record('arrived_together', [
        'bank_account', 'statement_id', 'page_number', 'entry_number', 'detail_number'
    ]) }}
),

lines as (
    select
        bank_account,
        statement_id,
        page_number,
        entry_number,
        detail_number,
        status,
        entry_amount,
        entry_currency,
        amount,
        currency,
        end_to_end_id
    from one_a_place
)

select * from lines

"""Bank messages of our own: a small one of version 2, and a full one of version 8."""

from __future__ import annotations

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-01-05T18:30:00+00:00</CreDtTm></GrpHdr>

<Stmt><Id>S1</Id><CreDtTm>2026-01-05T18:30:00Z</CreDtTm>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-04</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>
<Amt Ccy="EUR">1.15</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-01-06</Dt></Dt></Bal>


"""
_ENTRY = """\
<Ntry>
<Amt Ccy="EUR">8.85</Amt>
<CdtDbtInd>DBIT</CdtDbtInd>
<Sts>BOOK</Sts>
<BookgDt><Dt>2026-01-05</Dt></BookgDt></Ntry>
"""
_FOOT = "</Stmt></BkToCstmrStmt></Document>\n"


def message(entries: int = 1) -> str:
    """A sound message of version 2 with some entries; the first stands on line 14."""
    return _HEAD + _ENTRY * entries + _FOOT


# Written after camt.053.001.08: names below Pty, the status below Cd, the amount of a transaction
# in Amt. It has a booked entry without details, one of two direct debits, one of them returned,
# charges whose details state no amount, and one that is not booked yet.
VERSION_8 = """\
<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>MSG-1</MsgId><CreDtTm>2026-01-05T18:30:00.123456789</CreDtTm></GrpHdr>
    <Stmt>
      <Id>STMT-1</Id>
      <StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>
      <ElctrncSeqNb>7</ElctrncSeqNb>
      <CreDtTm>2026-01-05T18:30:00+00:00</CreDtTm>
      <Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>
      <Bal><Tp><CdOrPrtry><Cd>PRCD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt>
        <CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-01-04</Dt></Dt></Bal>
      <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">884.75</Amt>
        <CdtDbtInd>DBIT</CdtDbtInd><Dt><DtTm>2026-01-05T23:59:59+01:00</DtTm></Dt></Bal>
      <Ntry>
        <NtryRef>1</NtryRef><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>
        <ValDt><Dt>2026-01-06</Dt></ValDt>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>
        </BkTxCd>
      </Ntry>
      <Ntry>
        <Amt Ccy="EUR">30.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-01-05T09:00:00+01:00</DtTm></BookgDt>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>
        </BkTxCd>
        <NtryDtls>
          <Btch><NbOfTxs>2</NbOfTxs></Btch>
          <TxDtls>
            <Refs><EndToEndId>INV-1</EndToEndId><MndtId>MANDATE-1</MndtId></Refs>
            <Amt Ccy="EUR">10.25</Amt>
            <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn>
            </BkTxCd>
            <RltdPties><Dbtr><Pty><Nm>가나다 회사</Nm></Pty></Dbtr>
              <DbtrAcct><Id><IBAN>DE75512108001245126199</IBAN></Id></DbtrAcct></RltdPties>
            <RmtInf><Ustrd>first line</Ustrd><Ustrd>zweite Zeile &amp; mehr</Ustrd></RmtInf>
          </TxDtls>
          <TxDtls>
            <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
            <Amt Ccy="EUR">20.25</Amt><CdtDbtInd>CRDT</CdtDbtInd>
          </TxDtls>
        </NtryDtls>
      </Ntry>
      <Ntry>
        <Amt Ccy="EUR">10.25</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>
        <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>
        </BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>INV-1</EndToEndId></Refs>
          <RltdPties><Dbtr><Pty><Nm>가나다  회사</Nm></Pty></Dbtr>
            <DbtrAcct><Id><IBAN>DE75512108001245126199</IBAN></Id></DbtrAcct>
            <Cdtr><Pty><Nm>한국통신</Nm></Pty></Cdtr>
            <CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct></RltdPties>
          <RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>
        </TxDtls></NtryDtls>
      </Ntry>
      <Ntry>
        <Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>
        <BkTxCd><Prtry><Cd>CHRG</Cd></Prtry></BkTxCd>
        <NtryDtls><TxDtls/><TxDtls/></NtryDtls>
      </Ntry>
      <Ntry>
        <Amt Ccy="EUR">7</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <Sts><Cd>PDNG</Cd></Sts>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>
        </BkTxCd>
        <NtryDtls><TxDtls><Refs><EndToEndId>INV-2</EndToEndId></Refs></TxDtls></NtryDtls>
      </Ntry>
      <AddtlStmtInf>free text</AddtlStmtInf>
    </Stmt>
    <Stmt>
      <Id>STMT-2</Id>
      <Acct><Id><Othr><Id>12345678</Id></Othr></Id></Acct>
      <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">500</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-04</Dt></Dt></Bal>
      <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">600</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>
      <Ntry>
        <Amt Ccy="JPY">100</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2026-01-05</Dt></BookgDt>
        <BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>
      </Ntry>
    </Stmt>
  </BkToCstmrStmt>
</Document>
"""

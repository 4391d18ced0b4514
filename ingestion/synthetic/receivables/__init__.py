"""The money of the operator: the biller's invoices, payments, gateways, the bank, the ledger."""

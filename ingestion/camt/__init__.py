"""ISO 20022 camt.053: bank statements as banks send them, in XML."""

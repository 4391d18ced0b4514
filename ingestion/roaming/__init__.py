"""GSMA roaming files: TAP3 (charged usage abroad) and NRTRDE (its report within hours), in BER."""

"""Usage as the TM Forum's usage management API (TMF635, version 4) exchanges it, in JSON."""

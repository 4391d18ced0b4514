"""Everything that leaves Trunkline: bills, and what the operator's other systems take."""

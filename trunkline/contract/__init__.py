"""The landing contract: one specification per entity, from which everything else is derived."""

from trunkline.contract.lake import lake_columns, lake_schema, sql_type
from trunkline.contract.loader import ENTITIES, Contract, load_contract, load_entity
from trunkline.contract.model import (
    Column,
    Entity,
    FileIdentity,
    FileReader,
    FileRule,
    LoadMode,
    RecordRule,
    RecordTemplate,
    RejectThreshold,
    Span,
)

__all__ = [
    "ENTITIES",
    "Column",
    "Contract",
    "Entity",
    "FileIdentity",
    "FileReader",
    "FileRule",
    "LoadMode",
    "RecordRule",
    "RecordTemplate",
    "RejectThreshold",
    "Span",
    "lake_columns",
    "lake_schema",
    "load_contract",
    "load_entity",
    "sql_type",
]

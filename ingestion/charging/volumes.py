"""How many bytes a record tells of, out of the lists in which the nodes count them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingestion.charging.values import Values, first, is_whole, total
from ingestion.json_records.decode import text_of


@dataclass(frozen=True)
class Count:
    """Where a node counts: its list, and the fields of both directions and of both together."""

    lists: tuple[str, ...]
    uplink: str
    downlink: str
    both: str | None = None
    within: tuple[str, ...] = ()


# In their order: the lists of one record count the same bytes, whole or by service.
_COUNTS = (
    Count(("listOfTrafficVolumes",), "dataVolumeGPRSUplink", "dataVolumeGPRSDownlink"),
    Count(("listOfServiceData",), "datavolumeFBCUplink", "datavolumeFBCDownlink"),
    Count(
        ("listOfMultipleUnitUsage", "multipleUnitUsage"),
        "dataVolumeUplink",
        "dataVolumeDownlink",
        "dataTotalVolume",
        ("usedUnitContainers", "usedUnitContainer"),
    ),
)
# An export that writes one count a record may leave the list out.
_FLAT = (*((each.uplink, each.downlink) for each in _COUNTS),)


def volumes(record: dict[str, Any]) -> Values:
    """Return the bytes of both directions, their sum, and the sums by rating group as JSON.

    A list that is none, or has other things in it, stands in the column as its own text.
    """
    for count in sorted(_COUNTS, key=lambda each: _stated(record, each.lists) in (None, [])):
        if (listed := _stated(record, count.lists)) is not None:
            return _of_list(listed, count)
    for uplink, downlink in _FLAT:
        if record.get(uplink) is not None or record.get(downlink) is not None:
            return _summed([_container(record, uplink, downlink, None, None)])
    return {}


@dataclass(frozen=True)
class _Used:
    group: str | None
    uplink: str | None
    downlink: str | None
    both: str | None

    @property
    def sum(self) -> str | None:
        """The bytes of both directions: their sum, else what was counted of both, else of one."""
        if self.both is not None and (self.uplink is None or self.downlink is None):
            return total([self.both])
        return total([self.uplink, self.downlink])


def _container(
    item: dict[str, Any], uplink: str, downlink: str, both: str | None, group: str | None
) -> _Used:
    return _Used(
        first(item, "ratingGroup") or group,
        text_of(item.get(uplink)),
        text_of(item.get(downlink)),
        text_of(item.get(both)) if both else None,
    )


def _of_list(value: Any, count: Count) -> Values:
    try:
        return _summed(list(_used(value, count)))
    except TypeError:
        return {"data_volume_uplink": f"no list of counts: {text_of(value)}"}


def _used(value: Any, count: Count) -> Iterator[_Used]:
    for item in _objects(value):
        group = first(item, "ratingGroup")
        for inner in [item] if not count.within else _objects(_stated(item, count.within) or []):
            yield _container(inner, count.uplink, count.downlink, count.both, group)


def _stated(record: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first field that says anything; an empty list only where no other does."""
    found = [record[name] for name in names if record.get(name) not in (None, "")]
    return next((value for value in found if value != []), found[0] if found else None)


def _objects(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise TypeError("it is no list of objects")
    return value


def _summed(used: list[_Used]) -> Values:
    # a record with an empty list tells of no bytes; one without a list tells nothing
    sums = total(["0", *(each.sum for each in used)])
    fits = is_whole(sums)
    groups: dict[str, int] = {}
    for each in used if fits else []:
        if each.group is not None:
            groups[each.group] = groups.get(each.group, 0) + int(each.sum or "0")
    return {
        "data_volume_uplink": total(each.uplink for each in used),
        "data_volume_downlink": total(each.downlink for each in used),
        "quantity": sums,
        "rating_groups": json.dumps(groups, separators=(",", ":")) if groups else None,
    }

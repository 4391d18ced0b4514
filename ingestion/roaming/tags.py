"""Which APPLICATION tags of a roaming file are looked at, and what form their value has.

The numbers are those of GSMA TD.57 (TAP 3.12, and of what 3.9 to 3.11 share with it) and of TD.35
(NRTRDE 2.1). Both are extensible: a tag that is not named here is stepped over, its form checked
as far as BER itself says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["group", "integer", "text", "digits", "octets"]
"""A group holds elements; digits are two to an octet (BCD), filled up with F; text is ASCII."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What the standard calls an element, and the form of its value."""

    name: str
    form: Form


def _table(**forms: str) -> dict[int, Tag]:
    """Return the tags by number of ``form="NAME number, NAME number"``."""
    tags: dict[int, Tag] = {}
    for form, listed in forms.items():
        for each in listed.split(","):
            name, number = each.split()
            assert int(number) not in tags, f"tag {number} stands there twice"
            tags[int(number)] = Tag(name, form)  # type: ignore[arg-type]
    return tags


TAP = _table(
    group=(
        "TransferBatch 1, Notification 2, CallEventDetailList 3, BatchControlInfo 4,"
        " AccountingInfo 5, NetworkInfo 6, MessageDescriptionInfoList 8, MobileOriginatedCall 9,"
        " MobileTerminatedCall 10, SupplServiceEvent 11, ServiceCentreUsage 12, GprsCall 14,"
        " AuditControlInfo 15, ContentTransaction 17, BasicService 36, BasicServiceUsedList 38,"
        " BasicServiceUsed 39, CallOriginator 41, CallEventStartTimeStamp 44, CamelServiceUsed 57,"
        " ChargeDetail 63, ChargeDetailList 64, ChargeInformation 69, ChargeInformationList 70,"
        " ChargingTimeStamp 74, CompletionTimeStamp 76, CurrencyConversionList 80,"
        " DepositTimeStamp 88, Destination 89, DiscountInformation 96, EarliestCallTimeStamp 101,"
        " CurrencyConversion 106, FileAvailableTimeStamp 107, FileCreationTimeStamp 108,"
        " GeographicalLocation 113, GprsBasicCallInformation 114, GprsChargeableSubscriber 115,"
        " GprsDestination 116, GprsLocationInformation 117, GprsNetworkLocation 118,"
        " GprsServiceUsed 121, LatestCallTimeStamp 133, LocationInformation 138,"
        " MoBasicCallInformation 147, MtBasicCallInformation 153, NetworkLocation 156,"
        " OperatorSpecInfoList 162, RecEntityInformation 183, RecEntityCodeList 185,"
        " RecEntityInfoList 188, ScuBasicInformation 191, ScuChargeType 192, ScuTimeStamps 193,"
        " SimChargeableSubscriber 199, SupplServiceUsed 206, TaxationList 211, TaxInformation 213,"
        " TaxInformationList 214, Taxation 216, ThirdPartyInformation 219,"
        " TransferCutOffTimeStamp 227, UtcTimeOffsetInfo 233, UtcTimeOffsetInfoList 234,"
        " MinChargeableSubscriber 254, PDPContextStartTimestamp 260, ContentServiceUsedList 285,"
        " GsmChargeableSubscriber 286, LocationService 297, TrackingCustomerInformation 298,"
        " TrackingCustomerIdList 299, OrderPlacedTimeStamp 300, RequestedDeliveryTimeStamp 301,"
        " ActualDeliveryTimeStamp 302, ContentTransactionBasicInfo 304,"
        " ChargedPartyIdentification 309, ChargedPartyIdList 310, ChargedPartyInformation 324,"
        " ContentServiceUsed 352, TrackingCustomerIdentification 362, LocationServiceUsage 382,"
        " LCSQosRequested 383, LCSRequestTimestamp 384, ChargeDetailTimeStamp 410,"
        " BasicServiceCode 426, ChargeableSubscriber 427, DiscountApplied 428, ImeiOrEsn 429,"
        " ScuChargeableSubscriber 430, MessagingEvent 433, MobileSession 434, ChargedParty 436,"
        " NonChargedParty 443, ServiceStartTimestamp 447, SessionChargeInfoList 448,"
        " SessionChargeInformation 449"
    ),
    integer=(
        "CallEventDetailsCount 43, CauseForTerm 58, CellId 59, Charge 62, ChargeableUnits 65,"
        " ChargedUnits 68, ChargingId 72, ExchangeRate 104, ExchangeRateCode 105,"
        " LocationArea 136, NumberOfDecimalPlaces 159, RecEntityCode 184, RecEntityType 186,"
        " ReleaseVersionNumber 189, SpecificationVersionNumber 201, SupplServiceActionCode 208,"
        " TaxCode 212, TotalCallEventDuration 223, TotalDiscountValue 225, TotalTaxValue 226,"
        " UtcTimeOffsetCode 232, TapDecimalPlaces 244, DataVolumeIncoming 250,"
        " DataVolumeOutgoing 251, ChargedPartyIdType 305, TotalDataVolume 343,"
        " ChargeRefundIndicator 344, TotalTaxRefund 353, TotalDiscountRefund 354,"
        " TotalChargeRefund 355, CustomerIdType 363, TaxValue 397, Discount 412, TotalCharge 415,"
        " CamelInvocationFee 422, MessagingEventService 439, MobileSessionService 440"
    ),
    text=(
        "LocalTimeStamp 16, BearerServiceCode 40, ChargedItem 66, ChargeType 71,"
        " FileSequenceNumber 109, FileTypeIndicator 110, LocalCurrency 135, Min 146,"
        " OperatorSpecInformation 163, PartialTypeIndicator 166, RapFileSequenceNumber 181,"
        " Recipient 182, ServingNetwork 195, Sender 196, SupplServiceCode 209, TapCurrency 210,"
        " TeleServiceCode 218, UtcTimeOffset 231, Mdn 253, AccessPointNameNI 261,"
        " AccessPointNameOI 262, DialledDigits 279, ChargedPartyIdentifier 287,"
        " CustomerIdentifier 364, RecEntityId 400, NonChargedNumber 402, SMSDestinationNumber 419,"
        " SMSOriginator 425, EventReference 435"
    ),
    digits=(
        "Imei 128, Imsi 129, Msisdn 152, ThirdPartyNumber 403, CamelDestinationNumber 404,"
        " CallingNumber 405, CalledNumber 407, NonChargedPartyNumber 444"
    ),
    octets="CallReference 45",
)

NRTRDE = _table(
    group="Nrtrde 1, CallEventList 2, Moc 3, Mtc 4, Gprs 5, ServiceCode 46",
    integer=(
        "CallEventDuration 19, CallEventsCount 20, CauseForTermination 24, ChargeAmount 25,"
        " ChargingId 26, DataVolumeIncoming 28, DataVolumeOutgoing 29, ReleaseVersionNumber 37,"
        " SpecificationVersionNumber 41, CellId 47, LocationArea 48"
    ),
    text=(
        "ServingNetwork 15, AccessPointNameNI 16, AccessPointNameOI 17, BearerServiceCode 18,"
        " CallEventStartTimeStamp 21, CallingNumber 22, ConnectedNumber 27, DialledDigits 30,"
        " FileAvailableTimeStamp 31, GgsnAddress 32, RecEntityId 35, Recipient 36, Sender 38,"
        " SequenceNumber 39, SgsnAddress 40, SupplementaryServiceCode 42, TeleServiceCode 43,"
        " ThirdPartyNumber 44, UtcTimeOffset 45"
    ),
    digits="Imei 33, Imsi 34, Msisdn 49",
    octets="CallReference 23",
)

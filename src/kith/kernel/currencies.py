"""Currencies after ISO 4217 (list one), with their minor units.

The lev, replaced by the euro in 2026, stays for the amounts of earlier years. Metals, bond units and test
codes of the list are no money to invoice in and are left out.
"""

from collections.abc import Mapping
from types import MappingProxyType

_CENTS = 2
_OTHER_EXPONENTS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_WITH_CENTS = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
    "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
    "TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"
)

# Currency code to the number of decimal places of its minor unit: CNY 2, JPY 0, KWD 3.
EXPONENTS: Mapping[str, int] = MappingProxyType(
    dict(
        sorted(
            {
                **dict.fromkeys(_WITH_CENTS.split(), _CENTS),
                **{code: places for places, codes in _OTHER_EXPONENTS.items() for code in codes.split()},
            }.items()
        )
    )
)
CURRENCIES: tuple[str, ...] = tuple(EXPONENTS)

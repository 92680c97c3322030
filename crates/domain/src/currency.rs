//! Currencies of ISO 4217 and the decimals they have.

use std::{fmt, sync::LazyLock};

use thiserror::Error;

use crate::text_on_the_wire::crosses_as_text;

/// A currency of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    code: &'static str,
    minor_digits: u32,
}

/// A code that is not in ISO 4217.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a currency code of ISO 4217 such as USD")]
pub struct UnknownCurrency(pub String);

/// Codes of currencies without decimals, with three and with four; all the others have two.
const WITHOUT_DECIMALS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const WITH_THREE: &str = "BHD IQD JOD KWD LYD OMR TND";
const WITH_FOUR: &str = "CLF UYW";
const WITH_TWO: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD \
    CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD \
    HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR \
    MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD \
    SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER \
    ZAR ZMW ZWG";

/// The lists above with their decimals.
const TABLE: [(&str, u32); 4] = [(WITH_TWO, 2), (WITHOUT_DECIMALS, 0), (WITH_THREE, 3), (WITH_FOUR, 4)];

static BY_CODE: LazyLock<Vec<Currency>> = LazyLock::new(|| {
    let mut currencies: Vec<Currency> = TABLE
        .into_iter()
        .flat_map(|(codes, minor_digits)| {
            codes.split_ascii_whitespace().map(move |code| Currency { code, minor_digits })
        })
        .collect();
    currencies.sort_unstable_by_key(|currency| currency.code);
    currencies
});

impl Currency {
    /// The currency of a code.
    ///
    /// # Errors
    /// A code that is not in ISO 4217; lower case counts as another code.
    pub fn from_code(code: &str) -> Result<Self, UnknownCurrency> {
        BY_CODE
            .binary_search_by_key(&code, |currency| currency.code)
            .ok()
            .and_then(|place| BY_CODE.get(place).copied())
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }

    /// Every currency, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        BY_CODE.iter().copied()
    }

    /// Its three letters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// How many decimals its smallest unit has.
    #[must_use]
    pub const fn minor_digits(self) -> u32 {
        self.minor_digits
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl std::str::FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        Self::from_code(code)
    }
}

crosses_as_text! {
    Currency: "a currency code such as \"USD\"",
    pattern "^[A-Z]{3}$", "Currency code of ISO 4217, e.g. \"USD\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_decimals_of_each_currency_and_lists_none_twice() {
        for (code, digits) in [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)] {
            assert_eq!(Currency::from_code(code).unwrap().minor_digits(), digits);
        }
        assert!(Currency::from_code("usd").is_err());
        assert!(Currency::from_code("XXQ").is_err());
        let mut codes: Vec<_> = Currency::all().map(Currency::code).collect();
        let listed = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), listed);
        assert!(codes.iter().all(|code| code.len() == 3));
    }
}

//! Decimal numbers as text: the one grammar of amounts and rates.

use rust_decimal::Decimal;

/// Decimals that can be kept exactly.
pub(crate) const MOST_DECIMALS: u32 = Decimal::MAX_SCALE;

/// Why a text is no decimal number that can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalTextError {
    NotANumber,
    TooManyDecimals,
    OutOfRange,
}

/// Reads `-?digits(.digits)?` and nothing else, keeping the decimals as they are written.
pub(crate) fn parse(text: &str) -> Result<Decimal, DecimalTextError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(DecimalTextError::NotANumber);
    }
    let too_fine = u32::try_from(fraction.len()).map_or(true, |decimals| decimals > MOST_DECIMALS);
    Decimal::from_str_exact(text)
        .map_err(|_| if too_fine { DecimalTextError::TooManyDecimals } else { DecimalTextError::OutOfRange })
}

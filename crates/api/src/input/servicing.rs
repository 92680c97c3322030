//! What the commands of servicing take.

use chrono::NaiveDate;
use domain::{Amount, AnnualRate, FeeId, FeeKind, Frequency, LoanId, PaymentId, PaymentMethod, ScheduleType};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{date, optional_date, or_default};

inputs! {
    /// What recording a payment would do.
    PreviewPayment {
        /// The loan it is for.
        loan_id: LoanId,
        /// How much came in.
        amount: Amount,
        /// The day from which it counts; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        received_on: Option<NaiveDate>,
    }

    /// Records a payment.
    RecordPayment {
        /// The loan it is for.
        loan_id: LoanId,
        /// How much came in.
        amount: Amount,
        /// The day from which it counts; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        received_on: Option<NaiveDate>,
        /// How it came; `other` where left out.
        #[serde(default)]
        method: Option<PaymentMethod>,
        /// A cheque's or a transfer's number.
        #[serde(default)]
        reference: Option<String>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
        /// Whether it is another one than the like of it that is recorded: same loan, day, amount and reference.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        allow_duplicate: bool,
        /// Whether more than is owed is meant; what is left over is held.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        accept_overpayment: bool,
    }

    /// Reverses a payment.
    ReversePayment {
        /// The payment.
        payment_id: PaymentId,
        /// Why.
        reason: String,
        /// The day from which it does not count any more; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        reversed_on: Option<NaiveDate>,
        /// Whether the bank returned it; otherwise it was recorded by mistake.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        returned: bool,
    }

    /// What reversing a payment would do.
    PreviewReversal {
        /// The payment.
        payment_id: PaymentId,
        /// The day from which it would not count any more; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        reversed_on: Option<NaiveDate>,
        /// Whether the bank returned it.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        returned: bool,
    }

    /// Which payments to list, newest first.
    ListPayments {
        /// Of one loan; left out, of all.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// From this day on.
        #[serde(default, deserialize_with = "optional_date")]
        from: Option<NaiveDate>,
        /// Until this day.
        #[serde(default, deserialize_with = "optional_date")]
        to: Option<NaiveDate>,
        /// At most so many, up to 10,000; 500 where left out.
        #[serde(default)]
        limit: Option<u32>,
        /// Leave out so many from the start.
        #[serde(default)]
        offset: Option<u32>,
    }

    /// Which instalments are to be paid, oldest first.
    ListDue {
        /// Due until this day; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        until: Option<NaiveDate>,
        /// At most so many, up to 10,000; 500 where left out.
        #[serde(default)]
        limit: Option<u32>,
        /// Leave out so many from the start.
        #[serde(default)]
        offset: Option<u32>,
    }

    /// Charges a fee.
    AssessFee {
        /// The loan it is charged to.
        loan_id: LoanId,
        /// How much.
        amount: Amount,
        /// What it is charged for; `other` where left out.
        #[serde(default)]
        kind: Option<FeeKind>,
        /// The day on which it falls due; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        assessed_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Forgives what is unpaid of a fee.
    WaiveFee {
        /// The fee.
        fee_id: FeeId,
        /// Why.
        reason: String,
        /// How much; all that is unpaid where left out.
        #[serde(default)]
        amount: Option<Amount>,
        /// The day from which it is not owed any more; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        waived_on: Option<NaiveDate>,
    }

    /// Quotes what pays a loan off.
    QuotePayoff {
        /// The loan.
        loan_id: LoanId,
        /// The day through which interest is reckoned; today where left out, at most a year ahead.
        #[serde(default, deserialize_with = "optional_date")]
        good_through: Option<NaiveDate>,
    }

    /// Marks a loan as defaulted.
    MarkDefault {
        /// The loan.
        loan_id: LoanId,
        /// The day from which default interest accrues; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        effective_on: Option<NaiveDate>,
        /// Added to the annual rate; the loan's own margin where left out.
        #[serde(default)]
        default_margin_percent: Option<AnnualRate>,
        /// Why.
        #[serde(default)]
        reason: Option<String>,
    }

    /// Marks a loan as cured, or its debt as lost.
    ChangeStatus {
        /// The loan.
        loan_id: LoanId,
        /// The day from which it holds; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        effective_on: Option<NaiveDate>,
        /// Why.
        #[serde(default)]
        reason: Option<String>,
    }

    /// Puts the rest of a loan on other terms; what is left out stays as it is.
    ModifyLoan {
        /// The loan.
        loan_id: LoanId,
        /// The day from which they hold, at the latest the next due date; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        effective_on: Option<NaiveDate>,
        /// Another rate.
        #[serde(default)]
        annual_rate_percent: Option<AnnualRate>,
        /// Another way to repay.
        #[serde(default, rename = "type")]
        #[ts(optional)]
        schedule_type: Option<ScheduleType>,
        /// Of a balloon loan: months over which the level payment would repay the rest.
        #[serde(default)]
        amortization_months: Option<u32>,
        /// Periods of interest only, from that day on.
        #[serde(default)]
        interest_only_periods: Option<u32>,
        /// Another frequency.
        #[serde(default)]
        frequency: Option<Frequency>,
        /// Another next due date.
        #[serde(default, deserialize_with = "optional_date")]
        first_payment_on: Option<NaiveDate>,
        /// How many payments are left.
        #[serde(default)]
        number_of_payments: Option<u32>,
        /// Why.
        reason: String,
    }

    /// Lets a loan end later.
    ExtendLoan {
        /// The loan.
        loan_id: LoanId,
        /// By so many months, at most 120.
        months: u32,
        /// The day from which that holds, at the latest the next due date; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        effective_on: Option<NaiveDate>,
        /// Another rate from that day on.
        #[serde(default)]
        annual_rate_percent: Option<AnnualRate>,
        /// Why.
        reason: String,
    }

    /// Names a loan on a day.
    LoanOnDay {
        /// The loan.
        loan_id: LoanId,
        /// The day; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        as_of: Option<NaiveDate>,
    }

    /// Names an instalment.
    InstalmentRef {
        /// The loan.
        loan_id: LoanId,
        /// Its due date.
        #[serde(deserialize_with = "date")]
        due_on: NaiveDate,
    }
}

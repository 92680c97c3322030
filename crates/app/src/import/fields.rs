//! What a column of a file may be, and under which names it usually goes.

use domain::ImportKind;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// What the cells of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ImportFieldKind")]
#[schemars(rename = "ImportFieldKind")]
pub enum FieldKind {
    /// Text as it is.
    Text,
    /// An amount in the book's currency.
    Amount,
    /// A percentage.
    Rate,
    /// A whole number.
    Count,
    /// A date.
    Date,
    /// One of some words.
    Word,
    /// Yes or no.
    YesNo,
}

/// Something that a file can say.
pub struct Field {
    /// Its name, as in the commands.
    pub name: &'static str,
    /// What its cells are.
    pub kind: FieldKind,
    /// Whether a file must have it.
    pub is_required: bool,
    /// Its usual names, in lower case without anything but letters, digits and `#`.
    synonyms: &'static [&'static str],
}

macro_rules! fields {
    ($($name:literal $kind:ident $required:literal [$($synonym:literal),* $(,)?],)*) => {
        &[$(Field {
            name: $name,
            kind: FieldKind::$kind,
            is_required: $required,
            synonyms: &[$($synonym),*],
        },)*]
    };
}

const CONTACTS: &[Field] = fields! {
    "name" Text true ["name", "fullname", "borrower", "borrowername", "customer", "customername", "company", "companyname", "contact", "contactname"],
    "kind" Word false ["kind", "type", "contacttype", "role", "category"],
    "email" Text false ["email", "emailaddress", "mail", "borroweremail"],
    "phone" Text false ["phone", "phonenumber", "telephone", "tel", "mobile", "cell"],
    "address" Text false ["address", "mailingaddress", "postaladdress", "street", "streetaddress"],
    "tax_id" Text false ["taxid", "tin", "ssn", "ein", "taxidentificationnumber", "ssnein", "vat", "vatid"],
};

const LOANS: &[Field] = fields! {
    "external_reference" Text false ["externalreference", "reference", "loan#", "loanno", "loannumber", "loanid", "loan", "account", "account#", "accountnumber", "loanaccount", "loanref", "loanreference", "number", "id", "#"],
    "borrower_name" Text false ["borrowername", "borrower", "name", "customer", "customername", "primaryborrower", "client", "clientname", "debtor", "mortgagor"],
    "borrower_email" Text false ["borroweremail", "email", "emailaddress", "customeremail"],
    "borrower_phone" Text false ["borrowerphone", "phone", "telephone", "phonenumber"],
    "borrower_address" Text false ["borroweraddress", "address", "mailingaddress"],
    "borrower_tax_id" Text false ["borrowertaxid", "taxid", "tin", "ssn", "ein", "ssnein"],
    "purpose" Text false ["purpose", "loanpurpose", "description", "memo", "property", "propertyaddress"],
    "principal" Amount true ["principal", "loanamount", "amount", "originalbalance", "originalprincipal", "originalamount", "originalloanamount", "originalprincipalbalance", "noteamount", "amountfinanced", "commitment", "loancommitment", "upborig", "betrag", "darlehensbetrag"],
    "annual_rate_percent" Rate true ["annualratepercent", "annualrate", "rate", "interestrate", "noterate", "intrate", "apr", "currentrate", "coupon", "ratepercent", "interestrate%", "rate%", "annualrate%", "zinssatz", "zins"],
    "term_months" Count false ["termmonths", "term", "terminmonths", "months", "loanterm", "originalterm", "termmos", "termmo", "laufzeit", "laufzeitmonate"],
    "maturity_on" Date false ["maturityon", "maturity", "maturitydate", "matdate", "enddate", "maturesdate", "matureson", "faelligkeit"],
    "type" Word false ["type", "loantype", "scheduletype", "amortizationtype", "paymenttype", "repayment", "repaymenttype", "amorttype"],
    "frequency" Word false ["frequency", "paymentfrequency", "pmtfrequency", "pmtfreq"],
    "day_count" Word false ["daycount", "daycountconvention", "accrualbasis", "accrualmethod", "interestbasis", "dayscounted"],
    "amortization_months" Count false ["amortizationmonths", "amortization", "amortmonths", "amortizationterm", "amortterm"],
    "interest_only_periods" Count false ["interestonlyperiods", "iomonths", "ioperiods", "interestonlymonths", "ioperiod"],
    "funded_on" Date false ["fundedon", "funded", "fundeddate", "fundingdate", "notedate", "originationdate", "closingdate", "closedate", "startdate", "loandate", "disbursementdate", "opendate", "dateopened", "auszahlung", "auszahlungsdatum"],
    "first_payment_on" Date false ["firstpaymenton", "firstpayment", "firstpaymentdate", "firstduedate", "firstpmtdate", "firstpmt", "firstdue"],
    "status" Word false ["status", "loanstatus", "state"],
    "balance" Amount false ["balance", "currentbalance", "principalbalance", "outstandingprincipal", "outstanding", "outstandingbalance", "currentprincipal", "currentprincipalbalance", "unpaidprincipalbalance", "upb", "remainingbalance", "remainingprincipal", "currentupb", "restschuld"],
    "balance_as_of" Date false ["balanceasof", "balancedate", "asof", "asofdate", "cutoffdate", "cutoff", "stichtag"],
    "next_due_on" Date false ["nextdueon", "nextdue", "nextduedate", "nextpayment", "nextpaymentdate", "nextpaymentdue", "nextpaymentduedate", "paymentduedate", "duedate"],
    "interest" Amount false ["interest", "accruedinterest", "unpaidinterest", "interestdue", "interestaccrued", "outstandinginterest"],
    "interest_paid_to" Date false ["interestpaidto", "paidto", "paidtodate", "interestpaidthrough", "interestpaidtodate", "paidthrough", "paidthroughdate"],
    "payment" Amount false ["payment", "paymentamount", "monthlypayment", "pi", "piamount", "regularpayment", "pmt", "pmtamount", "ratebetrag", "principalandinterest", "pipayment"],
    "fees" Amount false ["fees", "unpaidfees", "feesdue", "unpaidcharges", "charges"],
    "late_charges" Amount false ["latecharges", "unpaidlatecharges", "latefees", "latefeesdue", "unpaidlatefees"],
    "late_fee_percent" Rate false ["latefeepercent", "latechargepercent", "latefee%", "latecharge%"],
    "grace_days" Count false ["gracedays", "graceperiod", "grace", "graceindays", "latechargedays"],
    "default_margin_percent" Rate false ["defaultmarginpercent", "defaultmargin", "defaultmargin%", "defaultratemargin"],
    "is_construction" YesNo false ["isconstruction", "construction", "constructionloan", "drawloan", "drawn"],
    "initial_advance" Amount false ["initialadvance", "initialdisbursement", "initialdraw", "advancedatclosing"],
};

const PAYMENTS: &[Field] = fields! {
    "loan" Text true ["loan", "loan#", "loanno", "loannumber", "loanid", "account", "account#", "accountnumber", "loanref", "loanreference", "externalreference", "loanaccount"],
    "received_on" Date true ["receivedon", "received", "receiveddate", "date", "paymentdate", "datereceived", "effectivedate", "pmtdate", "posteddate", "postingdate", "transactiondate", "datepaid"],
    "amount" Amount true ["amount", "paymentamount", "payment", "amountpaid", "amountreceived", "total", "totalpayment", "paid", "pmtamount", "totalreceived", "betrag"],
    "method" Word false ["method", "paymentmethod", "paymenttype", "type", "how"],
    "reference" Text false ["reference", "ref", "ref#", "check#", "checknumber", "checkno", "referencenumber", "confirmation", "transactionid", "transaction#"],
    "note" Text false ["note", "notes", "memo", "comment", "description"],
};

const BUDGETS: &[Field] = fields! {
    "loan" Text true ["loan", "loan#", "loanno", "loannumber", "loanid", "account", "account#", "accountnumber", "loanref", "loanreference", "externalreference", "project"],
    "code" Text true ["code", "linecode", "costcode", "line", "line#", "lineno", "item", "itemcode"],
    "description" Text false ["description", "lineitem", "itemdescription", "name", "scope", "category"],
    "amount" Amount true ["amount", "budget", "budgetamount", "cost", "total", "originalbudget", "lineamount", "betrag"],
    "retainage_percent" Rate false ["retainagepercent", "retainage", "retainage%", "retention", "retention%"],
};

/// The fields that a file of a kind may have.
#[must_use]
pub fn of(kind: ImportKind) -> &'static [Field] {
    match kind {
        ImportKind::Contacts => CONTACTS,
        ImportKind::Loans => LOANS,
        ImportKind::Payments => PAYMENTS,
        ImportKind::Budgets => BUDGETS,
    }
}

/// The field for which a name of a column usually stands.
#[must_use]
pub fn usual(kind: ImportKind, name: &str) -> Option<&'static Field> {
    let plain = plain(name);
    of(kind).iter().find(|field| field.synonyms.contains(&plain.as_str()))
}

/// How much the name of a column says, beside others that could be the same field: `Number` and `ID` beside `Loan #` only
/// number the rows. `External reference` is this program's own header, beside which `Loan` is its own number of the loan.
#[must_use]
pub fn says(field: &str, name: &str) -> u8 {
    match (field, plain(name).as_str()) {
        ("external_reference", "externalreference") => 2,
        (_, "number" | "id" | "#") => 0,
        _ => 1,
    }
}

fn plain(name: &str) -> String {
    name.to_lowercase()
        .replace('&', "")
        .chars()
        .map(|character| match character {
            'ä' => 'a',
            other => other,
        })
        .filter(|character| character.is_ascii_alphanumeric() || matches!(character, '#' | '%'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_headers_are_known() {
        let cases = [
            ("Loan #", Some("external_reference")),
            ("Borrower", Some("borrower_name")),
            ("Loan Amount", Some("principal")),
            ("Rate", Some("annual_rate_percent")),
            ("Note date", Some("funded_on")),
            ("P&I", Some("payment")),
            ("Balance", Some("balance")),
            ("Whatever", None),
        ];
        for (heading, field) in cases {
            assert_eq!(usual(ImportKind::Loans, heading).map(|field| field.name), field, "{heading}");
        }
    }

    #[test]
    fn a_name_stands_for_one_field_of_a_kind() {
        for kind in [ImportKind::Contacts, ImportKind::Loans, ImportKind::Payments, ImportKind::Budgets] {
            for field in of(kind) {
                for name in field.synonyms.iter().chain([&field.name]) {
                    assert_eq!(usual(kind, name).map(|usual| usual.name), Some(field.name), "{kind}: {name}");
                }
            }
        }
    }
}

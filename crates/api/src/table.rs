//! The command table: each command once, with its input, its output, who may call it and what it does.
//!
//! From it come the window's bridge, the terminal, the development host, `docs/COMMANDS.md` and the TypeScript
//! client.

use app::{
    Book,
    bus::UnitOfWork,
    commands::once::{self, SentCommand},
    permission,
};
use domain::{OrganizationSettings, UserRole};
use schemars::{Schema, schema_for};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value as Json, json};
use store::Transaction;
use ts_rs::TS;

use crate::{Desk, ErrorCode, WireError, desk::Call, functions, input, output};

/// Who may call a command. A role has what the roles before it have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anyone, whether a book is open or not.
    Anyone,
    /// Whoever may read the book: every user of it.
    Auditor,
    /// Whoever may record inspections and keep attachments.
    Inspector,
    /// Whoever may change loans, payments and draws.
    Officer,
    /// Whoever may approve and reject draws.
    Approver,
    /// Whoever decides who works in the book, and its settings.
    Owner,
}

impl Role {
    /// The least role that a user of the book needs; none where there need not be a book.
    #[must_use]
    pub const fn of_user(self) -> Option<UserRole> {
        match self {
            Self::Anyone => None,
            Self::Auditor => Some(UserRole::Auditor),
            Self::Inspector => Some(UserRole::Inspector),
            Self::Officer => Some(UserRole::Officer),
            Self::Approver => Some(UserRole::Approver),
            Self::Owner => Some(UserRole::Owner),
        }
    }

    /// The word used on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self.of_user() {
            None => "anyone",
            Some(role) => role.as_str(),
        }
    }
}

/// What a command touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The desk: which book is open, or none at all.
    Desk,
    /// Reads the open book.
    Read,
    /// Changes the open book, in one transaction, once for each command id.
    Write,
    /// Works on the open book in transactions of its own: recovery and integrity.
    Book,
}

/// One line of the table.
pub struct Command {
    /// Its name, resource first.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// Who may call it.
    pub role: Role,
    /// What it touches.
    pub kind: Kind,
    input_schema: fn() -> Schema,
    /// JSON Schema of its output.
    pub output_schema: fn() -> Schema,
    /// Its types in TypeScript.
    pub typescript: fn(&ts_rs::Config) -> Result<TypescriptNames, ts_rs::ExportError>,
    pub(crate) run: fn(&Desk, Call<'_>) -> Result<Json, WireError>,
}

impl Command {
    /// JSON Schema of its input. A write takes the id of the command in it as well.
    #[must_use]
    pub fn input_schema(&self) -> Schema {
        let mut schema = (self.input_schema)();
        if self.kind == Kind::Write {
            schema.ensure_object().entry("properties").or_insert_with(|| json!({}))["command_id"] = json!({
                "type": ["string", "null"],
                "format": "uuid",
                "description": "Sent again with the same id, the command answers the same and changes nothing.",
            });
        }
        schema
    }
}

/// Names of a command's types in TypeScript.
pub struct TypescriptNames {
    /// Of the input.
    pub input: String,
    /// Of the output.
    pub output: String,
}

/// The command of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

fn typescript<I: TS + 'static, O: TS + 'static>(
    config: &ts_rs::Config,
) -> Result<TypescriptNames, ts_rs::ExportError> {
    I::export_all(config)?;
    O::export_all(config)?;
    Ok(TypescriptNames { input: I::name(config), output: O::name(config) })
}

fn answer<T: Serialize>(output: Result<T, WireError>) -> Result<Json, WireError> {
    serde_json::to_value(output?).map_err(|error| WireError::new(ErrorCode::Internal, error.to_string()))
}

/// Every call comes through here: nothing is read or written for someone whose role does not have the command.
fn permit(book: &Book, transaction: &mut dyn Transaction, role: Role) -> app::Result<()> {
    role.of_user().map_or(Ok(()), |needed| permission::require(book, transaction, needed))
}

/// The same before something that has transactions of its own.
fn permit_before(desk: &Desk, role: Role) -> Result<(), WireError> {
    if role == Role::Anyone {
        return Ok(());
    }
    let book = desk.book()?;
    Ok(book.read(|transaction| permit(&book, transaction, role))?)
}

/// Reads the input; whoever may not call the command is told that, not what is wrong with their input.
fn read_input<I: DeserializeOwned>(desk: &Desk, role: Role, input: Json) -> Result<I, WireError> {
    input::read(input).or_else(|unreadable| permit_before(desk, role).and(Err(unreadable)))
}

fn desk<I: DeserializeOwned, O: Serialize>(
    desk: &Desk,
    call: Call<'_>,
    role: Role,
    run: fn(&Desk, I) -> Result<O, WireError>,
) -> Result<Json, WireError> {
    permit_before(desk, role)?;
    answer(run(desk, input::read(call.input)?))
}

fn long<I: DeserializeOwned, O: Serialize>(
    desk: &Desk,
    mut call: Call<'_>,
    role: Role,
    run: fn(&Desk, I, &Call<'_>) -> Result<O, WireError>,
) -> Result<Json, WireError> {
    permit_before(desk, role)?;
    let input = input::read(std::mem::take(&mut call.input))?;
    answer(run(desk, input, &call))
}

fn read<I: DeserializeOwned, O: Serialize>(
    desk: &Desk,
    call: Call<'_>,
    role: Role,
    run: fn(&Book, &mut dyn Transaction, I) -> app::Result<O>,
) -> Result<Json, WireError> {
    let book = desk.book()?;
    let input = read_input(desk, role, call.input)?;
    let output = book.read(|transaction| {
        permit(&book, transaction, role)?;
        run(&book, transaction, input)
    })?;
    answer(Ok(output))
}

fn write<I: DeserializeOwned, O: Serialize>(
    desk: &Desk,
    mut call: Call<'_>,
    role: Role,
    run: fn(&Book, &mut UnitOfWork<'_>, I) -> app::Result<O>,
) -> Result<Json, WireError> {
    let book = desk.book()?;
    let id = input::take_command_id(&mut call)?;
    let sent = call.input.clone();
    let input: I = read_input(desk, role, call.input)?;
    match id {
        None => answer(Ok(book.write(|work| {
            permit(&book, work.transaction(), role)?;
            run(&book, work, input)
        })?)),
        Some(id) => {
            let sent = SentCommand { id, name: call.name, input: &sent };
            Ok(book.write(|work| {
                // Even an answer that was given before is not for everyone.
                permit(&book, work.transaction(), role)?;
                once::run_once(work, &sent, |work| run(&book, work, input))
            })?)
        }
    }
}

/// What is left to do of a write when all is prepared: its part in the one transaction.
pub(crate) type Prepared<'a, O> = Box<dyn FnOnce(&mut UnitOfWork<'_>) -> app::Result<O> + 'a>;

/// A write that prepares outside the transaction what takes long or comes from outside, such as a file. One that was
/// answered before prepares nothing.
fn long_write<I: DeserializeOwned, O: Serialize>(
    desk: &Desk,
    mut call: Call<'_>,
    role: Role,
    prepare: for<'a> fn(&Book, I, &'a Call<'_>) -> app::Result<Prepared<'a, O>>,
) -> Result<Json, WireError> {
    let book = desk.book()?;
    let id = input::take_command_id(&mut call)?;
    permit_before(desk, role)?;
    let sent = std::mem::take(&mut call.input);
    let input: I = input::read(sent.clone())?;
    // Roles may change while something is prepared.
    let permitted = |work: &mut UnitOfWork<'_>| permit(&book, work.transaction(), role);
    let Some(id) = id else {
        let prepared = prepare(&book, input, &call)?;
        return answer(Ok(book.write(|work| permitted(work).and_then(|()| prepared(work)))?));
    };
    let sent = SentCommand { id, name: call.name, input: &sent };
    if let Some(answered) = book.read(|transaction| once::first_answer(transaction, &sent))? {
        return Ok(answered);
    }
    let prepared = prepare(&book, input, &call)?;
    Ok(book.write(|work| permitted(work).and_then(|()| once::run_once(work, &sent, prepared)))?)
}

fn book<I: DeserializeOwned, O: Serialize>(
    desk: &Desk,
    mut call: Call<'_>,
    role: Role,
    run: fn(&Book, I, &Call<'_>) -> app::Result<O>,
) -> Result<Json, WireError> {
    let book = desk.book()?;
    book.read(|transaction| permit(&book, transaction, role))?;
    let input = input::read(std::mem::take(&mut call.input))?;
    answer(Ok(run(&book, input, &call)?))
}

macro_rules! command_table {
    ($($name:literal: $input:ty => $output:ty, $role:ident, $kind:ident $function:ident, $summary:literal;)*) => {
        /// Every command of this release.
        pub const COMMANDS: &[Command] = &[$(Command {
            name: $name,
            summary: $summary,
            role: Role::$role,
            kind: command_table!(@kind $kind),
            input_schema: || schema_for!($input),
            output_schema: domain::events::written_schema::<$output>,
            typescript: typescript::<$input, $output>,
            run: |desk_of_call, call| {
                $kind::<$input, $output>(desk_of_call, call, Role::$role, functions::$function)
            },
        },)*];
    };
    (@kind desk) => { Kind::Desk };
    (@kind long) => { Kind::Desk };
    (@kind read) => { Kind::Read };
    (@kind write) => { Kind::Write };
    (@kind long_write) => { Kind::Write };
    (@kind book) => { Kind::Book };
}

use app::archive::{ArchivePreview, ArchiveReport};
use app::compliance::ComplianceExport;
use app::events_file::EventsExport;
use app::exports::ExportReport;
use app::import::{ImportCheck, ImportDone};
use app::integrity::{ChainHead, RebuildReport, VerifyReport};
use app::queries::{
    account::{AccountView, InstalmentAccruals, PaymentPreview, PayoffQuote, ReversalPreview},
    as_of::{Balances, LoanAsOf},
    attachment::Attachment,
    book::BookView,
    budget::{BudgetPreview, BudgetView, ReallocationPreview},
    collateral::Security,
    dashboard::Dashboard,
    document::{LetterheadView, Template},
    draw::{DrawView, WaiverView},
    draw_preview::{ApprovalPreview, DisbursementPreview, ReleasePreview, RequestPreview},
    filing::Filing,
    fund::{FundPreview, FundView, InvestorStatementView},
    inspection::InspectionView,
    licence::Licence,
    loan::Loan,
    note::Note,
    participation::ParticipationView,
    person::Person,
    property::Property,
    schedule::{LoanSchedule, SchedulePreview},
    statistics::BookStatistics,
    user::User,
};
use app::servicing_day::DayReport;
use input::*;
use output::*;

command_table! {
    "book.create": CreateBook => BookView, Anyone, desk book_create, "Makes a book, never over an existing file, and opens it.";
    "book.open": OpenBook => BookView, Anyone, desk book_open, "Opens a book.";
    "book.sample": SampleBook => BookView, Anyone, desk book_sample, "Makes a book with a sample portfolio and opens it.";
    "book.copy": CopyBook => VerifyReport, Anyone, long book_copy, "Copies a book to another place and verifies the copy.";
    "book.export_events": ExportEvents => EventsExport, Auditor, book book_export_events, "Writes the whole book to a file of its events, with all that it needs to be made again.";
    "book.import_events": ImportEvents => VerifyReport, Anyone, long book_import_events, "Makes a book from a file of events, checked line by line, and verifies it.";
    "book.close": NoInput => Nothing, Anyone, desk book_close, "Closes the open book.";
    "book.sign_in": SignIn => BookView, Anyone, desk book_sign_in, "Passes the open book to another of its users.";
    "book.recent": NoInput => RecentBookList, Anyone, desk book_recent, "The books that were open lately.";
    "book.get": NoInput => BookView, Auditor, read book_get, "The open book.";
    "book.statistics": NoInput => BookStatistics, Auditor, book book_statistics, "How large the book is and how fast it grows.";
    "organization.configure": ConfigureOrganization => OrganizationSettings, Owner, write organization_configure, "Sets what holds for the whole book.";
    "user.add": AddUser => User, Owner, write user_add, "Lets someone work in the book.";
    "user.change": ChangeUser => User, Owner, write user_change, "Gives a user another role, deactivates them, or lets them in again.";
    "user.list": NoInput => UserList, Auditor, read user_list, "Who works in the book, and who did.";
    "currency.list": NoInput => CurrencyList, Anyone, desk currency_list, "Currencies a book can have.";
    "days": DaysInput => DaysView, Anyone, desk days, "Days and fraction of a year between two dates.";
    "person.create": CreatePerson => Person, Officer, write person_create, "Enters a borrower, a lender, an investor or another contact.";
    "person.list": ListPeople => PersonList, Auditor, read person_list, "The people of the book by name.";
    "person.get": PersonRef => Person, Auditor, read person_get, "One person.";
    "person.change": ChangePerson => Person, Officer, write person_change, "Corrects a person's name, addresses or numbers; what was known before stays in the log.";
    "loan.create": CreateLoan => Loan, Officer, write loan_create, "Creates a loan as a draft.";
    "loan.get": LoanRef => Loan, Auditor, read loan_get, "One loan.";
    "loan.as_of": LoanAtTime => LoanAsOf, Auditor, book loan_as_of, "One loan and its schedule as they were known or effective at another time.";
    "loan.balances": AtTime => Balances, Auditor, read loan_balances, "The balances of all loans as they were known or effective at another time.";
    "loan.account": LoanOnDay => AccountView, Auditor, read loan_account, "What is owed of a loan on a day, its fees, and where its payments went.";
    "loan.list": ListLoans => LoanList, Auditor, read loan_list, "Loans, newest first.";
    "loan.transition": TransitionLoan => Loan, Officer, write loan_transition, "Passes a loan to another status; funding it makes its schedule.";
    "loan.mark_default": MarkDefault => Loan, Officer, write loan_mark_default, "Marks a loan as defaulted; default interest accrues from that day.";
    "loan.cure": ChangeStatus => Loan, Officer, write loan_cure, "Marks a default as made good; default interest ends.";
    "loan.charge_off": ChangeStatus => Loan, Officer, write loan_charge_off, "Gives up what is owed as a loss.";
    "loan.modify": ModifyLoan => Loan, Officer, write loan_modify, "Puts the rest of a loan on other terms from a day on, and keeps the old schedule.";
    "loan.preview_modification": ModifyLoan => AmendmentPreview, Auditor, read loan_preview_modification, "The instalments to come on the present and on other terms.";
    "loan.extend": ExtendLoan => Loan, Officer, write loan_extend, "Lets a loan end later, and keeps the old schedule.";
    "loan.preview_extension": ExtendLoan => AmendmentPreview, Auditor, read loan_preview_extension, "The instalments to come as they are and with a later end.";
    "payment.preview": PreviewPayment => PaymentPreview, Auditor, read payment_preview, "Where a payment would go.";
    "payment.record": RecordPayment => Recorded, Officer, write payment_record, "Records a payment and puts it to what is owed.";
    "payment.preview_reverse": PreviewReversal => ReversalPreview, Auditor, read payment_preview_reverse, "What reversing a payment would do.";
    "payment.reverse": ReversePayment => Recorded, Officer, write payment_reverse, "Reverses a payment; those after it are put to what is owed anew.";
    "payment.list": ListPayments => PaymentList, Auditor, read payment_list, "Payments that came in, newest first.";
    "payment.due": ListDue => DueList, Auditor, read payment_due, "Instalments that are to be paid, oldest first.";
    "fee.assess": AssessFee => AccountView, Officer, write fee_assess, "Charges a fee.";
    "fee.waive": WaiveFee => AccountView, Officer, write fee_waive, "Forgives what is unpaid of a fee.";
    "payoff.quote": QuotePayoff => PayoffQuote, Officer, write payoff_quote, "Quotes what pays a loan off until a day, and keeps the quote.";
    "payoff.list": LoanRef => PayoffList, Auditor, read payoff_list, "The payoff quotes of a loan, newest first.";
    "servicing.run_day": NoInput => DayReport, Officer, write servicing_run_day, "Finds late instalments and charges for each once, for all days until today.";
    "budget.set": SetBudget => BudgetView, Officer, write budget_set, "Sets the budget of a construction loan: its lines, retainage and plan of draws.";
    "budget.preview": SetBudget => BudgetPreview, Auditor, read budget_preview, "What setting a budget would come to.";
    "budget.reallocate": ReallocateBudget => BudgetView, Officer, write budget_reallocate, "Moves money between lines of a budget.";
    "budget.preview_reallocation": PreviewReallocation => ReallocationPreview, Auditor, read budget_preview_reallocation, "What moving money between lines of a budget would do to them.";
    "budget.get": LoanRef => BudgetView, Auditor, read budget_get, "The budget of a loan: what is drawn of each line, and whether the loan is in balance.";
    "draw.draft": DraftDraw => DrawView, Officer, write draw_draft, "Writes a draft of a draw, or changes one.";
    "draw.request": RequestDraw => DrawView, Officer, write draw_request, "Hands a draw in.";
    "draw.preview_request": PreviewRequest => RequestPreview, Auditor, read draw_preview_request, "What a request would come to, line by line.";
    "draw.send_back": EndDraw => DrawView, Officer, write draw_send_back, "Gives a request back to be changed.";
    "draw.approve": ApproveDraw => DrawView, Approver, write draw_approve, "Approves a draw, whole or in part.";
    "draw.preview_approval": PreviewApproval => ApprovalPreview, Auditor, read draw_preview_approval, "What an approval would do to the budget and the loan.";
    "draw.reject": EndDraw => DrawView, Approver, write draw_reject, "Turns a request down.";
    "draw.cancel": EndDraw => DrawView, Officer, write draw_cancel, "Gives a draw up before its money goes out.";
    "draw.disburse": DisburseDraw => DrawView, Officer, write draw_disburse, "Pays a draw out, less retainage; principal rises from that day.";
    "draw.preview_disbursement": PreviewDisbursement => DisbursementPreview, Auditor, read draw_preview_disbursement, "What paying a draw out would do to what is owed.";
    "draw.get": DrawRef => DrawView, Auditor, read draw_get, "One draw with its inspections and lien waivers, and what may be done with it.";
    "draw.list": ListDraws => DrawList, Auditor, read draw_list, "Draws of one loan or of all.";
    "inspection.schedule": ScheduleInspection => InspectionView, Inspector, write inspection_schedule, "Schedules an inspection of a site.";
    "inspection.complete": CompleteInspection => InspectionView, Inspector, write inspection_complete, "Records what an inspection found.";
    "inspection.list": ListInspections => InspectionList, Auditor, read inspection_list, "Inspections of one loan or of all, those to do first.";
    "waiver.record": RecordWaiver => WaiverView, Officer, write waiver_record, "Records a contractor's lien waiver for a draw.";
    "retainage.release": ReleaseRetainage => BudgetView, Officer, write retainage_release, "Pays out retainage; principal rises from that day.";
    "retainage.preview_release": PreviewRelease => ReleasePreview, Auditor, read retainage_preview_release, "What releasing retainage would do to what is owed.";
    "fund.create": CreateFund => FundView, Officer, write fund_create, "Makes a fund.";
    "fund.change": ChangeFund => FundView, Officer, write fund_change, "Gives a fund another name, capacity or strategy.";
    "fund.get": FundRef => FundView, Auditor, read fund_get, "One fund: its figures, investors, loans and all that was recorded of it.";
    "fund.list": NoInput => FundList, Auditor, read fund_list, "The funds of the book by name.";
    "fund.commit": CommitCapital => FundView, Officer, write fund_commit, "Records an investor's commitment to a fund.";
    "fund.preview_commitment": CommitCapital => FundPreview, Auditor, read fund_preview_commitment, "What a commitment would do to a fund.";
    "fund.call_capital": CallCapital => FundView, Officer, write fund_call_capital, "Calls committed capital, split over the commitments.";
    "fund.preview_call": CallCapital => FundPreview, Auditor, read fund_preview_call, "What a capital call would ask of each investor.";
    "fund.receive": ReceiveCapital => FundView, Officer, write fund_receive, "Records that called capital came in.";
    "fund.preview_receipt": ReceiveCapital => FundPreview, Auditor, read fund_preview_receipt, "What a receipt would do to a fund.";
    "fund.allocate": AllocateCapital => FundView, Officer, write fund_allocate, "Puts a fund's capital into a loan.";
    "fund.preview_allocation": AllocateCapital => FundPreview, Auditor, read fund_preview_allocation, "What an allocation would do to a fund.";
    "fund.return_capital": ReturnCapital => FundView, Officer, write fund_return_capital, "Records that capital came back to a fund from a loan.";
    "fund.preview_return": ReturnCapital => FundPreview, Auditor, read fund_preview_return, "What a return from a loan would do to a fund.";
    "fund.distribute": DistributeFunds => FundView, Officer, write fund_distribute, "Pays a fund's investors: interest, their own capital, or profit.";
    "fund.preview_distribution": DistributeFunds => FundPreview, Auditor, read fund_preview_distribution, "What a distribution would give each investor.";
    "fund.reverse": ReverseFundEntry => FundView, Officer, write fund_reverse, "Takes back what was recorded of a fund by mistake.";
    "fund.statement": FundStatementInput => InvestorStatementView, Auditor, read fund_statement, "An investor's statement: opening, closing and each movement between.";
    "loan.set_funding_source": SetFundingSource => Loan, Officer, write loan_set_funding_source, "Settles which fund's capital a loan is paid out of.";
    "participation.set": SetParticipations => ParticipationView, Officer, write participation_set, "Settles who shares a loan; the shares make 100 %.";
    "participation.preview": SetParticipations => ParticipationView, Auditor, read participation_preview, "What of a loan would be whose by these shares.";
    "participation.get": ParticipationsOnDay => ParticipationView, Auditor, read participation_get, "Who shares a loan, and what of its principal and payments is whose.";
    "apr": AprInput => AprView, Anyone, desk apr, "The annual percentage rate of advances and payments.";
    "apr.construction": ConstructionAprInput => AprView, Anyone, desk apr_construction, "The estimate of Regulation Z, Appendix D, for a construction loan whose draws are not known.";
    "ledger": LedgerInput => LedgerView, Anyone, desk ledger, "What is owed on a day by terms and transactions, without a loan.";
    "payoff": PayoffInput => PayoffView, Anyone, desk payoff, "What pays a loan off by terms and transactions, without a loan.";
    "schedule.preview": ScheduleInput => SchedulePreview, Anyone, desk schedule_preview, "The schedule of terms, without a loan.";
    "schedule.list": LoanRef => ScheduleList, Auditor, read schedule_list, "The schedules of a loan, newest first; the old ones are kept.";
    "schedule.accruals": InstalmentRef => InstalmentAccruals, Auditor, read schedule_accruals, "The daily accrual behind an instalment.";
    "schedule.get": GetSchedule => LoanSchedule, Auditor, read schedule_get, "The payment schedule of a loan.";
    "note.add": AddNote => Note, Inspector, write note_add, "Writes a note on a loan or on a person.";
    "note.amend": AmendNote => Note, Inspector, write note_amend, "Lets a note say something else; what it said stays in the log.";
    "note.withdraw": WithdrawNote => Note, Officer, write note_withdraw, "Withdraws a note.";
    "note.list": ListNotes => NoteList, Auditor, read note_list, "The notes on a loan or on a person, pinned ones first.";
    "party.add": AddParty => PartyList, Officer, write party_add, "Gives a person a role on a loan.";
    "party.remove": RemoveParty => PartyList, Officer, write party_remove, "Ends a person's role on a loan.";
    "party.list": ListParties => PartyList, Auditor, read party_list, "The people in their roles on a loan, or the roles of a person on all loans.";
    "property.add": AddProperty => Property, Officer, write property_add, "Enters a property.";
    "property.change": ChangeProperty => Property, Officer, write property_change, "Describes a property anew, or what insures it.";
    "property.value": ValueProperty => Property, Officer, write property_value, "Records what a property is worth.";
    "property.remove": RemoveProperty => Property, Officer, write property_remove, "Removes a property that secures nothing.";
    "property.get": PropertyRef => Property, Auditor, read property_get, "One property, what it was worth when, and the loans that it secures.";
    "property.list": ListProperties => PropertyList, Auditor, read property_list, "The properties of the book, or those that secure a loan.";
    "collateral.add": AddCollateral => Security, Officer, write collateral_add, "Lets a property, or anything else of value, secure a loan.";
    "collateral.change": ChangeCollateral => Security, Officer, write collateral_change, "Says something else of what secures a loan.";
    "collateral.release": ReleaseCollateral => Security, Officer, write collateral_release, "Releases what secures a loan.";
    "collateral.list": LoanRef => Security, Auditor, read collateral_list, "What secures a loan, and what the loan is of its value.";
    "search": SearchInput => SearchAnswer, Auditor, read search, "Finds loans, people, properties, draws, payments, files and notes by their words.";
    "event.history": EventHistory => EventHistoryView, Auditor, read event_history, "The history of one aggregate, or of a loan with all that belongs to it.";
    "event.list": ListEvents => EventPage, Auditor, read event_list, "The book's events, newest first.";
    "attachment.add": AddAttachment => Attachment, Inspector, long_write attachment_add, "Adds a file to a loan; its content is kept in the book, once for all files that are the same.";
    "attachment.list": LoanRef => AttachmentList, Auditor, read attachment_list, "The attachments of a loan, oldest first.";
    "attachment.get": GetAttachment => AttachmentView, Auditor, book attachment_get, "One attachment with its thumbnail; writes a copy of its content where one is wished for.";
    "export.kinds": NoInput => ExportKindList, Anyone, desk export_kinds, "Lists and reports that can be exported, with their filters and columns.";
    "export.run": RunExport => ExportReport, Auditor, book export_run, "Exports a list or a report as CSV or XLSX.";
    "document.generate": GenerateDocument => MadeDocument, Officer, long_write document_generate, "Makes a document, or answers the one that is the same.";
    "document.list": ListDocuments => DocumentList, Auditor, read document_list, "Documents of one loan or of all, newest first.";
    "document.get": GetDocument => DocumentView, Auditor, book document_get, "One document; writes a copy of it, or makes it again to compare, where that is wished for.";
    "template.list": NoInput => TemplateList, Auditor, read template_list, "The templates of all kinds of documents.";
    "template.get": GetTemplate => Template, Auditor, read template_get, "The template of a kind of documents, and the program's own.";
    "template.set": SetTemplate => Template, Owner, long_write template_set, "Puts another template in the place of the program's own, or goes back to that.";
    "template.preview": PreviewTemplate => TemplatePreview, Auditor, book template_preview, "The pages of a template, or its fault with the line.";
    "letterhead.get": NoInput => LetterheadView, Auditor, read letterhead_get, "What stands at the head and the foot of every document.";
    "letterhead.set": SetLetterhead => LetterheadView, Owner, long_write letterhead_set, "Sets letterhead, footer and logo.";
    "dashboard.get": NoInput => Dashboard, Auditor, read dashboard_get, "The book at one glance: what is out, what comes in, what is late, what is to be done.";
    "compliance.log": ListCompliance => ComplianceLog, Auditor, read compliance_log, "The compliance log: who did what when, newest first.";
    "compliance.export": ExportCompliance => ComplianceExport, Auditor, book compliance_export, "Writes the compliance log with its hashes and events to a file that can be checked without the book.";
    "compliance.catch_up": NoInput => ComplianceCaughtUp, Officer, book compliance_catch_up, "Writes the entries of events that passed while the compliance log's recorder was disabled or failed.";
    "filing.add": AddFiling => Filing, Officer, write filing_add, "Enters what is to be filed, and by when.";
    "filing.change": ChangeFiling => Filing, Officer, write filing_change, "Describes a filing anew, or moves its due date.";
    "filing.complete": CompleteFiling => Filing, Officer, write filing_complete, "Records that what is due was filed; one that repeats is due again.";
    "filing.reopen": FilingReason => Filing, Officer, write filing_reopen, "Takes the last completion of a filing back.";
    "filing.remove": FilingReason => Filing, Officer, write filing_remove, "Removes a filing.";
    "filing.get": FilingRef => Filing, Auditor, read filing_get, "One filing, and when it was filed.";
    "filing.list": ListFilings => FilingList, Auditor, read filing_list, "What is to be filed, what is due first.";
    "licence.add": AddLicence => Licence, Officer, write licence_add, "Enters a licence of the lender.";
    "licence.change": ChangeLicence => Licence, Officer, write licence_change, "Describes a licence anew.";
    "licence.renew": RenewLicence => Licence, Officer, write licence_renew, "Records that a licence was renewed.";
    "licence.end": EndLicence => Licence, Officer, write licence_end, "Records that a licence was given up or taken away.";
    "licence.get": LicenceRef => Licence, Auditor, read licence_get, "One licence.";
    "licence.list": ListLicences => LicenceList, Auditor, read licence_list, "The licences, the one that expires next first.";
    "event.replay": ReplayEvents => ReplayReport, Officer, book event_replay, "Runs again what has not succeeded, or says what everything would do.";
    "event.retry": RetryEvents => ReplayReport, Officer, book event_retry, "Tries failed events again.";
    "handler.list": NoInput => HandlerList, Auditor, read handler_list, "The handlers and their figures.";
    "handler.enable": HandlerRef => HandlerList, Officer, write handler_enable, "Lets a handler run.";
    "handler.disable": HandlerRef => HandlerList, Officer, write handler_disable, "Keeps a handler from running; its events can be replayed later.";
    "import.check": CheckImport => ImportCheck, Officer, book import_check, "What a file lists, what is wrong with it row by row, and what would come of it; writes nothing.";
    "import.export_problems": ExportProblems => ExportReport, Officer, book import_export_problems, "Writes what is wrong with a file to a CSV or XLSX file, for whoever made it.";
    "import.run": RunImport => ImportDone, Officer, long_write import_run, "Imports a file: all of it, or nothing.";
    "archive.preview": PreviewArchive => ArchivePreview, Auditor, read archive_preview, "What archiving old events would do.";
    "archive.create": CreateArchive => ArchiveReport, Officer, book archive_create, "Moves old events from the log into a compressed file, through which the history goes on being read.";
    "integrity.write_head": WriteHead => ChainHead, Auditor, book integrity_write_head, "Keeps the end of the hash chain in a file outside the book.";
    "integrity.verify": VerifyBook => VerifyReport, Auditor, book integrity_verify, "Walks the hash chain and compares the projections with the log.";
    "integrity.rebuild": NoInput => RebuildReport, Officer, book integrity_rebuild, "Makes the projections again from the log.";
}

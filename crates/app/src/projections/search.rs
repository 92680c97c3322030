//! The table `search_entries`: what can be found by its words. Another kind of thing is a [`SearchKind`] and a step of
//! [`follow`].

use domain::{
    AttachmentAdded, CollateralAdded, CollateralChanged, CollateralReleased, DocumentGenerated, DrawDrafted,
    DrawRequested, FilingAdded, FilingChanged, FilingRemoved, FundChanged, FundCreated, FundId, Insurance,
    LicenceAdded, LicenceChanged, LicenceEnded, LicenceRenewed, LoanCreated, LoanId, NoteAdded, NoteAmended,
    NoteWithdrawn, PartyAdded, PartyRemoved, PaymentReceived, PersonChanged, PersonCreated, PersonId,
    PropertyAdded, PropertyChanged, PropertyRemoved, RequestedLine,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Insert, RecordedEvent, Row, StoreError, Transaction, upcast::Upcasters};
use ts_rs::TS;
use uuid::Uuid;

use super::{Projection, payload_of};
use crate::{AppError, Book, Result, integrity, queries::loan::number_text, words};

pub struct SearchEntries;

/// What can be found, in the order in which equal finds are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// A loan, by its number here and elsewhere, its borrower or its purpose.
    Loan,
    /// A person, by name, e-mail address, telephone number or address.
    Contact,
    /// A fund, by its name or strategy.
    Fund,
    /// A property, by its address, parcel, description or insurance.
    Property,
    /// What secures a loan and is no property.
    Collateral,
    /// A person in a role on a loan.
    Party,
    /// A draw, by its number, contractors or note.
    Draw,
    /// A payment, by its reference or note.
    Payment,
    /// A file, by its name.
    Attachment,
    /// A document, by its title, its kind and the name of its file, in which its loan or its investor stands.
    Document,
    /// A filing, by its name, its authority and its note.
    Filing,
    /// A licence, by its name, its authority, its number and its note.
    Licence,
    /// A note, by its text.
    Note,
}

impl SearchKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Loan => "loan",
            Self::Contact => "contact",
            Self::Fund => "fund",
            Self::Property => "property",
            Self::Collateral => "collateral",
            Self::Party => "party",
            Self::Draw => "draw",
            Self::Payment => "payment",
            Self::Attachment => "attachment",
            Self::Document => "document",
            Self::Filing => "filing",
            Self::Licence => "licence",
            Self::Note => "note",
        }
    }
}

static INSERT: Insert = Insert::new(
    "search_entries",
    &[
        "id",
        "organization_id",
        "number",
        "kind",
        "loan_id",
        "person_id",
        "title",
        "body",
        "title_words",
        "words",
    ],
);

/// Between the parts of a title.
const BETWEEN: &str = " · ";

/// The longest title of a note, in characters.
const LONGEST_TITLE: usize = 80;

/// Something that can be found.
struct Entry {
    kind: SearchKind,
    id: Uuid,
    loan_id: Option<LoanId>,
    person_id: Option<PersonId>,
    title: String,
    body: String,
    /// Further words by which it is found and that are not shown.
    also: String,
}

impl Entry {
    fn new(kind: SearchKind, id: Uuid, title: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            kind,
            id,
            loan_id: None,
            person_id: None,
            title: title.into(),
            body: body.into(),
            also: String::new(),
        }
    }

    fn of_loan(self, loan_id: LoanId) -> Self {
        Self { loan_id: Some(loan_id), ..self }
    }

    fn about(self, person_id: PersonId) -> Self {
        Self { person_id: Some(person_id), ..self }
    }

    fn words(&self) -> (String, String) {
        let all = [self.title.as_str(), self.body.as_str(), self.also.as_str()];
        (words::index([self.title.as_str()]), words::index(all))
    }
}

impl Projection for SearchEntries {
    fn name(&self) -> &'static str {
        "search"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["search_entries"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            follow(event, upcasters, transaction)?;
        }
        Ok(())
    }
}

/// Fills the search of a book that was made by a release without it, or without documents, filings and licences in it.
///
/// # Errors
/// Storage. A book whose archive is away is filled when it is back.
pub(crate) fn fill_if_missing(book: &Book) -> Result<()> {
    let is_missing = |transaction: &mut dyn Transaction| -> Result<bool> {
        let mut count = |sql: &str| -> Result<i64> {
            Ok(transaction.query_optional(sql, &[])?.map(Row::single).transpose()?.unwrap_or(0))
        };
        if count("SELECT COUNT(*) FROM people WHERE NOT EXISTS (SELECT 1 FROM search_entries)")? > 0 {
            return Ok(true);
        }
        let kept =
            [("documents", "TRUE"), ("filings", "removed_at IS NULL"), ("licences", "ended_on IS NULL")];
        for (table, is_found) in kept {
            let missing = format!(
                "SELECT COUNT(*) FROM {table} AS kept WHERE {is_found} \
                 AND NOT EXISTS (SELECT 1 FROM search_entries WHERE search_entries.id = kept.id)"
            );
            if count(&missing)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    };
    if !book.read(is_missing)? {
        return Ok(());
    }
    let mut transaction = book.store().write()?;
    // Somebody else may have filled it meanwhile.
    if !is_missing(&mut *transaction)? {
        return Ok(());
    }
    transaction.execute("DELETE FROM search_entries", &[])?;
    let upcasters = book.bus().upcasters();
    let filled = integrity::walk(&mut *transaction, &|_, _| true, |transaction, events| {
        SearchEntries.apply(&events, upcasters, transaction)
    });
    match filled {
        Err(AppError::Store(StoreError::ArchiveMissing { .. })) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Ok(transaction.commit()?),
    }
}

fn follow(event: &RecordedEvent, upcasters: &Upcasters, transaction: &mut dyn Transaction) -> Result<()> {
    if let Some(created) = payload_of::<PersonCreated>(event, upcasters)? {
        let PersonCreated { person_id, name, email, phone, address, .. } = created;
        put(transaction, event, &contact(person_id, name, [email, phone, address]))
    } else if let Some(changed) = payload_of::<PersonChanged>(event, upcasters)? {
        let PersonChanged { person_id, name, email, phone, address, .. } = changed;
        rename(transaction, event, person_id, &name)?;
        put(transaction, event, &contact(person_id, name, [email, phone, address]))
    } else if let Some(created) = payload_of::<LoanCreated>(event, upcasters)? {
        let borrower = name_of(transaction, created.borrower_id)?;
        let title = format!("{}{BETWEEN}{borrower}", number_text(created.number));
        let body = joined([created.external_reference, created.purpose]);
        let entry = Entry::new(SearchKind::Loan, created.loan_id.as_uuid(), title, body);
        put(transaction, event, &entry.of_loan(created.loan_id).about(created.borrower_id))
    } else if let Some(added) = payload_of::<PartyAdded>(event, upcasters)? {
        let name = name_of(transaction, added.person_id)?;
        let body = joined([Some(added.role.as_str().replace('_', " ")), added.note]);
        let entry = Entry::new(SearchKind::Party, added.party_id.as_uuid(), name, body);
        put(transaction, event, &entry.of_loan(added.loan_id).about(added.person_id))
    } else if let Some(removed) = payload_of::<PartyRemoved>(event, upcasters)? {
        remove(transaction, removed.party_id.as_uuid())
    } else if let Some(entry) = property(event, upcasters)? {
        put(transaction, event, &entry)
    } else if let Some(removed) = payload_of::<PropertyRemoved>(event, upcasters)? {
        remove(transaction, removed.property_id.as_uuid())
    } else if let Some(entry) = draw(event, upcasters)? {
        put(transaction, event, &entry)
    } else if let Some(received) = payload_of::<PaymentReceived>(event, upcasters)? {
        let Some(reference) = received.reference.clone().or_else(|| received.note.clone()) else {
            return Ok(());
        };
        let note = received.reference.and(received.note);
        let body = joined([Some(received.amount.to_string()), Some(received.received_on.to_string()), note]);
        let entry = Entry::new(SearchKind::Payment, received.payment_id.as_uuid(), reference, body);
        put(transaction, event, &entry.of_loan(received.loan_id))
    } else if let Some(added) = payload_of::<AttachmentAdded>(event, upcasters)? {
        let entry = Entry::new(SearchKind::Attachment, added.attachment_id.as_uuid(), added.file_name, "");
        put(transaction, event, &entry.of_loan(added.loan_id))
    } else if let Some(made) = payload_of::<DocumentGenerated>(event, upcasters)? {
        let id = made.document_id.as_uuid();
        let kind = made.kind.as_str().replace('_', " ");
        let entry = Entry::new(SearchKind::Document, id, made.title, made.file_name);
        put(
            transaction,
            event,
            &Entry { loan_id: made.loan_id, person_id: made.investor_id, also: kind, ..entry },
        )
    } else if let Some(entry) = fund(event, upcasters)? {
        put(transaction, event, &entry)
    } else if let Some(released) = payload_of::<CollateralReleased>(event, upcasters)? {
        remove(transaction, released.collateral_id.as_uuid())
    } else if let Some(entry) = other_collateral(event, upcasters)? {
        put(transaction, event, &entry)
    } else if &*event.aggregate_type == "licence" {
        follow_licence(event, upcasters, transaction)
    } else if &*event.aggregate_type == "filing" {
        follow_filing(event, upcasters, transaction)
    } else {
        follow_note(event, upcasters, transaction)
    }
}

fn follow_filing(
    event: &RecordedEvent,
    upcasters: &Upcasters,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    let of = |id: Uuid, name: String, authority: String, note: Option<String>| {
        Entry::new(SearchKind::Filing, id, name, joined([Some(authority), note]))
    };
    if let Some(FilingAdded { filing_id, name, authority, note, .. }) = payload_of(event, upcasters)? {
        put(transaction, event, &of(filing_id.as_uuid(), name, authority, note))
    } else if let Some(FilingChanged { filing_id, name, authority, note, .. }) = payload_of(event, upcasters)?
    {
        put(transaction, event, &of(filing_id.as_uuid(), name, authority, note))
    } else if let Some(removed) = payload_of::<FilingRemoved>(event, upcasters)? {
        remove(transaction, removed.filing_id.as_uuid())
    } else {
        Ok(())
    }
}

fn follow_licence(
    event: &RecordedEvent,
    upcasters: &Upcasters,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    let of = |id: Uuid, name: String, number: String, authority: String, note: Option<String>| {
        let title = format!("{name}{BETWEEN}{number}");
        Entry::new(SearchKind::Licence, id, title, joined([Some(authority), note]))
    };
    if let Some(LicenceAdded { licence_id, name, number, authority, note, .. }) =
        payload_of(event, upcasters)?
    {
        put(transaction, event, &of(licence_id.as_uuid(), name, number, authority, note))
    } else if let Some(LicenceChanged { licence_id, name, number, authority, note, .. }) =
        payload_of(event, upcasters)?
    {
        put(transaction, event, &of(licence_id.as_uuid(), name, number, authority, note))
    } else if let Some(LicenceRenewed { licence_id, number, .. }) = payload_of(event, upcasters)? {
        // A renewal says the number alone; the rest is as it was said before.
        let sql = "SELECT name, authority, note FROM licences WHERE id = $1";
        let Some(row) = transaction.query_optional(sql, &[licence_id.into()])? else { return Ok(()) };
        let mut row = row.reader();
        let (name, authority, note) = (row.take()?, row.take()?, row.take()?);
        put(transaction, event, &of(licence_id.as_uuid(), name, number, authority, note))
    } else if let Some(ended) = payload_of::<LicenceEnded>(event, upcasters)? {
        remove(transaction, ended.licence_id.as_uuid())
    } else {
        Ok(())
    }
}

fn contact(person_id: PersonId, name: String, [email, phone, address]: [Option<String>; 3]) -> Entry {
    // However a telephone number is grouped, it is found without the spaces.
    let digits = phone.iter().flat_map(|phone| phone.chars()).filter(char::is_ascii_digit).collect();
    let entry = Entry::new(SearchKind::Contact, person_id.as_uuid(), name, joined([email, phone, address]));
    Entry { also: digits, ..entry.about(person_id) }
}

fn property(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<Entry>> {
    let of =
        |id: Uuid, address: String, parcel: Option<String>, legal: Option<String>, by: Option<Insurance>| {
            let insurance = by.map(|by| joined([Some(by.carrier), by.policy_number]));
            Entry::new(SearchKind::Property, id, one_line(&address), joined([parcel, legal, insurance]))
        };
    if let Some(added) = payload_of::<PropertyAdded>(event, upcasters)? {
        let PropertyAdded { property_id, address, parcel_number, legal_description, insurance, .. } = added;
        return Ok(Some(of(property_id.as_uuid(), address, parcel_number, legal_description, insurance)));
    }
    Ok(payload_of::<PropertyChanged>(event, upcasters)?.map(|changed| {
        let PropertyChanged { property_id, address, parcel_number, legal_description, insurance, .. } =
            changed;
        of(property_id.as_uuid(), address, parcel_number, legal_description, insurance)
    }))
}

fn fund(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<Entry>> {
    let of = |id: FundId, name: String, strategy: Option<String>| {
        Entry::new(SearchKind::Fund, id.as_uuid(), name, strategy.unwrap_or_default())
    };
    if let Some(FundCreated { fund_id, name, strategy, .. }) = payload_of(event, upcasters)? {
        return Ok(Some(of(fund_id, name, strategy)));
    }
    Ok(payload_of::<FundChanged>(event, upcasters)?
        .map(|changed| of(changed.fund_id, changed.name, changed.strategy)))
}

fn other_collateral(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<Entry>> {
    let of = |id: Uuid, loan_id: LoanId, description: Option<String>| {
        description.map(|text| Entry::new(SearchKind::Collateral, id, text, "").of_loan(loan_id))
    };
    if let Some(added) = payload_of::<CollateralAdded>(event, upcasters)? {
        return Ok(of(added.collateral_id.as_uuid(), added.loan_id, added.description));
    }
    Ok(payload_of::<CollateralChanged>(event, upcasters)?
        .and_then(|changed| of(changed.collateral_id.as_uuid(), changed.loan_id, changed.description)))
}

fn draw(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<Entry>> {
    let of = |number: u32, lines: &[RequestedLine], contractor: Option<String>, note: Option<String>| {
        let mut contractors: Vec<String> = contractor.into_iter().collect();
        contractors.extend(lines.iter().filter_map(|line| line.contractor.clone()));
        contractors.dedup();
        let body = joined(contractors.into_iter().map(Some).chain([note]));
        (format!("Draw {number}"), body)
    };
    let (id, loan_id, (title, body)) = if let Some(drafted) = payload_of::<DrawDrafted>(event, upcasters)? {
        let DrawDrafted { draw_id, loan_id, number, lines, contractor, note, .. } = drafted;
        (draw_id.as_uuid(), loan_id, of(number, &lines, contractor, note))
    } else if let Some(requested) = payload_of::<DrawRequested>(event, upcasters)? {
        let DrawRequested { draw_id, loan_id, number, lines, contractor, note, .. } = requested;
        (draw_id.as_uuid(), loan_id, of(number, &lines, contractor, note))
    } else {
        return Ok(None);
    };
    Ok(Some(Entry::new(SearchKind::Draw, id, title, body).of_loan(loan_id)))
}

fn follow_note(
    event: &RecordedEvent,
    upcasters: &Upcasters,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    if let Some(added) = payload_of::<NoteAdded>(event, upcasters)? {
        let entry =
            Entry::new(SearchKind::Note, added.note_id.as_uuid(), first_line(&added.text), added.text);
        let entry = Entry { loan_id: added.loan_id, person_id: added.person_id, ..entry };
        put(transaction, event, &entry)
    } else if let Some(amended) = payload_of::<NoteAmended>(event, upcasters)? {
        let id = amended.note_id.as_uuid();
        let entry = Entry::new(SearchKind::Note, id, first_line(&amended.text), amended.text);
        change(transaction, &entry)?;
        Ok(())
    } else if let Some(withdrawn) = payload_of::<NoteWithdrawn>(event, upcasters)? {
        remove(transaction, withdrawn.note_id.as_uuid())
    } else {
        Ok(())
    }
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(BETWEEN)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= LONGEST_TITLE {
        return line.to_owned();
    }
    line.chars().take(LONGEST_TITLE - 1).chain(['…']).collect()
}

/// Writes an entry, or writes it anew where it is there.
fn put(transaction: &mut dyn Transaction, event: &RecordedEvent, entry: &Entry) -> Result<()> {
    if change(transaction, entry)? {
        return Ok(());
    }
    let (title_words, words) = entry.words();
    let row = vec![
        entry.id.into(),
        event.organization_id.into(),
        event.position.into(),
        entry.kind.as_str().into(),
        entry.loan_id.into(),
        entry.person_id.into(),
        (&entry.title).into(),
        (&entry.body).into(),
        title_words.into(),
        words.into(),
    ];
    Ok(transaction.insert(&INSERT, &[row])?)
}

/// Writes anew what an entry says, and says whether it was there.
fn change(transaction: &mut dyn Transaction, entry: &Entry) -> Result<bool> {
    let (title_words, words) = entry.words();
    let rows = transaction.execute(
        "UPDATE search_entries SET title = $1, body = $2, title_words = $3, words = $4 WHERE id = $5",
        &[(&entry.title).into(), (&entry.body).into(), title_words.into(), words.into(), entry.id.into()],
    )?;
    Ok(rows > 0)
}

fn remove(transaction: &mut dyn Transaction, id: Uuid) -> Result<()> {
    transaction.execute("DELETE FROM search_entries WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// The name under which a person is found; nothing where other times are shown without them.
fn name_of(transaction: &mut dyn Transaction, person_id: PersonId) -> Result<String> {
    let sql = "SELECT title FROM search_entries WHERE id = $1";
    let name = transaction.query_optional(sql, &[person_id.into()])?.map(Row::single).transpose()?;
    Ok(name.unwrap_or_default())
}

/// A person's loans and roles are found under the new name.
fn rename(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    person_id: PersonId,
    name: &str,
) -> Result<()> {
    for kind in [SearchKind::Loan, SearchKind::Party] {
        let sql = "SELECT id, title, body FROM search_entries WHERE person_id = $1 AND kind = $2";
        for row in transaction.query(sql, &[person_id.into(), kind.as_str().into()])? {
            let mut row = row.reader();
            let (id, title, body): (Uuid, String, String) = (row.take()?, row.take()?, row.take()?);
            let title = match title.split_once(BETWEEN) {
                Some((number, _)) if kind == SearchKind::Loan => format!("{number}{BETWEEN}{name}"),
                _ => name.to_owned(),
            };
            put(transaction, event, &Entry::new(kind, id, title, body))?;
        }
    }
    Ok(())
}

//! An open book: its store, its bus, and who works in it.

use std::sync::Arc;

use chrono::Months;
use domain::{Currency, DecisionContext, EventId, NewOrganization, OrganizationId, UserId};
use store::{Backends, NewEvent, Store, StoreError, Transaction, upcast::Upcasters};

use crate::{
    AppError, Result,
    bus::{Context, EventBus, EventHandler, UnitOfWork},
    compliance,
    environment::{Clock, Ids, SystemClock, TimeOrderedIds},
    handlers,
    projections::{self, Projection},
    queries, upcasters,
};

/// What a book needs from outside.
#[derive(Clone)]
pub struct Environment {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// Which program opens the book: `window`, `cli`, …
    pub source: String,
}

impl Environment {
    /// The computer's clock and random ids.
    #[must_use]
    pub fn system(source: &str) -> Self {
        Self {
            clock: Arc::new(SystemClock::default()),
            ids: Arc::new(TimeOrderedIds::default()),
            source: source.to_owned(),
        }
    }
}

/// What listens and follows in a book; tests add their own.
pub struct Parts {
    /// Handlers.
    pub handlers: Vec<Arc<dyn EventHandler>>,
    /// Projections, parents before children.
    pub projections: Vec<Arc<dyn Projection>>,
    /// How old events are read.
    pub upcasters: Upcasters,
}

impl Default for Parts {
    fn default() -> Self {
        Self { handlers: handlers::all(), projections: projections::all(), upcasters: upcasters::all() }
    }
}

/// The lender whose book it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The book's one currency.
    pub currency: Currency,
    /// Who owns the book.
    pub owner: String,
}

/// Who is signed in to a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The user.
    pub user_id: UserId,
    /// Their name, as it was added.
    pub name: String,
}

impl SignedIn {
    fn owner(organization: &Organization) -> Self {
        Self { user_id: UserId::of_owner(organization.id), name: organization.owner.clone() }
    }
}

/// An open book, and who is signed in to it. For someone else it is another `Book` over the same store, so that a call
/// that runs already ends as the one who began it.
pub struct Book {
    store: Arc<dyn Store>,
    bus: Arc<EventBus>,
    environment: Environment,
    organization: Organization,
    user: SignedIn,
}

impl Book {
    /// Makes a book at an address where there is none.
    ///
    /// # Errors
    /// A name that is empty or too long, a file that is there already, or storage. Nothing stays behind then.
    pub fn create(
        backends: &dyn Backends,
        address: &str,
        passphrase: Option<&str>,
        new: &NewBook,
        environment: Environment,
    ) -> Result<Self> {
        let now = environment.clock.now();
        let organization = NewOrganization {
            organization_id: OrganizationId::from_uuid(environment.ids.next(now)),
            name: new.organization.clone(),
            currency: new.currency,
            owner: new.owner.clone(),
        };
        let created = domain::create_organization(&organization)?;
        let store = backends.create(address, passphrase)?;
        let record = move || -> Result<Self> {
            make_room(&*store, &environment)?;
            let organization = Organization {
                id: created.organization_id,
                name: created.name.clone(),
                currency: created.currency,
                owner: created.owner.clone(),
            };
            let book = Self {
                store: Arc::from(store),
                bus: Arc::new(bus(Parts::default())),
                user: SignedIn::owner(&organization),
                organization,
                environment,
            };
            book.write(|work| {
                let context = work.context();
                let aggregate = created.organization_id.as_uuid();
                let event = NewEvent::of(
                    EventId::from_uuid(work.next_id()),
                    aggregate,
                    context.decision.today,
                    &created,
                )?;
                work.publish(vec![event.expecting(0)])
            })?;
            book.register_handlers()?;
            Ok(book)
        };
        record().inspect_err(|_| {
            // The book was made a moment ago by this very call; what failed is told, not this.
            let _ = backends.discard(address, passphrase);
        })
    }

    /// Opens a book as one of its users; without a name, as its owner.
    ///
    /// # Errors
    /// A book that cannot be opened, or that holds no organization; a name that no active user of the book has.
    pub fn open(
        store: Box<dyn Store>,
        user: Option<&str>,
        environment: Environment,
        parts: Parts,
    ) -> Result<Self> {
        let (organization, user) = {
            let mut transaction = store.read()?;
            let Some(organization) = read_organization(&mut *transaction)? else {
                return Err(StoreError::Unfinished(store.address().to_owned()).into());
            };
            let user = match user {
                Some(name) => find_user(&mut *transaction, name)?,
                None => SignedIn::owner(&organization),
            };
            (organization, user)
        };
        make_room(&*store, &environment)?;
        let bus = Arc::new(bus(parts));
        let book = Self { store: Arc::from(store), bus, environment, organization, user };
        book.register_handlers()?;
        projections::search::fill_if_missing(&book)?;
        compliance::fill_if_missing(&book)?;
        Ok(book)
    }

    /// The same open book with another of its users signed in.
    ///
    /// # Errors
    /// A name that no active user of the book has, or storage.
    pub fn signed_in_as(&self, name: &str) -> Result<Self> {
        Ok(Self {
            user: self.read(|transaction| find_user(transaction, name))?,
            store: Arc::clone(&self.store),
            bus: Arc::clone(&self.bus),
            environment: self.environment.clone(),
            organization: self.organization.clone(),
        })
    }

    /// The lender whose book it is.
    #[must_use]
    pub fn organization(&self) -> &Organization {
        &self.organization
    }

    /// Who is signed in.
    #[must_use]
    pub fn user(&self) -> &SignedIn {
        &self.user
    }

    /// The storage underneath.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Who listens and what follows.
    #[must_use]
    pub fn bus(&self) -> &EventBus {
        &self.bus
    }

    /// Time and ids.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Lets a further handler listen, and writes it into the registry.
    ///
    /// # Errors
    /// Storage.
    pub fn subscribe(&self, handler: Arc<dyn EventHandler>) -> Result<()> {
        self.bus.subscribe(handler);
        self.register_handlers()
    }

    /// Who does something now.
    #[must_use]
    pub fn context(&self) -> Context {
        let Environment { clock, ids, source } = self.environment.clone();
        Context {
            decision: DecisionContext {
                organization_id: self.organization.id,
                now: clock.now(),
                today: clock.today(),
                user: self.user.name.clone(),
                currency: self.organization.currency,
            },
            source,
            clock,
            ids,
        }
    }

    /// Reads from the book, all of one moment.
    ///
    /// # Errors
    /// What `query` returns, or storage.
    pub fn read<T>(&self, query: impl FnOnce(&mut dyn Transaction) -> Result<T>) -> Result<T> {
        let mut transaction = self.store.read()?;
        query(&mut *transaction)
    }

    /// Does something in one transaction: all of it, or nothing.
    ///
    /// # Errors
    /// What `work` returns, or storage. Nothing was saved then.
    pub fn write<T>(&self, work: impl FnOnce(&mut UnitOfWork<'_>) -> Result<T>) -> Result<T> {
        let mut transaction = self.store.write()?;
        let context = self.context();
        let done = work(&mut self.bus.unit_of_work(&mut *transaction, &context)?)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Does something in a transaction that is rolled back, to see what would happen.
    ///
    /// # Errors
    /// What `work` returns, or storage.
    pub fn try_out<T>(&self, work: impl FnOnce(&mut UnitOfWork<'_>) -> Result<T>) -> Result<T> {
        let mut transaction = self.store.write()?;
        let context = self.context();
        work(&mut self.bus.unit_of_work(&mut *transaction, &context)?)
    }

    /// Writes only when something is missing, so that opening a book that another process writes does not wait.
    fn register_handlers(&self) -> Result<()> {
        let organization_id = self.organization.id;
        if self.read(|transaction| self.bus.has_unregistered(transaction, organization_id))? {
            let mut transaction = self.store.write()?;
            self.bus.register_all(&mut *transaction, &self.context())?;
            transaction.commit()?;
        }
        Ok(())
    }
}

/// What is stated when a book is made.
#[derive(Debug, Clone)]
pub struct NewBook {
    /// The lender's name.
    pub organization: String,
    /// The book's one currency.
    pub currency: Currency,
    /// Who owns the book.
    pub owner: String,
}

pub(crate) fn bus(parts: Parts) -> EventBus {
    let bus = EventBus::new(parts.projections, parts.upcasters);
    for handler in parts.handlers {
        bus.subscribe(handler);
    }
    bus
}

/// How far ahead there is room for events; a book is opened more often.
const AHEAD: Months = Months::new(2);

fn make_room(store: &dyn Store, environment: &Environment) -> Result<()> {
    let today = environment.clock.today();
    Ok(store.make_room(today, today.checked_add_months(AHEAD).unwrap_or(today))?)
}

/// None where the making of the book stopped before its first event.
fn read_organization(transaction: &mut dyn Transaction) -> Result<Option<Organization>> {
    let row = transaction
        .query_optional("SELECT id, name, currency, owner FROM organizations ORDER BY id LIMIT 1", &[])?;
    let Some(row) = row else { return Ok(None) };
    let mut row = row.reader();
    let (id, name) = (row.take()?, row.take()?);
    let currency: String = row.take()?;
    let currency = Currency::from_code(&currency)
        .map_err(|error| StoreError::corrupt(format!("the currency of the book: {error}")))?;
    Ok(Some(Organization { id, name, currency, owner: row.take()? }))
}

/// The active user of a name.
fn find_user(transaction: &mut dyn Transaction, name: &str) -> Result<SignedIn> {
    let user = queries::user::find(transaction, name)?
        .ok_or_else(|| AppError::UnknownUser(name.trim().to_owned()))?;
    if !user.is_active {
        return Err(AppError::DeactivatedUser(user.name));
    }
    Ok(SignedIn { user_id: user.user_id, name: user.name })
}

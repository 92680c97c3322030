//! Hears what other programs do to a shared book, and notices when the server goes and comes back.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use postgres::{Client, fallible_iterator::FallibleIterator};
use store::{Notice, Result, StoreError, Tell};

use crate::{address::Address, session::Session};

/// How soon a watch that is given up ends, and how long a server that has gone is left alone between two tries.
const STEP: Duration = Duration::from_millis(500);

/// A cable that is pulled says nothing, so that the server is asked now and then.
const ASK: Duration = Duration::from_secs(5);

/// Ends the watch when it is dropped.
pub struct Watching(Arc<AtomicBool>);

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Watches the book at an address from a thread of its own.
pub fn start(address: Address, tell: Tell) -> Result<Watching> {
    let ended = Arc::new(AtomicBool::new(false));
    let watcher = Watcher { address, tell, ended: Arc::clone(&ended), online: true };
    thread::Builder::new()
        .name("book watch".to_owned())
        .spawn(move || watcher.run())
        .map_err(|error| StoreError::backend("starting to watch the book", error))?;
    Ok(Watching(ended))
}

struct Watcher {
    address: Address,
    tell: Tell,
    ended: Arc<AtomicBool>,
    /// As it was told last.
    online: bool,
}

impl Watcher {
    fn run(mut self) {
        while !self.ended() {
            // What went wrong is for the calls to tell; here it only matters that the server does not answer.
            let _ = self.listen();
            if !self.ended() {
                self.now_online(false);
                thread::sleep(STEP);
            }
        }
    }

    fn ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    fn now_online(&mut self, online: bool) {
        if self.online != online {
            self.online = online;
            (self.tell)(if online { Notice::Online } else { Notice::Offline });
        }
    }

    fn listen(&mut self) -> std::result::Result<(), postgres::Error> {
        let schema = self.address.schema.clone();
        let mut client = Session::open(&self.address, &schema)?.client;
        client.batch_execute(&format!("LISTEN {schema}"))?;
        if self.online {
            // What others did since the book was opened was told to nobody.
            (self.tell)(Notice::Changed);
        }
        self.now_online(true);
        let mut asked = Instant::now();
        while !self.ended() {
            if self.hear(&mut client)? {
                (self.tell)(Notice::Changed);
            }
            if asked.elapsed() >= ASK {
                client.simple_query("")?;
                asked = Instant::now();
            }
        }
        Ok(())
    }

    /// Waits a step for others to change something; several changes at once are one.
    fn hear(&self, client: &mut Client) -> std::result::Result<bool, postgres::Error> {
        let mut changed = false;
        let mut notifications = client.notifications();
        let first = notifications.timeout_iter(STEP).next()?;
        changed |= first.is_some_and(|notification| notification.payload() != self.address.program);
        let mut rest = notifications.iter();
        while let Some(notification) = rest.next()? {
            changed |= notification.payload() != self.address.program;
        }
        Ok(changed)
    }
}

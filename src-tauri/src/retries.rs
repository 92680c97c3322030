//! Failed events are tried again while the application runs; when each is due is the bus's business.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use api::Desk;

use crate::bridge;

/// Short beside the bus's shortest wait, and long beside the cost of asking.
const INTERVAL: Duration = Duration::from_secs(5);

/// Starts the timer. It ends with the application: the bus leaves nothing half done at any moment.
pub(crate) fn run_in_background(desk: Arc<Desk>) -> tauri::Result<()> {
    thread::Builder::new().name("retries".to_owned()).spawn(move || {
        loop {
            thread::sleep(INTERVAL);
            // What fails here is in the processing log, where the window shows it.
            let _ = bridge::guarded(|| desk.tick());
            let _ = bridge::guarded(|| desk.work_off());
        }
    })?;
    Ok(())
}

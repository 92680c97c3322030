//! What happens by itself when an event is recorded. A new handler is a file here and a line in [`all`].

mod compliance_recorder;
mod document_generator;
mod draw_balance_keeper;
mod fund_allocator;
mod payment_schedule_creator;

use std::sync::Arc;

pub use compliance_recorder::ComplianceRecorder;
pub use document_generator::DocumentGenerator;
pub use draw_balance_keeper::DrawBalanceKeeper;
pub use fund_allocator::FundAllocator;
pub use payment_schedule_creator::PaymentScheduleCreator;

use crate::bus::EventHandler;

/// Every handler of this release.
#[must_use]
pub fn all() -> Vec<Arc<dyn EventHandler>> {
    vec![
        Arc::new(ComplianceRecorder),
        Arc::new(PaymentScheduleCreator),
        Arc::new(DrawBalanceKeeper),
        Arc::new(DocumentGenerator),
        Arc::new(FundAllocator),
    ]
}

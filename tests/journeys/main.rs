//! Whole stories through the command table, and the faults that a naive bus has.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod archive;
mod as_of;
mod attachments;
mod bad_input;
mod bus_faults;
mod commands;
mod compliance;
mod construction;
mod destinations;
mod document_figures;
mod document_limits;
mod documents;
mod draw_log;
mod draw_rules;
mod evolution;
mod exported_lists;
mod exports;
mod funds;
mod import_files;
mod imports;
mod imports_cells;
mod imports_headings;
mod imports_refused;
mod imports_rows;
mod integrity;
mod interest_reserve;
mod loan_file;
mod older_books;
mod recovery;
mod schedules;
mod search;
mod servicing;
mod servicing_edges;
mod story;
mod users;

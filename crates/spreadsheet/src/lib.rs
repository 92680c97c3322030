//! Reads and writes tables as CSV and XLSX.

pub mod write;
pub mod read;

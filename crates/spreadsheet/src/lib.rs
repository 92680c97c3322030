//! Reads and writes tables as CSV and XLSX.

pub mod read;
pub mod write;

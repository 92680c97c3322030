//! The interest reserve.

//! Draws in the log: their handler, other times, archives, copies.

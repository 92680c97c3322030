//! Typesets documents from templates and data, without a network or a file.

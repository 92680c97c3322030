//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Every command of LendingOS, from a terminal.
#[derive(Debug, Parser)]
#[command(name = "lendingos-cli", version, about)]
pub struct Arguments {
    /// The book: a file, or postgres://user@host/database.
    #[arg(long, global = true, env = "LENDINGOS_BOOK", value_name = "BOOK")]
    pub book: Option<String>,
    /// Who is signed in: a user of the book; its owner where left out.
    #[arg(long, global = true, value_name = "NAME")]
    pub user: Option<String>,
    /// A file whose first line is the passphrase of the book, or the password of its server.
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a book.
    #[command(subcommand)]
    Book(BookCommand),
    /// List the command table.
    Commands {
        /// With JSON Schemas of inputs and outputs.
        #[arg(long)]
        schema: bool,
    },
    /// Run any command of the table.
    Call {
        /// Its name, such as loan.create.
        name: String,
        /// Where the input comes from.
        #[command(flatten)]
        input: InputFile,
        /// Sent again with the same id, a command has no second effect.
        #[arg(long, value_name = "UUID")]
        command_id: Option<String>,
    },
    /// The history of one aggregate, in order.
    Events {
        /// A loan, a payment, a person, …
        aggregate_id: String,
        /// Take in everything that belongs to the loan of that id.
        #[arg(long)]
        r#loan: bool,
    },
    /// Run again what has not succeeded of one aggregate.
    Replay {
        /// A loan, a payment, a person, …
        aggregate_id: String,
        /// Change nothing; say what every handler would do.
        #[arg(long)]
        dry_run: bool,
    },
    /// Try every failed event again.
    Retry,
    /// The handlers and their figures.
    Handlers {
        /// Enable or disable one.
        #[command(subcommand)]
        change: Option<HandlerChange>,
    },
    /// Walk the hash chain and compare the projections with the log.
    Verify {
        /// A file with the end of the chain as it was once: a log cut off since then is found by it.
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
    },
    /// Keep the end of the hash chain in a file outside the book.
    Head {
        /// The file; one that is there is replaced.
        file: PathBuf,
    },
    /// How large the book is and how fast it grows.
    Stats,
    /// Move old events from the log into a compressed file, through which the history goes on being read.
    Archive {
        /// Events recorded before this day (UTC) go; left out, those that are a year old.
        #[arg(long, value_name = "DATE")]
        before: Option<String>,
        /// Where the file goes; left out, the folder of the book. A shared book needs one that every colleague reaches.
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
        /// Change nothing; say what would go.
        #[arg(long, conflicts_with = "folder")]
        dry_run: bool,
    },
    /// One loan, or the balances of all, as they were known or effective at another time.
    AsOf {
        /// The loan; left out, the balances of all.
        loan_id: Option<String>,
        /// Only what was recorded until this moment, such as 2026-11-23T10:00:00Z.
        #[arg(long, value_name = "MOMENT")]
        known_at: Option<String>,
        /// Only what was effective on this date.
        #[arg(long, value_name = "DATE")]
        effective_on: Option<String>,
    },
    /// Import contacts, loans, payments or budgets from a CSV or XLSX file: all of it, or nothing.
    Import {
        /// The file.
        file: PathBuf,
        /// What it lists: contacts, loans, payments or budgets.
        #[arg(long, value_name = "KIND")]
        kind: String,
        /// A JSON file that says which column is which field, and how what could be read in two ways is meant.
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
        /// How it is to be read, such as balance_as_of=2025-12-31 or sheet=Loans; as often as there are such.
        #[arg(long = "option", value_name = "NAME=VALUE")]
        options: Vec<String>,
        /// Change nothing; list every problem, and say what would come of the file.
        #[arg(long)]
        dry_run: bool,
    },
    /// Make the projections again from the log.
    Rebuild,
    /// Write a list or a report as CSV or XLSX, or the whole book as a file of its events.
    Export(Export),
    /// Compute a payment schedule; needs no book.
    Schedule {
        /// Where the input comes from.
        #[command(flatten)]
        input: InputFile,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
    },
    /// The annual percentage rate of advances and payments; needs no book.
    Apr {
        /// Where the input comes from.
        #[command(flatten)]
        input: InputFile,
        /// Decimals of the answer, at most 12.
        #[arg(long, value_name = "N")]
        places: Option<u32>,
    },
    /// What is owed on a day by terms and transactions; needs no book.
    Ledger {
        /// Where the input comes from.
        #[command(flatten)]
        input: InputFile,
    },
    /// What pays a loan off by terms and transactions; needs no book.
    Payoff {
        /// Where the input comes from.
        #[command(flatten)]
        input: InputFile,
    },
    /// Count the days between two dates; needs no book.
    Days {
        /// Where the input comes from.
        #[command(flatten)]
        input: InputFile,
    },
}

/// Where the input comes from.
#[derive(Debug, Args)]
pub struct InputFile {
    /// A file of JSON, or - for standard input. Left out, an empty object is meant.
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
}

/// Exports.
#[derive(Debug, Args)]
pub struct Export {
    /// Which list or report, such as loans; `export.kinds` lists them. `events` is the whole book, from which one can be
    /// made again, unless a table is wished for by --format or by the ending of FILE.
    pub kind: String,
    /// The file.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// How a table is written; left out, as the ending of FILE says.
    #[arg(long, value_enum)]
    pub format: Option<TableFormat>,
    /// Replace a file that is there.
    #[arg(long)]
    pub replace: bool,
    /// Only what belongs to the loan of this id.
    #[arg(long, value_name = "ID")]
    pub r#loan: Option<String>,
    /// Only what has this status.
    #[arg(long)]
    pub status: Option<String>,
    /// Only from this day on.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only until this day.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// As it is effective on this day.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Balances only: what was recorded until this moment.
    #[arg(long, value_name = "MOMENT")]
    pub known_at: Option<String>,
}

/// How a table is written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Comma-separated values.
    Csv,
    /// A workbook of Excel.
    Xlsx,
}

/// Makes a book.
#[derive(Debug, Subcommand)]
pub enum BookCommand {
    /// Make an empty book, never over an existing file.
    Create {
        /// The lender's name.
        #[arg(long, value_name = "NAME")]
        organization: String,
        /// The book's one currency, such as USD.
        #[arg(long, value_name = "CODE")]
        currency: String,
        /// Who owns the book.
        #[arg(long, value_name = "NAME")]
        owner: String,
    },
    /// Make a book with a sample portfolio.
    Sample,
    /// Make a book, where --book names none yet, from a file that `export events` wrote; checked line by line.
    ImportEvents {
        /// The file, compressed or not.
        file: PathBuf,
    },
    /// Copy a book to another place, a file to PostgreSQL or back, and verify the copy.
    Copy {
        /// The book: a file, or postgres://user@host/database.
        #[arg(long, value_name = "BOOK")]
        from: String,
        /// Where to: a place where no book is yet.
        #[arg(long, value_name = "BOOK")]
        to: String,
        /// A file whose first line is the passphrase of the book, or the password of its server.
        #[arg(long, value_name = "FILE")]
        from_passphrase_file: Option<PathBuf>,
        /// A file whose first line is the passphrase that the copy gets, or the password of its server.
        #[arg(long, value_name = "FILE")]
        to_passphrase_file: Option<PathBuf>,
    },
}

/// Changes a handler.
#[derive(Debug, Subcommand)]
pub enum HandlerChange {
    /// Let it run.
    Enable {
        /// The handler.
        name: String,
    },
    /// Keep it from running; its events can be replayed later.
    Disable {
        /// The handler.
        name: String,
    },
}

/// How a schedule is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON document.
    Json,
    /// Comma-separated values.
    Csv,
    /// Columns for people.
    Table,
}

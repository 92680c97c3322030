//! Finding anything in the book by its words.

use domain::{LoanId, PersonId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, SearchedWords, SoughtWord, Transaction, Value};
use ts_rs::TS;
use uuid::Uuid;

use super::{Word, loan::number_text};
use crate::{Result, projections::search::SearchKind, words};

/// Words of a query that count; nobody types more on purpose.
const MOST_WORDS: usize = 8;

/// Characters before what was found that a snippet shows, and how many it has at most.
const BEFORE: usize = 30;
const LONGEST_SNIPPET: usize = 140;

views! {
    /// Something that was found.
    SearchHit {
        /// What it is.
        kind: SearchKind,
        /// Its id: of the loan, the person, the note, …
        id: Uuid,
        /// The loan it belongs to.
        loan_id: Option<LoanId>,
        /// That loan's number.
        loan_number: Option<String>,
        /// That loan's borrower.
        borrower_name: Option<String>,
        /// The person whom it is about.
        person_id: Option<PersonId>,
        /// What it is called, with the words that were found marked.
        title: Vec<TextPart>,
        /// What else is said of it, or the part of it in which a word was found.
        snippet: Vec<TextPart>,
        /// Its place among what was found, from 1; better finds come first.
        rank: u32,
    }

    /// A part of a text.
    TextPart {
        /// The text.
        text: String,
        /// Whether it is what was looked for.
        is_match: bool,
    }
}

/// What has all the words of a query, the last or any of them begun only; the best first: what is called just that, then
/// all words as typed in the title, then words of the title that begin with them, then anything else.
///
/// # Errors
/// Storage. No query is wrong; one without a letter or digit finds nothing.
pub fn find(transaction: &mut dyn Transaction, query: &str, most: u32) -> Result<Vec<SearchHit>> {
    let mut sought = words::folded(query);
    sought.truncate(MOST_WORDS);
    if sought.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<(i64, usize)> =
        titled(transaction, query, most)?.into_iter().map(|number| (number, 0)).collect();
    let steps = [(false, SearchedWords::Title), (true, SearchedWords::Title), (true, SearchedWords::All)];
    for ((is_beginning, within), step) in steps.into_iter().zip(1..) {
        let words: Vec<SoughtWord<'_>> =
            sought.iter().map(|word| SoughtWord { word, is_beginning }).collect();
        for number in transaction.entries_with(&words, within, most)? {
            if !found.iter().any(|(known, _)| *known == number) {
                found.push((number, step));
            }
        }
        if found.len() >= usize::try_from(most).unwrap_or(usize::MAX) {
            break;
        }
    }
    let mut hits = Vec::new();
    for (entry, step) in load(transaction, &found)? {
        hits.push((step, entry));
    }
    hits.sort_by(|(one_step, one), (other_step, other)| {
        (one_step, one.kind, -one.number).cmp(&(other_step, other.kind, -other.number))
    });
    hits.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let shown = hits.into_iter().zip(1..).map(|((_, entry), rank)| entry.shown(&sought, rank));
    Ok(shown.collect())
}

/// What is called by the words of a query and no others.
fn titled(transaction: &mut dyn Transaction, query: &str, most: u32) -> Result<Vec<i64>> {
    let sql =
        format!("SELECT number FROM search_entries WHERE title_words = $1 ORDER BY number DESC LIMIT {most}");
    let rows = transaction.query(&sql, &[words::index([query]).into()])?;
    Ok(rows.into_iter().map(Row::single).collect::<store::Result<_>>()?)
}

struct Entry {
    number: i64,
    kind: SearchKind,
    id: Uuid,
    loan_id: Option<LoanId>,
    loan_number: Option<i64>,
    borrower_name: Option<String>,
    person_id: Option<PersonId>,
    title: String,
    body: String,
}

fn load(transaction: &mut dyn Transaction, found: &[(i64, usize)]) -> Result<Vec<(Entry, usize)>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=found.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT entries.number, entries.kind, entries.id, entries.loan_id, loans.number, people.name, \
         entries.person_id, entries.title, entries.body FROM search_entries AS entries \
         LEFT JOIN loans ON loans.id = entries.loan_id LEFT JOIN people ON people.id = loans.borrower_id \
         WHERE entries.number IN ({})",
        places.join(", ")
    );
    let numbers: Vec<Value<'_>> = found.iter().map(|(number, _)| (*number).into()).collect();
    let read = |row: Row| {
        let mut row = row.reader();
        let number: i64 = row.take()?;
        let step = found.iter().find(|(known, _)| *known == number).map_or(usize::MAX, |(_, step)| *step);
        let entry = Entry {
            number,
            kind: row.take::<Word<_>>()?.0,
            id: row.take()?,
            loan_id: row.take()?,
            loan_number: row.take()?,
            borrower_name: row.take()?,
            person_id: row.take()?,
            title: row.take()?,
            body: row.take()?,
        };
        Ok((entry, step))
    };
    transaction.query(&sql, &numbers)?.into_iter().map(read).collect()
}

impl Entry {
    fn shown(self, sought: &[String], rank: u32) -> SearchHit {
        SearchHit {
            kind: self.kind,
            id: self.id,
            loan_id: self.loan_id,
            loan_number: self.loan_number.map(number_text),
            borrower_name: self.borrower_name,
            person_id: self.person_id,
            title: marked(&self.title, sought),
            snippet: marked(&around(&self.body, sought), sought),
            rank,
        }
    }
}

/// Whether a word of a text is one that was looked for, or begins with it.
fn is_found(word: &str, sought: &[String]) -> bool {
    let found = |folded: &String| {
        let bare = folded.trim_start_matches('0');
        sought.iter().any(|sought| folded.starts_with(sought.as_str()) || bare.starts_with(sought.as_str()))
    };
    words::folded(word).iter().any(found)
}

/// The text in parts, those that were looked for marked.
fn marked(text: &str, sought: &[String]) -> Vec<TextPart> {
    let mut parts: Vec<TextPart> = Vec::new();
    let mut add = |text: &str, is_match: bool| {
        if text.is_empty() {
            return;
        }
        match parts.last_mut() {
            Some(last) if last.is_match == is_match => last.text.push_str(text),
            _ => parts.push(TextPart { text: text.to_owned(), is_match }),
        }
    };
    let mut done = 0;
    for (start, end) in words::spans(text) {
        if is_found(&text[start..end], sought) {
            add(&text[done..start], false);
            add(&text[start..end], true);
            done = end;
        }
    }
    add(&text[done..], false);
    parts
}

/// The part of a text around the first word that was looked for, on one line.
fn around(text: &str, sought: &[String]) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = words::spans(&line).into_iter().find(|(start, end)| is_found(&line[*start..*end], sought));
    let before = found.map_or(0, |(start, _)| line[..start].chars().count().saturating_sub(BEFORE));
    // A snippet begins with a whole word.
    let skipped: String = line.chars().take(before).collect();
    let begin = if before == 0 {
        0
    } else {
        line[skipped.len()..].find(' ').map_or(0, |gap| skipped.len() + gap + 1)
    };
    let rest = &line[begin..];
    let mut snippet = String::new();
    if begin > 0 {
        snippet.push('…');
    }
    snippet.extend(rest.chars().take(LONGEST_SNIPPET));
    if rest.chars().count() > LONGEST_SNIPPET {
        snippet.push('…');
    }
    snippet
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, query: &str) -> String {
        let sought = words::folded(query);
        let part = |part: TextPart| if part.is_match { format!("[{}]", part.text) } else { part.text };
        marked(&around(text, &sought), &sought).into_iter().map(part).collect()
    }

    #[test]
    fn what_was_found_is_marked_as_it_stands_in_the_text() {
        assert_eq!(shown("Café Müller, Cedar Street", "mull ced"), "Café [Müller], [Cedar] Street");
        assert_eq!(shown("L-00012 · Ana", "12"), "L-[00012] · Ana");
        assert_eq!(shown("nothing here", "cedar"), "nothing here");
        assert_eq!(shown("", "cedar"), "");
    }

    #[test]
    fn a_snippet_is_around_the_first_word_and_has_no_half_words_before_it() {
        let text = format!("{}roof is\nleaking {}", "word ".repeat(40), "more ".repeat(60));
        let snippet = shown(&text, "leak");
        assert!(snippet.starts_with("…word") && snippet.contains("roof is [leaking] more"), "{snippet}");
        assert!(snippet.ends_with('…'), "{snippet}");
    }
}

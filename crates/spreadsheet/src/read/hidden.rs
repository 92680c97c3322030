//! Which rows and columns a sheet of a workbook does not show. The library that reads the cells does not tell, so the
//! sheet's own text is looked through for what it says of rows and columns.

use std::{
    collections::HashSet,
    io::{BufRead, BufReader, Cursor},
    ops::RangeInclusive,
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{MOST_COLUMNS, MOST_ROWS, ReadError};

/// What a sheet does not show: what was hidden by hand, filtered out, folded away, or made no height or width.
#[derive(Default)]
pub struct Hidden {
    /// Rows, counted from 1.
    pub rows: HashSet<u32>,
    /// Columns, counted from 0.
    columns: Vec<RangeInclusive<usize>>,
}

impl Hidden {
    /// Looks through the sheet at a place among the sheets of a workbook.
    ///
    /// # Errors
    /// A workbook whose parts cannot be found or read.
    pub fn of_sheet(bytes: &[u8], place: usize) -> Result<Self, ReadError> {
        let mut package = Package(ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?);
        let workbook = package
            .related("", ".rels", |kind, _| kind.ends_with("/officeDocument"))?
            .unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let mut ids = Vec::new();
        package.each(&workbook, |element| {
            if element.local_name().as_ref() == "sheet" {
                ids.push(attribute(element, "id"));
            }
            true
        })?;
        let id = ids.into_iter().nth(place).flatten().ok_or_else(|| unreadable("a sheet has no id"))?;
        let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        let sheet = package.related(folder, &format!("{name}.rels"), |_, other| other == id)?;
        let mut hidden = Self::default();
        let mut row: u32 = 0;
        package.each(&sheet.ok_or_else(|| unreadable("a sheet is not in it"))?, |element| {
            match element.local_name().as_ref() {
                "col" => hidden.add_columns(element),
                "row" => {
                    row = number(element, "r").unwrap_or(row.saturating_add(1));
                    let is_flat = is_true(element, "customHeight") && is_zero(element, "ht");
                    if (is_true(element, "hidden") || is_flat) && row <= MOST_ROWS {
                        hidden.rows.insert(row);
                    }
                }
                _ => {}
            }
            true
        })?;
        Ok(hidden)
    }

    fn add_columns(&mut self, element: &BytesStart<'_>) {
        let place = |name| number::<usize>(element, name).and_then(|number| number.checked_sub(1));
        if let (true, Some(first), Some(last)) =
            (is_true(element, "hidden") || is_zero(element, "width"), place("min"), place("max"))
            && first < MOST_COLUMNS
        {
            self.columns.push(first..=last);
        }
    }

    /// Whether a column is not shown, counted from 0.
    pub fn has_column(&self, place: usize) -> bool {
        self.columns.iter().any(|range| range.contains(&place))
    }
}

/// The parts of a workbook.
struct Package<'b>(ZipArchive<Cursor<&'b [u8]>>);

impl Package<'_> {
    /// Shows each element of a part as it begins, as long as more are wanted.
    fn each(&mut self, part: &str, mut show: impl FnMut(&BytesStart<'_>) -> bool) -> Result<(), ReadError> {
        let Some(place) = self.place_of(part) else { return Err(unreadable(format!("{part} is missing"))) };
        let part = self.0.by_index(place).map_err(unreadable)?;
        let mut reader = Reader::from_reader(BufReader::new(part));
        reader.config_mut().check_end_names = false;
        each_of(&mut reader, &mut show)
    }

    /// The part that a relation of a folder leads to; none where there is no such relation.
    fn related(
        &mut self,
        folder: &str,
        file: &str,
        is_it: impl Fn(&str, &str) -> bool,
    ) -> Result<Option<String>, ReadError> {
        let relations = in_folder(folder, &format!("_rels/{file}"));
        if self.place_of(&relations).is_none() {
            return Ok(None);
        }
        let mut found = None;
        self.each(&relations, |element| {
            let of = |name| attribute(element, name).unwrap_or_default();
            if element.local_name().as_ref() == "Relationship" && is_it(&of("Type"), &of("Id")) {
                found = attribute(element, "Target");
            }
            found.is_none()
        })?;
        Ok(found.map(|target| match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => in_folder(folder, &target),
        }))
    }

    /// Some programs write the names of parts in other letters, or with the other slash.
    fn place_of(&self, part: &str) -> Option<usize> {
        let plain = |name: &str| name.replace('\\', "/").to_ascii_lowercase();
        let part = plain(part);
        let mut names = self.0.file_names();
        names.position(|name| name.is_ok_and(|name| plain(&name) == part))
    }
}

fn in_folder(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn each_of(
    reader: &mut Reader<impl BufRead>,
    show: &mut impl FnMut(&BytesStart<'_>) -> bool,
) -> Result<(), ReadError> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let goes_on = match reader.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) | Event::Empty(element) => show(&element),
            Event::Eof => false,
            _ => true,
        };
        if !goes_on {
            return Ok(());
        }
    }
}

/// An attribute by its name without a prefix: `r:id` is `id`.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut named = attributes.with_checks(false).flatten();
    let found = named.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

fn number<T: std::str::FromStr>(element: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(element, name)?.parse().ok()
}

fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true"))
}

/// Whether a length is nothing: `0`, `0.0`.
fn is_zero(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|length| {
        length.contains('0') && length.chars().all(|figure| matches!(figure, '0' | '.'))
    })
}

fn unreadable(problem: impl std::fmt::Display) -> ReadError {
    ReadError::Workbook(format!("what is hidden in it cannot be told: {problem}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    /// A workbook as other programs write it: prefixes, whole paths, rows without a number.
    fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut package = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            package.start_file(*name, SimpleFileOptions::default()).unwrap();
            package.write_all(content.as_bytes()).unwrap();
        }
        package.finish().unwrap().into_inner()
    }

    const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="/book/main.xml"/>
        <Relationship Id="r2" Type="x/worksheet" Target="Sheets/One.xml"/></Relationships>"#;
    const BOOK: &str = r#"<x:workbook><x:sheets><x:sheet name="A" sheetId="7" r:id="none"/>
        <x:sheet name="B" sheetId="8" r:id="r2"/></x:sheets></x:workbook>"#;
    const SHEET: &str = r#"<x:worksheet><x:cols><x:col min="2" max="3" hidden="true"/><x:col min="5" max="5" width="0"/>
        <x:col min="6" max="6" width="10.5"/></x:cols><x:sheetData><x:row/><x:row hidden="1"/>
        <x:row r="7" hidden="0"/><x:row customHeight="1" ht="0.0"/><x:row ht="0" hidden="false"/></x:sheetData></x:worksheet>"#;

    #[test]
    fn sheets_of_other_programs_are_looked_through_too() {
        let bytes = package(&[
            ("_rels/.rels", RELATIONS),
            ("book/main.xml", BOOK),
            ("book/_rels/main.xml.rels", RELATIONS),
            ("book\\sheets\\one.xml", SHEET),
        ]);
        let hidden = Hidden::of_sheet(&bytes, 1).unwrap();
        let mut rows: Vec<u32> = hidden.rows.iter().copied().collect();
        rows.sort_unstable();
        assert_eq!(rows, [2, 8]);
        let columns: Vec<usize> = (0..8).filter(|place| hidden.has_column(*place)).collect();
        assert_eq!(columns, [1, 2, 4]);
        assert!(Hidden::of_sheet(&bytes, 0).is_err(), "what cannot be told is not passed over");
    }
}

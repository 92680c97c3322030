//! Workbooks. Cells with a formula have the value that was kept with it.

use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xlsx};

use super::{Cell, MOST_COLUMNS, MOST_ROWS, Options, RawRow, ReadError, Sheet, Source, Table, table};

pub fn read(bytes: &[u8], options: &Options) -> Result<Table, ReadError> {
    let unreadable = |error: calamine::XlsxError| ReadError::Workbook(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets: Vec<Sheet> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| Sheet { name: sheet.name.clone(), is_visible: sheet.visible == SheetVisible::Visible })
        .collect();
    let names = || sheets.iter().map(|sheet| sheet.name.clone()).collect::<Vec<_>>();
    let chosen: Vec<String> = match &options.sheet {
        Some(name) if sheets.iter().any(|sheet| sheet.name == *name) => vec![name.clone()],
        Some(name) => return Err(ReadError::NoSuchSheet { name: name.clone(), sheets: names() }),
        None => sheets.iter().filter(|sheet| sheet.is_visible).map(|sheet| sheet.name.clone()).collect(),
    };
    for name in chosen {
        let range = workbook.worksheet_range(&name).map_err(unreadable)?;
        let Some((first_row, first_column)) = range.start() else { continue };
        let left = usize::try_from(first_column).unwrap_or(0);
        if range.height() > usize::try_from(MOST_ROWS).unwrap_or(usize::MAX) || range.width() > MOST_COLUMNS {
            return Err(ReadError::TooManyCells { rows: MOST_ROWS, columns: MOST_COLUMNS });
        }
        let rows = range.rows().zip(first_row + 1..).map(|(cells, number)| RawRow {
            number,
            line: None,
            cells: std::iter::repeat_n(Cell::Empty, left).chain(cells.iter().map(cell)).collect(),
        });
        let source = Source::Xlsx { sheets: sheets.clone(), sheet: name };
        match table(source, rows, false) {
            Err(ReadError::Empty) if options.sheet.is_none() => {}
            read => return read,
        }
    }
    Err(ReadError::Empty)
}

fn cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::of_text(text),
        Data::Int(number) => Cell::Number(number.to_string()),
        // The shortest digits that mean the same binary number are those that were typed.
        Data::Float(number) => Cell::Number(number.to_string()),
        Data::Bool(value) => Cell::Text(value.to_string()),
        Data::DateTime(moment) if moment.is_datetime() => match moment.as_datetime() {
            Some(moment) => Cell::Date(moment.date()),
            None => Cell::Error(format!("{} is no date", moment.as_f64())),
        },
        Data::DateTime(duration) => Cell::Number(duration.as_f64().to_string()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::of_text(text),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

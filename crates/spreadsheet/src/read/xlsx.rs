//! Workbooks. Cells with a formula have the value that was kept with it.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxCellReader, XlsxError};

use super::{
    Cell, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Options, RawRow, ReadError, Sheet, Source, Table,
    hidden::Hidden, numbers::times_a_hundred, table,
};

pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Table, ReadError> {
    let unreadable = |error: XlsxError| ReadError::Workbook(error.to_string());
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
        let place = workbook.sheets_metadata().iter().position(|sheet| sheet.name == name).unwrap_or(0);
        let hidden = Hidden::of_sheet(bytes, place)?;
        let rows = rows(&mut workbook, &name)?
            .map(|row| RawRow { is_hidden: hidden.rows.contains(&row.number), ..row });
        let source = Source::Xlsx { sheets: sheets.clone(), sheet: name };
        match table(source, rows, false, options) {
            Err(ReadError::Empty) if options.sheet.is_none() => {}
            read => {
                let mut table = read?;
                table.hidden_columns =
                    (0..table.columns.len()).filter(|place| hidden.has_column(*place)).collect();
                return Ok(table);
            }
        }
    }
    Err(ReadError::Empty)
}

/// The rows of a sheet that have something in them, each as wide as its last cell. Read cell by cell: a range of the
/// whole sheet would reach to a single stray cell in its last corner, and ask for more memory than there is.
fn rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
) -> Result<impl Iterator<Item = RawRow> + use<>, ReadError> {
    let unreadable = |error: XlsxError| ReadError::Workbook(error.to_string());
    let mut rows: BTreeMap<u32, Vec<(usize, Cell)>> = BTreeMap::new();
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => Some(cells),
        Err(XlsxError::NotAWorksheet(_)) => None,
        Err(error) => return Err(unreadable(error)),
    };
    let in_percent: Vec<bool> = cells.iter().flat_map(XlsxCellReader::styles).map(is_in_percent).collect();
    let mut next_cell = || match &mut cells {
        Some(cells) => cells.next_cell_with_style_id().map_err(unreadable),
        None => Ok(None),
    };
    let mut count = 0;
    while let Some((found, style)) = next_cell()? {
        let cell = match cell(found.get_value()) {
            Cell::Number(number) if in_percent.get(style).is_some_and(|is_it| *is_it) => {
                Cell::Percent(times_a_hundred(&number))
            }
            cell => cell,
        };
        if cell.is_empty() {
            continue;
        }
        let (row, column) = found.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(ReadError::TooManyCells { rows: MOST_ROWS, columns: MOST_COLUMNS });
        }
        count += 1;
        if count > MOST_CELLS {
            return Err(ReadError::TooWide { row: row + 1 });
        }
        rows.entry(row).or_default().push((column, cell));
    }
    let as_wide_as_its_last_cell = |(row, found): (u32, Vec<(usize, Cell)>)| {
        let width = found.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
        let mut cells = vec![Cell::Empty; width];
        for (column, cell) in found {
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
        RawRow { number: row + 1, line: None, cells, is_hidden: false }
    };
    Ok(rows.into_iter().map(as_wide_as_its_last_cell))
}

/// Whether a style shows numbers in percent: `0.00%`, but not `0.00 "%"`, which only writes the sign.
fn is_in_percent(style: &Style) -> bool {
    let Some(format) = &style.number_format else { return false };
    let (mut is_quoted, mut is_escaped) = (false, false);
    for character in format.format_code.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '_' | '*' => is_escaped = true,
            ';' => return false,
            '%' => return true,
            _ => {}
        }
    }
    false
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::of_text(text),
        DataRef::SharedString(text) => Cell::of_text(text),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        // The shortest digits that mean the same binary number are those that were typed.
        DataRef::Float(number) => Cell::Number(number.to_string()),
        DataRef::Bool(value) => Cell::Text(value.to_string()),
        DataRef::DateTime(moment) if moment.is_datetime() => match moment.as_datetime() {
            Some(moment) => Cell::Date(moment.date()),
            None => Cell::Error(format!("{} is no date", moment.as_f64())),
        },
        DataRef::DateTime(duration) => Cell::Number(duration.as_f64().to_string()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::of_text(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

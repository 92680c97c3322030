//! Workbooks. Cells with a formula have the value that was kept with it; where none was, the formula itself is told.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{
    DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxCellReader, XlsxError, XlsxFormulaMetadata,
};

use super::{
    Cell, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Options, RawRow, ReadError, Sheet, Source, Table,
    formats::Shown, hidden::Hidden, table,
};

pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Table, ReadError> {
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
    let mut found = Found::default();
    if values(workbook, name, &mut found)? {
        formulas_without_value(workbook, name, &mut found)?;
    }
    Ok(found.rows())
}

/// Takes the values of a sheet; whether it has cells without one.
fn values(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, found: &mut Found) -> Result<bool, ReadError> {
    let Some(mut cells) = cells_of(workbook, name)? else { return Ok(false) };
    let shown: Vec<Shown> = cells.styles().iter().map(shown_by).collect();
    let mut has_empty = false;
    while let Some((next, style)) = cells.next_cell_with_style_id().map_err(unreadable)? {
        has_empty |= matches!(next.get_value(), DataRef::Empty);
        let cell = match (cell(next.get_value()), shown.get(style)) {
            (Cell::Number(number), Some(shown)) => shown.cell(number),
            (cell, _) => cell,
        };
        found.add(next.get_position(), cell)?;
    }
    Ok(has_empty)
}

/// Takes the formulas of a sheet of which no result was stored: they would count as empty cells.
fn formulas_without_value(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    found: &mut Found,
) -> Result<(), ReadError> {
    let Some(mut cells) = cells_of(workbook, name)? else { return Ok(()) };
    while let Some(next) = cells.next_cell_with_formula_metadata().map_err(unreadable)? {
        let text = match next.formula {
            Some(XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. }) => {
                formula
            }
            // One that is said in the first of the cells that share it.
            Some(_) => String::new(),
            None => continue,
        };
        if matches!(next.value, DataRef::Empty) {
            found.add(next.pos, Cell::Formula(text))?;
        }
    }
    Ok(())
}

/// The reader of a sheet's cells; none of a sheet that has none, such as a chart.
fn cells_of<'w, 'b>(
    workbook: &'w mut Xlsx<Cursor<&'b [u8]>>,
    name: &str,
) -> Result<Option<XlsxCellReader<'w, Cursor<&'b [u8]>>>, ReadError> {
    match workbook.worksheet_cells_reader(name) {
        Ok(cells) => Ok(Some(cells)),
        Err(XlsxError::NotAWorksheet(_)) => Ok(None),
        Err(error) => Err(unreadable(error)),
    }
}

fn unreadable(error: XlsxError) -> ReadError {
    ReadError::Workbook(error.to_string())
}

/// The cells of a sheet that have something in them, by row and column.
#[derive(Default)]
struct Found {
    rows: BTreeMap<u32, Vec<(usize, Cell)>>,
    count: usize,
}

impl Found {
    fn add(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), ReadError> {
        if cell.is_empty() {
            return Ok(());
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(ReadError::TooManyCells { rows: MOST_ROWS, columns: MOST_COLUMNS });
        }
        self.count += 1;
        if self.count > MOST_CELLS {
            return Err(ReadError::TooWide { row: row + 1 });
        }
        self.rows.entry(row).or_default().push((column, cell));
        Ok(())
    }

    fn rows(self) -> impl Iterator<Item = RawRow> {
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
        self.rows.into_iter().map(as_wide_as_its_last_cell)
    }
}

fn shown_by(style: &Style) -> Shown {
    style.number_format.as_ref().map_or(Shown::AsItIs, |format| Shown::by(&format.format_code))
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

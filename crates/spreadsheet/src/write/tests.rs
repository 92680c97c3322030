use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::{NaiveDate, TimeZone};
use proptest::prelude::*;

use super::*;

fn sheet() -> Sheet {
    let column = |header: &str, kind| Column { header: header.to_owned(), kind };
    Sheet {
        name: "Payments received".to_owned(),
        author: "Northside Lending".to_owned(),
        columns: vec![
            column("Note", ColumnKind::Text),
            column("Amount", ColumnKind::Amount { decimals: 2 }),
            column("On", ColumnKind::Date),
            column("At", ColumnKind::Moment),
            column("Count", ColumnKind::Whole),
        ],
    }
}

fn row(text: &str) -> Vec<Cell> {
    vec![
        Cell::Text(text.to_owned()),
        Cell::Decimal("-1234.50".to_owned()),
        Cell::Date(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()),
        Cell::Moment(Utc.with_ymd_and_hms(2026, 1, 31, 9, 5, 7).unwrap()),
        Cell::Whole(-3),
    ]
}

fn written(format: TableFormat, rows: &[Vec<Cell>], totals: Option<&[Cell]>) -> Vec<u8> {
    let mut writer = TableWriter::begin(Vec::new(), format, &sheet(), &std::env::temp_dir()).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    if let Some(totals) = totals {
        writer.totals(totals).unwrap();
    }
    writer.finish().unwrap()
}

const PLAIN_CSV: TableFormat = TableFormat::Csv { byte_order_mark: false };

fn csv_of(text: &str) -> String {
    String::from_utf8(written(PLAIN_CSV, &[row(text)], None)).unwrap()
}

fn read_csv(text: &str) -> Vec<Vec<String>> {
    ::csv::ReaderBuilder::new()
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn open_xlsx(bytes: Vec<u8>) -> (Vec<Vec<Data>>, usize) {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = workbook.sheet_names().first().unwrap().clone();
    let rows = workbook.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
    let formulas = workbook.worksheet_formula(&name).unwrap();
    (rows, formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()).count())
}

#[test]
fn csv_is_plain_and_exact() {
    assert_eq!(
        csv_of("Rent, \"May\"\nlate"),
        "Note,Amount,On,At,Count\r\n\"Rent, \"\"May\"\"\nlate\",-1234.50,2026-01-31,2026-01-31T09:05:07.000000Z,-3\r\n"
    );
    let with_mark = written(TableFormat::Csv { byte_order_mark: true }, &[], None);
    assert_eq!(with_mark, "\u{feff}Note,Amount,On,At,Count\r\n".as_bytes());
}

#[test]
fn text_that_begins_like_a_formula_becomes_text_and_numbers_stay_numbers() {
    let dangerous = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\" =1",
        "＝1+1",
        "\u{feff}=1",
        "\u{200b}@x",
        "=HYPERLINK(\"http://example.com\";\"x\")",
        "=cmd|' /C calc'!A0",
        "\n=1",
    ];
    for text in dangerous {
        assert!(formula::may_run(text), "{text:?}");
        let rows = read_csv(&csv_of(text));
        assert_eq!(rows[0][0], format!("'{text}"));
        assert_eq!(rows[0][1], "-1234.50");
    }
    for harmless in ["a=b", "1-2", "Smith & Sons", "", "O'Neill", "5 + 3", "name@example.com"] {
        assert_eq!(read_csv(&csv_of(harmless))[0][0], harmless);
    }
}

#[test]
fn what_separates_fields_elsewhere_is_quoted() {
    assert!(csv_of("Roof; =1+1").contains("\"Roof; =1+1\""));
    assert!(csv_of("Roof\t=1+1").contains("\"Roof\t=1+1\""));
}

#[test]
fn a_workbook_has_types_and_no_formula() {
    let totals =
        [Cell::Text("Total".into()), Cell::Decimal("-1234.50".into()), Cell::Empty, Cell::Empty, Cell::Empty];
    let huge = vec![Cell::Text(String::new()), Cell::Decimal("12345678901234567.89".into())];
    let bytes = written(TableFormat::Xlsx, &[row("=1+1"), row("https://example.com"), huge], Some(&totals));
    assert!(!String::from_utf8_lossy(&bytes).contains("hyperlink"));
    let (rows, formulas) = open_xlsx(bytes);
    assert_eq!(formulas, 0);
    assert_eq!(rows[0][0], Data::String("Note".into()));
    assert_eq!(rows[1][0], Data::String("=1+1".into()));
    assert_eq!(rows[1][1], Data::Float(-1234.5));
    assert_eq!(rows[2][0], Data::String("https://example.com".into()));
    assert_eq!(rows[3][1], Data::String("12345678901234567.89".into()));
    assert_eq!(rows[4][0], Data::String("Total".into()));
    let Data::DateTime(date) = &rows[1][2] else { panic!("no date: {:?}", rows[1][2]) };
    assert_eq!(date.as_datetime().unwrap().to_string(), "2026-01-31 00:00:00");
    let Data::DateTime(moment) = &rows[1][3] else { panic!("no moment: {:?}", rows[1][3]) };
    assert_eq!(moment.as_datetime().unwrap().to_string(), "2026-01-31 09:05:07");
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let rows = [row("Rent"), row("Fee")];
    for format in [TableFormat::Xlsx, PLAIN_CSV] {
        assert_eq!(written(format, &rows, None), written(format, &rows, None));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_runs_in_csv(text in "([=+\\-@\t\r\n\"' ;,]|＝|＠){0,4}\\PC{0,12}") {
        let rows = read_csv(&csv_of(&text));
        let read = &rows[0][0];
        prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
        let marked = format!("'{text}");
        prop_assert!(*read == text || *read == marked);
    }

    #[test]
    fn a_workbook_shows_any_text_as_it_is(text in "[=+\\-@ ]{0,2}[a-z0-9<>&\"'{}!= ]{0,12}") {
        let (rows, formulas) = open_xlsx(written(TableFormat::Xlsx, &[row(&text)], None));
        prop_assert_eq!(formulas, 0);
        let shown = match &rows[1][0] { Data::String(shown) => shown.clone(), Data::Empty => String::new(), other => format!("{other:?}") };
        prop_assert_eq!(shown, text);
    }
}

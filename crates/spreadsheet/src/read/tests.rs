use super::{
    dates::{self, DateOrder, DateProblem, OrderFound},
    numbers::{self, DecimalMark, MarkFound, NumberProblem},
    *,
};

fn csv(text: impl AsRef<[u8]>) -> Table {
    read(text.as_ref(), &Options::default()).unwrap()
}

fn shown(table: &Table) -> Vec<Vec<String>> {
    table.rows.iter().map(|row| row.cells.iter().map(Cell::shown).collect()).collect()
}

#[test]
fn byte_order_marks_and_other_encodings_are_read() {
    let text = "Name,City\nJosé,Zürich\n";
    let utf_16 = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| {
        mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
    };
    let latin_1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let cases: [(Vec<u8>, &str); 6] = [
        (text.as_bytes().to_vec(), "UTF-8"),
        ([&[0xef, 0xbb, 0xbf], text.as_bytes()].concat(), "UTF-8"),
        (utf_16(u16::to_le_bytes, &[0xff, 0xfe]), "UTF-16"),
        (utf_16(u16::to_be_bytes, &[0xfe, 0xff]), "UTF-16"),
        (utf_16(u16::to_le_bytes, &[]), "UTF-16"),
        (latin_1, "Windows-1252"),
    ];
    for (bytes, expected) in cases {
        let table = csv(&bytes);
        assert_eq!(table.columns, ["Name", "City"], "{expected}");
        assert_eq!(shown(&table), [["José", "Zürich"]], "{expected}");
        assert_eq!(table.source, Source::Csv { encoding: expected, delimiter: ',' });
    }
    assert_eq!(csv(b"Name\n\x80 100 \x96 Smith\n").rows[0].cells[0].shown(), "€ 100 – Smith");
}

#[test]
fn the_apostrophe_that_keeps_text_from_running_is_taken_away() {
    let texts = ["+1 555 0100", "=addr", "-5", "@home", "'=x", "\t=x", "'s Hertogenbosch", "O'Neil", "＝x"];
    for text in texts {
        let field = crate::write::formula::as_text(text);
        let table = csv(format!("a,b\n\"{field}\",2\n"));
        assert_eq!(table.rows[0].cells[0].shown(), text.trim(), "{field}");
    }
}

#[test]
fn the_delimiter_is_the_one_that_the_rows_have_in_common() {
    let cases = [
        ("a,b,c\n1,2,3\n", ',', 3),
        ("Name;Amount\nSmith, John;1.234,50\nDoe, Jane;7,5\n", ';', 2),
        ("a\tb\n1,5\t2,5\n", '\t', 2),
        ("a|b\n\"x|y\"|2\n", '|', 2),
        ("\"a;b;c\",d\n\"1;2;3\",4\n", ',', 2),
        ("sep=;\na;b\n1;2\n", ';', 2),
        ("only\n1\n2\n", ',', 1),
    ];
    for (text, expected, columns) in cases {
        let table = csv(text);
        assert_eq!(table.columns.len(), columns, "{text:?}");
        assert!(matches!(table.source, Source::Csv { delimiter, .. } if delimiter == expected), "{text:?}");
    }
    assert_eq!(csv("sep=;\na;b\n1;2\n").rows[0].number, 3);
}

#[test]
fn rows_are_numbered_as_a_person_sees_them() {
    let text = "a,b\r\n\"one\r\ntwo\",\"say \"\"hi\"\"\"\r\n\r\n3,4\r\n,\r\n\r\n";
    let table = csv(text);
    assert_eq!(shown(&table), [["one\ntwo", "say \"hi\""], ["3", "4"]]);
    let places: Vec<(u32, Option<u32>)> = table.rows.iter().map(|row| (row.number, row.line)).collect();
    assert_eq!(places, [(2, Some(2)), (4, Some(5))]);
    assert_eq!(shown(&csv("a,b\r1,2\r3,4")), [["1", "2"], ["3", "4"]]);
    assert_eq!(csv("\n\na,b\n1,2\n").header_row, 3);
}

#[test]
fn ragged_rows_and_open_quotes_are_told_by_row() {
    let table = csv("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n");
    let ragged: Vec<Option<usize>> = table.rows.iter().map(|row| row.ragged).collect();
    assert_eq!(ragged, [None, Some(2), Some(4), None]);
    let open = read(b"a,b\n1,\"x\n2,3\n", &Options::default()).unwrap_err();
    assert_eq!(open, ReadError::OpenQuote { row: 2, line: 2 });
}

#[test]
fn columns_without_a_name_of_their_own_get_one() {
    let table = csv("Amount,,Amount,Amount (2)\n1,2,3,4\n");
    assert_eq!(table.columns, ["Amount", "Column B", "Amount (2)", "Amount (2) (2)"]);
    assert_eq!([0, 25, 26, 701, 702].map(column_letter), ["A", "Z", "AA", "ZZ", "AAA"]);
}

#[test]
fn what_is_no_table_says_so() {
    let refused = |bytes: &[u8]| read(bytes, &Options::default()).unwrap_err().to_string();
    assert_eq!(refused(b""), "the file has no row with a header");
    assert!(refused(b"%PDF-1.7").contains("a PDF"));
    assert!(refused(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]).contains("old release"));
    assert!(refused(b"PK\x03\x04 broken").contains("cannot be read"));
    assert!(refused(b"abc\0\0def,1\n").contains("no text"));
    let large = vec![b'a'; usize::try_from(LARGEST_FILE).unwrap() + 1];
    assert!(refused(&large).contains("100 MB"));
}

#[test]
fn numbers_are_read_in_each_convention() {
    use DecimalMark::{Comma, Point};
    let cases = [
        ("1,234.50", Point, "1234.50"),
        ("1.234,50", Comma, "1234.50"),
        ("1 234,50", Comma, "1234.50"),
        ("1\u{a0}234\u{a0}567,5", Comma, "1234567.5"),
        ("(1,234.50)", Point, "-1234.50"),
        ("$1,234.50", Point, "1234.50"),
        ("($1,234.50)", Point, "-1234.50"),
        ("-$1,234.50", Point, "-1234.50"),
        ("$ -12.00", Point, "-12.00"),
        ("1.234,50 €", Comma, "1234.50"),
        ("1'234.50", Point, "1234.50"),
        ("7.5%", Point, "7.5"),
        ("12-", Point, "-12"),
        (".5", Point, "0.5"),
        ("007", Point, "7"),
        ("0.00", Point, "0.00"),
        ("-0.00", Point, "0.00"),
        ("1234567", Comma, "1234567"),
    ];
    for (text, mark, expected) in cases {
        assert_eq!(numbers::read(text, mark).as_deref(), Ok(expected), "{text}");
    }
    for text in ["", "abc", "1,23.5", "12,34", "1.2.3", "1,,234.00", "--1", "(-1)", "1e5", "$", "0,123.00"] {
        assert!(numbers::read(text, Point).is_err(), "{text}");
    }
    assert_eq!(numbers::read("1.234,50", Point), Err(NumberProblem::OtherMark));
}

#[test]
fn what_stands_beside_a_number_is_known() {
    let of = |text| {
        let signs = numbers::signs_of(text);
        (signs.currency.unwrap_or_default(), signs.is_percent)
    };
    let cases = [
        ("€100,000.00", "€", false),
        ("CAD 250,000.00", "CAD", false),
        ("1.000,00 SEK", "SEK", false),
        ("-US$5", "US$", false),
        ("($5)", "$", false),
        ("7.5 %", "", true),
        ("12", "", false),
        ("abc", "", false),
    ];
    for (text, currency, is_percent) in cases {
        assert_eq!(of(text), (currency.to_owned(), is_percent), "{text}");
    }
    for (fraction, percent) in
        [("0.075", "7.5"), ("0.07125", "7.125"), ("0.1", "10"), ("0", "0"), ("1", "100"), ("-0.005", "-0.5")]
    {
        assert_eq!(numbers::times_a_hundred(fraction), percent);
    }
}

#[test]
fn a_column_of_numbers_is_judged_over_all_of_its_rows() {
    let judge = |values: &[&str]| numbers::mark_of(values.iter().copied(), |_| true);
    assert_eq!(judge(&["1,000", "2,500.75"]), MarkFound::Mark(DecimalMark::Point));
    assert_eq!(judge(&["1.000", "2.500,75"]), MarkFound::Mark(DecimalMark::Comma));
    assert_eq!(judge(&["12", "7"]), MarkFound::Mark(DecimalMark::Point));
    assert_eq!(judge(&["1.234", "2.345"]), MarkFound::Either(vec!["1.234".into(), "2.345".into()]));
    assert_eq!(judge(&["1,234"]), MarkFound::Either(vec!["1,234".into()]));
    assert_eq!(judge(&["1.50", "2.50", "3,50"]), MarkFound::Mark(DecimalMark::Point));
    // A rate is at most a hundred percent.
    let rate = numbers::mark_of(["7.125"].into_iter(), |number| number.len() <= 5 && number != "7125");
    assert_eq!(rate, MarkFound::Mark(DecimalMark::Point));
}

#[test]
fn numbers_of_a_workbook_are_exact() {
    for exact in ["8675.74", "100000", "0.1", "-12.5", "0.00000012345", "123456789012.345"] {
        assert_eq!(numbers::of_cell(exact).as_deref(), Ok(exact));
    }
    assert_eq!(numbers::of_cell("0.30000000000000004"), Err(NumberProblem::TooManyDigits));
    assert_eq!(8675.74_f64.to_string(), "8675.74");
}

#[test]
fn dates_are_read_in_each_convention() {
    let last = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
    let cases = [
        ("2025-12-31", DateOrder::MonthFirst),
        ("2025/12/31", DateOrder::DayFirst),
        ("2025-12-31T00:00:00", DateOrder::DayFirst),
        ("31/12/2025", DateOrder::DayFirst),
        ("12/31/2025", DateOrder::MonthFirst),
        ("12/31/2025 13:45", DateOrder::MonthFirst),
        ("12/31/2025 1:45 PM", DateOrder::MonthFirst),
        ("12/31/2025 12:00:00AM", DateOrder::MonthFirst),
        ("12/31/2025 9:30 p.m.", DateOrder::MonthFirst),
        ("2025-12-31 00:00:00 UTC", DateOrder::MonthFirst),
        ("2025-12-31T23:59:59.999Z", DateOrder::MonthFirst),
        ("2025-12-31T00:00:00+02:00", DateOrder::MonthFirst),
        ("2025-12-31 00:00:00-0500", DateOrder::MonthFirst),
        ("31-12-2025", DateOrder::DayFirst),
        ("31.12.2025", DateOrder::DayFirst),
        ("31 Dec 2025", DateOrder::MonthFirst),
        ("31-Dec-2025", DateOrder::MonthFirst),
        ("December 31, 2025", DateOrder::DayFirst),
    ];
    for (text, order) in cases {
        assert_eq!(dates::read(text, order), Ok(last), "{text}");
    }
    let refused = |text| dates::read(text, DateOrder::DayFirst).unwrap_err();
    assert_eq!(refused("12/31/2025"), DateProblem::OtherOrder);
    assert_eq!(refused("31/11/2025"), DateProblem::NoSuchDay);
    assert_eq!(refused("2025-02-29"), DateProblem::NoSuchDay);
    assert_eq!(refused("31/12/25"), DateProblem::ShortYear);
    let no_times = ["31/12/2025 25:61", "31/12/2025 24:00", "31/12/2025 12:60", "31/12/2025 13:00 PM"];
    let no_times = no_times.into_iter().chain(["2025-12-31T10", "31/12/2025 1:2:3:4", "31/12/2025 10:00x"]);
    for text in no_times.chain(["", "soon", "2025", "12/2025", "1/2/3/2025", "45000"]) {
        assert_eq!(refused(text), DateProblem::NotADate, "{text}");
    }
}

#[test]
fn a_column_of_dates_is_judged_over_all_of_its_rows() {
    let judge = |values: &[&str]| dates::order_of(values.iter().copied());
    assert_eq!(judge(&["03/04/2025", "31/12/2025"]), OrderFound::Order(DateOrder::DayFirst));
    assert_eq!(judge(&["03/04/2025", "12/31/2025"]), OrderFound::Order(DateOrder::MonthFirst));
    assert_eq!(judge(&["03/04/2025"]), OrderFound::Either(vec!["03/04/2025".into()]));
    assert_eq!(judge(&["03/03/2025", "2025-12-31"]), OrderFound::Same);
    let either =
        |examples: &[&str]| OrderFound::Either(examples.iter().map(|one| (*one).to_owned()).collect());
    let three_to_one = ["31/12/2025", "30/11/2025", "29/10/2025", "12/31/2025"];
    assert_eq!(judge(&three_to_one), either(&["31/12/2025", "12/31/2025"]));
    let contradicting = ["13/04/2025", "14/04/2025", "04/15/2025", "03/04/2025"];
    assert_eq!(judge(&contradicting), either(&["03/04/2025", "13/04/2025", "04/15/2025"]));
    assert_eq!(judge(&["03.04.2025", "2025-12-31"]), OrderFound::Order(DateOrder::DayFirst));
    assert_eq!(judge(&["03.04.2025", "05/06/2025"]), either(&["05/06/2025", "03.04.2025"]));
    assert_eq!(judge(&["03.04.2025", "12/31/2025"]), either(&["03.04.2025", "12/31/2025"]));
    assert_eq!(
        dates::read("03.04.2025", DateOrder::MonthFirst),
        Ok(NaiveDate::from_ymd_opt(2025, 3, 4).unwrap())
    );
    assert_eq!(dates::read("31.12.2025", DateOrder::MonthFirst), Err(DateProblem::OtherOrder));
}

/// A workbook as another program writes it.
fn workbook() -> Vec<u8> {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let mut workbook = Workbook::new();
    let hidden = workbook.add_worksheet();
    hidden.set_name("Notes").unwrap().set_hidden(true);
    hidden.write(0, 0, "secret").unwrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Loans").unwrap().set_active(true);
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (place, name) in (0..).zip(["Loan #", "Amount", "Funded", "Total", "Broken"]) {
        sheet.write(2, place, name).unwrap();
    }
    sheet.write(3, 0, "A-1").unwrap();
    sheet.write(3, 1, 8675.74).unwrap();
    sheet.write_with_format(3, 2, ExcelDateTime::parse_from_str("2025-12-31").unwrap(), &date).unwrap();
    sheet.write(3, 3, Formula::new("=B4*2").set_result("17351.48")).unwrap();
    sheet.write(3, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(5, 0, "A-2").unwrap();
    sheet.write(5, 1, 100_000).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_with_exact_numbers_and_kept_values_of_formulas() {
    let table = csv(workbook());
    assert_eq!(table.header_row, 3);
    assert_eq!(table.columns, ["Loan #", "Amount", "Funded", "Total", "Broken"]);
    let numbers: Vec<u32> = table.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [4, 6]);
    let first = &table.rows[0].cells;
    assert_eq!(first[1], Cell::Number("8675.74".into()));
    assert_eq!(first[2], Cell::Date(NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()));
    assert_eq!(first[3].shown(), "17351.48");
    assert!(matches!(&first[4], Cell::Error(error) if error.contains("DIV")), "{:?}", first[4]);
    assert_eq!(table.rows[1].cells[1], Cell::Number("100000".into()));
    assert_eq!(table.rows[1].ragged, None);
}

#[test]
fn a_number_that_is_shown_in_percent_is_in_percent() {
    use rust_xlsxwriter::{Format, Formula, Workbook};
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "Rate").unwrap();
    let shown_as = ["0.00%", "0%", "0.00 \"%\"", "0.00\\%", "0.000", "[Red]0.0%;0.0"];
    for (row, format) in (1..).zip(shown_as) {
        sheet.write_with_format(row, 0, 0.07125, &Format::new().set_num_format(format)).unwrap();
    }
    let percent = Format::new().set_num_format("0.00%");
    let formula = Formula::new("=0.05+0.025").set_result("0.075");
    sheet.write_with_format(7, 0, formula, &percent).unwrap();
    let table = csv(workbook.save_to_buffer().unwrap());
    let rates: Vec<Cell> = table.rows.into_iter().map(|mut row| row.cells.remove(0)).collect();
    let (percent, number) = (|text: &str| Cell::Percent(text.into()), Cell::Number("0.07125".into()));
    let expected = [
        percent("7.125"),
        percent("7.125"),
        number.clone(),
        number.clone(),
        number,
        percent("7.125"),
        percent("7.5"),
    ];
    assert_eq!(rates, expected);
    assert_eq!(rates[0].shown(), "7.125%");
}

#[test]
fn a_stray_cell_in_the_last_corner_is_told_by_its_row_and_takes_no_memory() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (place, name) in (0..).zip(["Loan #", "Amount"]) {
        sheet.write(0, place, name).unwrap();
        sheet.write(1, place, 12).unwrap();
    }
    sheet.write(1_048_575, 16_383, "x").unwrap();
    let table = csv(workbook.save_to_buffer().unwrap());
    let rows: Vec<(u32, Option<usize>)> = table.rows.iter().map(|row| (row.number, row.ragged)).collect();
    assert_eq!(rows, [(2, None), (1_048_576, Some(16_384))]);
    assert_eq!(table.columns, ["Loan #", "Amount"]);
}

#[test]
fn a_table_that_reaches_over_more_cells_than_can_be_held_is_refused() {
    let mut text = ",".repeat(MOST_COLUMNS - 2) + "last\n";
    text.push_str(&"1\n".repeat(MOST_CELLS / MOST_COLUMNS + 2));
    let refused = read(text.as_bytes(), &Options::default()).unwrap_err();
    assert!(matches!(refused, ReadError::TooWide { row } if row > 1000), "{refused}");
    assert!(refused.to_string().contains("20000000 cells"), "{refused}");
}

#[test]
fn a_sheet_is_chosen_by_name_and_a_hidden_one_only_so() {
    let bytes = workbook();
    let table = csv(&bytes);
    let Source::Xlsx { sheets, sheet } = &table.source else { panic!("a workbook") };
    assert_eq!((sheet.as_str(), sheets[0].is_visible, sheets[1].is_visible), ("Loans", false, true));
    let of = |name: &str| read(&bytes, &Options { sheet: Some(name.into()), ..Options::default() });
    assert_eq!(of("Notes").unwrap().columns, ["secret"]);
    assert_eq!(
        of("Other").unwrap_err().to_string(),
        "must be a sheet of the workbook, which has \"Notes\", \"Loans\"; it has no \"Other\""
    );
}

//! A schedule as text: comma-separated for a spreadsheet, in columns for a person.

use serde_json::Value as Json;

const HEADERS: [&str; 7] = ["number", "due_on", "days", "payment", "interest", "principal", "balance"];

/// One line of headers, one for each payment, one of totals.
pub fn csv(schedule: &Json) -> String {
    lines(schedule).iter().map(|cells| cells.join(",")).collect::<Vec<_>>().join("\n")
}

/// The same in columns, figures to the right.
pub fn columns(schedule: &Json) -> String {
    let lines = lines(schedule);
    let width =
        |column: usize| lines.iter().filter_map(|line| line.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEADERS.len()).map(width).collect();
    let line = |cells: &Vec<String>| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:>width$}", width = *width))
            .collect();
        padded.join("  ")
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn lines(schedule: &Json) -> Vec<Vec<String>> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut lines = vec![HEADERS.map(str::to_owned).to_vec()];
    for payment in schedule["payments"].as_array().into_iter().flatten() {
        lines.push(HEADERS.iter().map(|header| text(&payment[header])).collect());
    }
    let totals = &schedule["totals"];
    let mut last = vec!["total".to_owned(), String::new(), String::new()];
    last.extend(["payment", "interest", "principal"].map(|part| text(&totals[part])));
    last.push(String::new());
    lines.push(last);
    lines
}

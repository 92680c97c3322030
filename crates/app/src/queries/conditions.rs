//! What narrows a list down: conditions of a query, and the parameters that they name.

use store::Value;

/// Conditions that all hold. Before the first, everything fits.
pub struct Conditions {
    text: String,
    parameters: Vec<Value<'static>>,
}

impl Conditions {
    pub fn new() -> Self {
        Self { text: "TRUE".to_owned(), parameters: Vec::new() }
    }

    /// A condition without a parameter.
    pub fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    /// A condition in which `?` is the value; none without a value.
    pub fn with(&mut self, condition: &str, value: Option<impl Into<Value<'static>>>) {
        if let Some(value) = value {
            let place = self.place(value.into());
            self.and(&condition.replace('?', &place));
        }
    }

    /// That a column is one of the values; nothing, where there are none.
    pub fn one_of<V: Into<Value<'static>>>(&mut self, column: &str, values: impl IntoIterator<Item = V>) {
        let places: Vec<String> = values.into_iter().map(|value| self.place(value.into())).collect();
        if !places.is_empty() {
            self.and(&format!("{column} IN ({})", places.join(", ")));
        }
    }

    /// Takes a parameter in and gives its place in a statement, such as `$1`.
    pub fn place(&mut self, value: Value<'static>) -> String {
        self.parameters.push(value);
        format!("${}", self.parameters.len())
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn parameters(&self) -> &[Value<'static>] {
        &self.parameters
    }

    pub fn into_parts(self) -> (String, Vec<Value<'static>>) {
        (self.text, self.parameters)
    }
}

//! What is wrong with a template, and where.

use std::fmt;

use thiserror::Error;
use typst::{World, WorldExt, diag::SourceDiagnostic, syntax::DiagSpan};

use crate::{MAIN, world::ManuscriptWorld};

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct TemplateFault {
    /// The template, by the name that people know.
    pub template: String,
    /// Line, from 1; none where the fault is in no line of a template.
    pub line: Option<usize>,
    /// Column in it, from 1, in characters.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What might help.
    pub hints: Vec<String>,
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.template)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.message)?;
        for hint in &self.hints {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl TemplateFault {
    /// The first of several: the others mostly follow from it.
    pub(crate) fn first(faults: &[SourceDiagnostic], world: &ManuscriptWorld, template_name: &str) -> Self {
        let mut told = Self::of_export(faults, template_name);
        let Some(fault) = faults.first() else { return told };
        // A fault inside of what the template imports is told where the template called it: that line its owner can see.
        let calls = fault.trace.iter().map(|point| DiagSpan::from(point.span));
        let places: Vec<_> =
            std::iter::once(fault.span).chain(calls).filter_map(|span| place(world, span)).collect();
        let of_template = places.iter().find(|(file, ..)| file == MAIN);
        if let Some((file, line, column)) = of_template.or(places.first()) {
            if file != MAIN {
                told.template = format!("{template_name} ({file})");
            }
            (told.line, told.column) = (Some(*line), Some(*column));
        }
        told
    }

    /// A fault of the whole template.
    pub(crate) fn of_all(template_name: &str, message: impl Into<String>) -> Self {
        Self {
            template: template_name.to_owned(),
            line: None,
            column: None,
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// A fault that has no place.
    pub(crate) fn of_export(faults: &[SourceDiagnostic], template_name: &str) -> Self {
        let fault = faults.first();
        Self {
            template: template_name.to_owned(),
            line: None,
            column: None,
            message: fault
                .map_or_else(|| "it cannot be typeset".to_owned(), |fault| fault.message.to_string()),
            hints: fault
                .map(|fault| fault.hints.iter().map(|hint| hint.v.to_string()).collect())
                .unwrap_or_default(),
        }
    }
}

/// File, line and column of a span, from 1.
fn place(world: &ManuscriptWorld, span: DiagSpan) -> Option<(String, usize, usize)> {
    let id = span.id()?;
    let range = world.range(span)?;
    let source = world.source(id).ok()?;
    let (line, column) = source.lines().byte_to_line_column(range.start)?;
    Some((id.get().vpath().get_without_slash().to_owned(), line + 1, column + 1))
}

//! How a manuscript and what becomes of it pass between two processes: byte strings, each after its length.

use crate::{File, Made, Manuscript, TemplateFault};

/// What is made of a manuscript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One PDF file.
    Pdf,
    /// An SVG picture of each page.
    Pictures,
}

/// What became of a manuscript: the file, or the pictures.
pub type Outcome = Result<Made<Vec<Vec<u8>>>, TemplateFault>;

const PDF: &[u8] = b"pdf";
const PICTURES: &[u8] = b"pictures";
const MADE: &[u8] = b"made";
const FAULT: &[u8] = b"fault";

fn frames<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// None where the bytes end too early.
fn parts(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<8>()?;
        let (part, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        parts.push(part);
        bytes = rest;
    }
    Some(parts)
}

fn text(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

pub fn of_manuscript(manuscript: &Manuscript, form: Form) -> Vec<u8> {
    let form = match form {
        Form::Pdf => PDF,
        Form::Pictures => PICTURES,
    };
    let Manuscript { template_name, template, data, files, is_our_own: _ } = manuscript;
    let texts = [form, template_name.as_bytes(), template.as_bytes(), data.as_bytes()];
    let files = files.iter().flat_map(|file| [file.name.as_bytes(), &file.bytes]);
    frames(texts.into_iter().chain(files))
}

pub fn manuscript(bytes: &[u8]) -> Option<(Manuscript, Form)> {
    let parts = parts(bytes)?;
    let (&[form, template_name, template, data], files) = parts.split_first_chunk::<4>()?;
    let form = match form {
        PDF => Form::Pdf,
        PICTURES => Form::Pictures,
        _ => return None,
    };
    let file = |pair: &[&[u8]]| Some(File { name: text(pair[0])?, bytes: pair[1].to_vec() });
    let manuscript = Manuscript {
        template_name: text(template_name)?,
        template: text(template)?,
        data: text(data)?,
        files: files.chunks_exact(2).map(file).collect::<Option<_>>()?,
        is_our_own: false,
    };
    Some((manuscript, form))
}

pub fn of_outcome(outcome: &Outcome) -> Vec<u8> {
    let place = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    match outcome {
        Ok(Made { of, missing_characters }) => {
            let of = of.iter().map(Vec::as_slice);
            frames([MADE, missing_characters.as_bytes()].into_iter().chain(of))
        }
        Err(TemplateFault { template, line, column, message, hints }) => {
            let (line, column) = (place(*line), place(*column));
            let texts = [template, &line, &column, message].map(|text| text.as_bytes());
            let hints = hints.iter().map(String::as_bytes);
            frames(std::iter::once(FAULT).chain(texts).chain(hints))
        }
    }
}

pub fn outcome(bytes: &[u8]) -> Option<Outcome> {
    let parts = parts(bytes)?;
    let (&kind, rest) = parts.split_first()?;
    if kind == MADE {
        let (missing, of) = rest.split_first()?;
        let of = of.iter().map(|part| part.to_vec()).collect();
        return Some(Ok(Made { of, missing_characters: text(missing)? }));
    }
    let (&[template, line, column, message], hints) = rest.split_first_chunk::<4>()?;
    let place = |number: &[u8]| text(number).map(|number| number.parse().ok());
    (kind == FAULT).then_some(())?;
    Some(Err(TemplateFault {
        template: text(template)?,
        line: place(line)?,
        column: place(column)?,
        message: text(message)?,
        hints: hints.iter().map(|hint| text(hint)).collect::<Option<_>>()?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_arrives_as_it_was() {
        let sent = Manuscript {
            template_name: "note".to_owned(),
            template: "= Añb".to_owned(),
            data: String::new(),
            files: vec![
                File { name: "logo.png".to_owned(), bytes: vec![0, 255, 10] },
                File { name: "empty".to_owned(), bytes: Vec::new() },
            ],
            is_our_own: false,
        };
        for form in [Form::Pdf, Form::Pictures] {
            assert_eq!(manuscript(&of_manuscript(&sent, form)), Some((sent.clone(), form)));
        }
        let fault = TemplateFault {
            template: "note".to_owned(),
            line: Some(5),
            column: None,
            message: "unknown variable".to_owned(),
            hints: vec!["a hint".to_owned()],
        };
        let made = Made { of: vec![b"one".to_vec(), Vec::new()], missing_characters: "🦀".to_owned() };
        for sent in [Ok(made), Err(fault)] {
            let bytes = of_outcome(&sent);
            assert_eq!(outcome(&bytes).as_ref(), Some(&sent));
            assert_ne!(outcome(&bytes[..bytes.len() - 1]).as_ref(), Some(&sent));
        }
        assert_eq!(outcome(b""), None);
        assert_eq!(manuscript(b"\x03\0\0\0\0\0\0\0pdf"), None);
        assert_eq!(manuscript(&[255; 20]), None);
    }
}

//! Typesets documents from templates and data, without a network or a file.
//!
//! A [`Manuscript`] holds all that a document is made of: sources, data, a logo. [`Manuscript::pdf`] and
//! [`Manuscript::pictures`] make it, or say which line of which template is wrong. Nothing else is reached: no file, no
//! package, no clock; the fonts are in the program. So the same manuscript is the same bytes, on every machine and on
//! every day.
//!
//! A manuscript that is not the program's own may do what it wants: run for ever, ask for all memory. It is typeset
//! [`apart`], in a process of its own that ends with its limits.

pub mod apart;
mod fault;
mod frames;
mod world;

use std::collections::BTreeSet;

use typst::{
    foundations::Smart,
    layout::{Frame, FrameItem},
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_svg::SvgOptions;

pub use fault::TemplateFault;

/// The template that is typeset; it may import the other sources of its manuscript.
pub const MAIN: &str = "main.typ";

/// Where a template reads its data: `json("data.json")`.
pub const DATA: &str = "data.json";

/// A file of a manuscript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, by which a template asks for it: `letterhead.typ`, `logo.png`.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// All that a document is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manuscript {
    /// What its faults call the template: a name that people know.
    pub template_name: String,
    /// Source of the template.
    pub template: String,
    /// Data, a JSON text.
    pub data: String,
    /// What else a template may ask for.
    pub files: Vec<File>,
    /// Whether all of it is the program's own, but for the data. Anything else is typeset [`apart`], within limits.
    pub is_our_own: bool,
}

/// What was made of a manuscript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made<T> {
    /// The file, or the pictures.
    pub of: T,
    /// Characters of it that no font has: boxes stand in their places. Each once, in the order of their code points.
    pub missing_characters: String,
}

/// A document that is typeset.
struct Pages(PagedDocument);

impl Manuscript {
    /// The document as one PDF file; the same manuscript is the same bytes, wherever it is typeset.
    ///
    /// # Errors
    /// The first fault of a template, with its line; what a PDF file cannot hold, such as a broken image; a limit.
    pub fn pdf(&self) -> Result<Made<Vec<u8>>, TemplateFault> {
        if !self.is_our_own {
            return apart::pdf(self);
        }
        let pages = self.typeset()?;
        Ok(Made { of: pages.pdf(&self.template_name)?, missing_characters: pages.missing_characters() })
    }

    /// Each page as an SVG picture, for the screen.
    ///
    /// # Errors
    /// As [`Manuscript::pdf`].
    pub fn pictures(&self) -> Result<Made<Vec<String>>, TemplateFault> {
        if !self.is_our_own {
            return apart::pictures(self);
        }
        let pages = self.typeset()?;
        Ok(Made { of: pages.svg(), missing_characters: pages.missing_characters() })
    }

    fn typeset(&self) -> Result<Pages, TemplateFault> {
        let world = world::ManuscriptWorld::of(self);
        let typeset = typst::compile::<PagedDocument>(&world).output;
        // What the compiler remembers is for an editor that compiles the same text again and again.
        typst::comemo::evict(0);
        match typeset {
            Ok(document) => Ok(Pages(document)),
            Err(faults) => Err(TemplateFault::first(&faults, &world, &self.template_name)),
        }
    }
}

impl Pages {
    fn count(&self) -> usize {
        self.0.pages().len()
    }

    fn pdf(&self, template_name: &str) -> Result<Vec<u8>, TemplateFault> {
        let options = PdfOptions {
            ident: Smart::Auto,
            creator: Smart::Custom(Some("LendingOS".into())),
            // A time would make another file of the same document.
            timestamp: None,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.0, &options).map_err(|faults| TemplateFault::of_export(&faults, template_name))
    }

    fn missing_characters(&self) -> String {
        let mut missing = BTreeSet::new();
        for page in self.0.pages() {
            add_missing(&page.frame, &mut missing);
        }
        missing.into_iter().collect()
    }

    fn svg(&self) -> Vec<String> {
        self.0.pages().iter().map(|page| typst_svg::svg(page, &SvgOptions::default())).collect()
    }
}

fn add_missing(frame: &Frame, missing: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => add_missing(&group.frame, missing),
            FrameItem::Text(text) => {
                // By convention of every font, glyph 0 is the box.
                let boxes = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                missing.extend(boxes.flat_map(|glyph| text.text[glyph.range()].chars()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manuscript(template: &str, data: &str) -> Manuscript {
        Manuscript {
            template_name: "closing statement".to_owned(),
            template: template.to_owned(),
            data: data.to_owned(),
            files: vec![File { name: "letterhead.typ".to_owned(), bytes: b"#let head = [Cedar]\n".to_vec() }],
            is_our_own: true,
        }
    }

    const TEMPLATE: &str =
        "#import \"letterhead.typ\": head\n#let data = json(\"data.json\")\n#head: #data.name\n";

    #[test]
    fn the_same_manuscript_is_the_same_bytes() {
        let once = || {
            let pages = manuscript(TEMPLATE, r#"{"name":"Rosa Díaz"}"#).typeset().unwrap();
            assert_eq!(pages.count(), 1);
            pages.pdf("closing statement").unwrap()
        };
        let pdf = once();
        assert!(pdf.starts_with(b"%PDF-"));
        assert_eq!(pdf, once());
        let other = manuscript(TEMPLATE, r#"{"name":"Rosa Diaz"}"#).typeset().unwrap();
        assert_ne!(pdf, other.pdf("closing statement").unwrap());
    }

    #[test]
    fn a_fault_is_told_with_its_template_and_line() {
        let cases = [
            ("Hello\n\n#undefined_name\n", 3, "unknown variable"),
            ("#let data = json(\"data.json\")\n#data.missing\n", 2, "missing"),
            ("#import \"letterhead.typ\": head\n#head\n#(1 + \"a\")", 3, "cannot add"),
            ("#let x = (", 1, "unclosed"),
        ];
        for (template, line, message) in cases {
            let fault = manuscript(template, "{}").typeset().err().unwrap();
            assert_eq!(fault.line, Some(line), "{fault}");
            assert!(fault.message.contains(message), "{fault}");
            assert!(fault.to_string().contains(&format!("closing statement, line {line}")), "{fault}");
        }
    }

    #[test]
    fn a_template_reaches_nothing_but_its_manuscript() {
        for template in [
            "#read(\"/etc/hostname\")",
            "#read(\"../secret\")",
            "#import \"@preview/cetz:0.3.0\"",
            "#datetime.today()",
        ] {
            let fault = manuscript(template, "{}").typeset().err();
            assert_eq!(fault.and_then(|fault| fault.line), Some(1), "{template}");
        }
    }

    #[test]
    fn names_of_every_script_are_shown_and_what_is_not_is_told() {
        let missing = |name: &str| {
            let made = manuscript(TEMPLATE, &format!(r#"{{"name":"{name}"}}"#)).pdf().unwrap();
            made.missing_characters
        };
        for name in ["Rosa Díaz", "王小明", "鈴木一郎", "김민준", "สมชาย ใจดี", "Ελένη", "Дмитрий", "±½→✓"]
        {
            assert_eq!(missing(name), "", "{name}");
        }
        assert_eq!(missing("Z 🦀 A 🏠🦀"), "🏠🦀");
    }

    #[test]
    fn pages_are_pictures_for_the_screen() {
        let pages = manuscript("One #pagebreak() Two", "{}").typeset().unwrap().svg();
        assert_eq!(pages.len(), 2);
        assert!(pages.iter().all(|page| page.starts_with("<svg")), "{pages:?}");
    }
}

//! Words as they are searched for: small letters without accents, and digits. Folded here and not by a backend, so that
//! all of them find the same.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A longer word is cut: nobody types more of it.
const LONGEST_WORD: usize = 64;

/// The words of a text, folded, in their order.
pub(crate) fn folded(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            words.push(word.chars().take(LONGEST_WORD).collect());
            word.clear();
        }
    };
    let characters: Vec<char> = text.nfkd().filter(|character| !is_combining_mark(*character)).collect();
    for (place, character) in characters.iter().enumerate() {
        if character.is_alphanumeric() {
            fold_into(&mut word, *character);
        } else if !is_within_word(&characters, place) {
            end(&mut word);
        }
    }
    end(&mut word);
    words
}

/// The apostrophe of O'Brien, and the comma that groups the digits of 8,675.74.
fn is_within_word(characters: &[char], place: usize) -> bool {
    let (before, after) = characters.split_at(place);
    let (Some(last), Some((mark, after))) = (before.last(), after.split_first()) else { return false };
    match mark {
        '\'' | '\u{2019}' => last.is_alphabetic() && after.first().is_some_and(|next| next.is_alphabetic()),
        ',' => {
            let digits = after.iter().take_while(|next| next.is_ascii_digit()).count();
            last.is_ascii_digit() && digits == 3
        }
        _ => false,
    }
}

/// Letters that are no other letter with an accent, but are typed as if they were.
fn fold_into(word: &mut String, character: char) {
    for small in character.to_lowercase().filter(|character| !is_combining_mark(*character)) {
        match small {
            'ß' => word.push_str("ss"),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'ø' => word.push('o'),
            'ł' => word.push('l'),
            'đ' | 'ð' => word.push('d'),
            'þ' => word.push_str("th"),
            'ı' => word.push('i'),
            other => word.push(other),
        }
    }
}

/// The words by which texts are found, each once, separated by spaces: a number also without the zeros before it, so
/// that loan `L-00012` is found by 12, and a name also by what stands after its apostrophe.
pub(crate) fn index<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut all: Vec<String> = Vec::new();
    let apart = |text: &str| text.replace(['\'', '\u{2019}'], " ");
    for word in texts.into_iter().flat_map(|text| folded(text).into_iter().chain(folded(&apart(text)))) {
        let bare = word.trim_start_matches('0');
        if bare.len() < word.len() && !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()) {
            all.push(bare.to_owned());
        }
        all.push(word);
    }
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

/// The words of a text as they stand there: where each begins and ends, in bytes.
pub(crate) fn spans(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut begin = None;
    for (place, character) in text.char_indices() {
        let is_of_word = character.is_alphanumeric() || is_combining_mark(character);
        match begin {
            None if is_of_word => begin = Some(place),
            Some(start) if !is_of_word => {
                spans.push((start, place));
                begin = None;
            }
            _ => {}
        }
    }
    spans.extend(begin.map(|start| (start, text.len())));
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_case_accents_and_punctuation() {
        let cases: &[(&str, &[&str])] = &[
            ("Müller & Søn, L-00012", &["muller", "son", "l", "00012"]),
            ("ÉCOLE straße ŁÓDŹ", &["ecole", "strasse", "lodz"]),
            ("ﬁne İstanbul ½", &["fine", "istanbul", "1", "2"]),
            ("\"' OR 1=1 --", &["or", "1", "1"]),
            ("", &[]),
            ("🏠 東京", &["東京"]),
            ("O'Brien d’Arc 'quoted'", &["obrien", "darc", "quoted"]),
            ("8,675.74 1,234,567 12,34 5,", &["8675", "74", "1234567", "12", "34", "5"]),
        ];
        for (text, words) in cases {
            assert_eq!(folded(text), *words, "{text}");
        }
        assert_eq!(folded(&"x".repeat(100)), ["x".repeat(64)]);
    }

    #[test]
    fn a_number_is_found_without_its_zeros() {
        assert_eq!(index(["L-00012", "Cedar cedar"]), "00012 12 cedar l");
        assert_eq!(index(["000"]), "000");
        assert_eq!(index(["O'Brien"]), "brien o obrien");
    }

    #[test]
    fn spans_are_the_words_of_the_text() {
        let text = "Café Müller, 12";
        let words: Vec<&str> = spans(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(words, ["Café", "Müller", "12"]);
    }
}

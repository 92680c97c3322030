//! Vocabularies: small enumerations that are one word on the wire and in storage.

/// Makes enumerations of words, each with `as_str`, and a test that wire and storage have the same word.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(
                Debug,
                Clone,
                Copy,
                PartialEq,
                Eq,
                Hash,
                PartialOrd,
                Ord,
                serde::Serialize,
                serde::Deserialize,
                schemars::JsonSchema,
                ts_rs::TS,
            )]
            #[serde(rename_all = "snake_case")]
            pub enum $name {
                $($(#[$word_doc])* $word,)*
            }

            impl $name {
                /// The word used on the wire and in storage.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self {
                        $(Self::$word => $text,)*
                    }
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        )*

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn are_the_same_on_the_wire_and_in_storage() {
                $($(assert_eq!(serde_json::to_value($name::$word).unwrap(), $text);)*)*
            }
        }
    };
}

pub(crate) use words;

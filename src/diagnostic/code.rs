//! The stable codes of all diagnostics, each with a title and an explanation; `docs/diagnostics.md` is made from
//! them.

use std::fmt;

macro_rules! codes {
    ($( $(#[doc = $section:literal])* $variant:ident $name:literal $title:literal $explanation:literal )*) => {
        /// A stable name for one kind of diagnostic.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code { $( #[doc = $title] $variant, )* }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Code] = &[ $( Code::$variant, )* ];

            /// The code as printed: the stage and the kind.
            pub fn name(self) -> &'static str {
                match self { $( Code::$variant => $name, )* }
            }

            /// What is wrong, in a few words.
            pub fn title(self) -> &'static str {
                match self { $( Code::$variant => $title, )* }
            }

            /// Why it is wrong and what to do.
            pub fn explanation(self) -> &'static str {
                match self { $( Code::$variant => $explanation, )* }
            }
        }
    };
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

codes! {
    // ---- input: reading files -------------------------------------------------------------------------------
    Unreadable "input::unreadable" "a file or folder cannot be read"
        "The path does not exist, is not a file (or folder) of the expected kind, or may not be read."
    TooLarge "input::too-large" "a file is larger than the program reads"
        "Rule files and assessments are written by people; a file beyond the limit that the message names is most likely a wrong file."
    NotUtf8 "input::not-utf8" "a file is not UTF-8 text"
        "Save the file as UTF-8. Files saved as \"Unicode text\" by office programs are often UTF-16."

    // ---- toml: pack.toml, the catalogue and assessments -----------------------------------------------------
    TomlSyntax "toml::syntax" "a line is not valid TOML"
        "A TOML file is made of lines `key = value` under headers in square brackets. Texts stand in straight double quotes, dates are written `2026-10-31`, percents are texts such as `\"95%\"`, and `#` starts a remark. Unlike in a spreadsheet, a word without quotes has no meaning."
    TomlDuplicate "toml::duplicate-key" "a key is given twice"
        "Each key may be given once in its table, because otherwise a reader could not tell which value counts. Delete one of the two lines. To make several statements of one fact, put them into one list. A dot in a key without quotes opens a table: write `\"R6.1\"` where the dot belongs to the name."
    TomlUnknownKey "toml::unknown-key" "a key means nothing here"
        "Nothing in a file is passed over in silence: a key that is not known is most likely misspelt, or stands under the wrong header. A key belongs to the header above it."
    TomlMissingKey "toml::missing-key" "a key that must be there is missing"
        "Add the line that the message names under the header that it points to."
    TomlUnexpected "toml::unexpected-value" "a value is not of the expected kind"
        "The message says what was expected and what was found. Texts need double quotes; numbers, `true` and `false` and dates such as `2026-10-31` need none."
    TomlUnknownWord "toml::unknown-word" "a word is not one of those that may stand here"
        "The message lists the words that may stand here. They are written exactly so: in lower case, with `_` between words."
    TomlTooDeep "toml::too-deep" "tables or lists are nested too deeply"
        "No file that the program reads needs such nesting; most likely a bracket is missing."

    // ---- syntax: the text of rule files ---------------------------------------------------------------------

    // ---- pack: manifest, catalogue, names and types ---------------------------------------------------------

    // ---- assessment -----------------------------------------------------------------------------------------

    // ---- evaluate -------------------------------------------------------------------------------------------
}

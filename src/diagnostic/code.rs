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

    // ---- syntax: the text of rule files ---------------------------------------------------------------------

    // ---- pack: manifest, catalogue, names and types ---------------------------------------------------------

    // ---- assessment -----------------------------------------------------------------------------------------

    // ---- evaluate -------------------------------------------------------------------------------------------
}

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
    Conflict "input::conflict" "two arguments that cannot go together"
        "A report is never written over a file that it is about, standard input can be read only once, and a code is explained without an assessment."
    UnknownScenario "input::unknown-scenario" "a name is in no scenario's title"
        "`tipstaff test` runs the scenarios whose titles hold one of the texts that are given, written exactly so. A text that chooses nothing is most likely misspelt, and a run that quietly left it out would pass for more than it tested."
    UnknownSubject "input::unknown-subject" "nothing that could be explained has this name"
        "`tipstaff explain` takes the id of a recommendation (`R8`), a requirement (`R8.4`) or a clause (`R8.4.month`), a fact with its group (`bail.every_period`), or a code such as `pack::unknown-name`. All are written exactly as the rules and the messages write them."
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
    TomlManyMistakes "toml::many-mistakes" "there are more mistakes than are listed"
        "Most of them will have one cause, such as a spreadsheet saved under the name of an assessment. Put the first ones right and run the check again."
    TomlTooDeep "toml::too-deep" "tables or lists are nested too deeply"
        "No file that the program reads needs such nesting; most likely a bracket is missing."

    // ---- syntax: the text of rule files ---------------------------------------------------------------------

    Unexpected "syntax::unexpected" "something stands where it cannot"
        "The message says what was found and what could stand there. Often something is missing just before the marked place: a colon, a closing quote or brace, a word such as `then`."
    UnclosedBlock "syntax::unclosed-block" "a block has no closing brace"
        "Every `{` needs a `}`. The block is taken to end where the next thing begins that can only stand further out."
    UnclosedText "syntax::unclosed-text" "a text has no closing quote"
        "A text begins and ends with a straight double quote on one line. Texts that follow one another are joined, so that a long text can be written over several lines."
    StrayCharacter "syntax::stray-character" "a character that means nothing in a rule file"
        "Outside comments and texts, rule files hold words, numbers, dates and a few signs."
    HiddenCharacter "syntax::hidden-character" "an invisible character"
        "Control characters, characters of no width, and those that change the direction of writing can make a rule read as something else than it says. They are refused everywhere, in comments and texts too."
    ForeignSymbol "syntax::foreign-symbol" "a sign of another language"
        "Rules are written in words: `is` and `is not` compare, `and`, `or` and `not` join. Office programs replace straight quotes and hyphens; replace them back."
    NotSnakeCase "syntax::not-snake-case" "a name with capital letters"
        "Names are written in small letters, digits and underscores, such as `risk_level`. Only ids begin with a capital `R`."
    MalformedId "syntax::malformed-id" "an id that is none"
        "Recommendations are `R8`, requirements `R8.4`, clauses `R8.4.month`; numbers have no leading zeros."
    MalformedDate "syntax::malformed-date" "a date that is not written in full"
        "Dates are written as year, month and day with 4, 2 and 2 digits: `2026-01-05`."
    MalformedNumber "syntax::malformed-number" "a number with something behind it"
        "A number and its unit are written apart (`3 months`), except for `%`. Names begin with a letter."
    UnknownEscape "syntax::unknown-escape" "a backslash before something else than a quote, a backslash or `n`"
        "A backslash in a text stands before a quote, before another backslash, or before `n` for a line break."
    ValueInPlainText "syntax::value-in-plain-text" "a value in braces outside a finding"
        "Only the text of a `finding` prints values. Elsewhere write `{{` and `}}` for braces."
    StrayBrace "syntax::stray-brace" "a brace without its other half in a text"
        "In a `finding`, `{` and `}` enclose a value. Write `{{` and `}}` for braces themselves."
    MixedAndOr "syntax::mixed-and-or" "`and` and `or` side by side"
        "Readers disagree about which of them binds tighter, so that one of the two must be put in parentheses."
    ChainedComparison "syntax::chained-comparison" "a comparison of a comparison"
        "`a < b < c` is written `a < b and b < c`."
    BareQuantifier "syntax::bare-quantifier" "a quantifier or `if` beside another operator"
        "A quantifier and an `if` reach as far to the right as they can. Beside another operator their reach would be a guess, so they are put in parentheses."
    MixedSeparators "syntax::mixed-separators" "a choice with both `,` and `<`"
        "A choice is ordered throughout (`low < medium < high`) or not at all (`red, green`)."
    TooDeep "syntax::too-deep" "an expression that is nested too deep"
        "Nesting is limited so that no file can exhaust the program. Give parts of the expression a name with `define`; long rows of `and`, `or`, `+` or `else if` are not nested and have no limit."
    TooManyErrors "syntax::too-many-errors" "more errors than are listed"
        "Only the first hundred errors of a file are listed; mend them and check again."

    // ---- pack: manifest, catalogue, names and types ---------------------------------------------------------
    DuplicateName "pack::duplicate-name" "two things have one name"
        "Rules and assessments speak of things by name, so a name can mean only one thing: no two choices, groups, tables, defines, recommendations, scenarios or source documents, no two facts of a group, columns of a table, clauses of a requirement or members of a choice. Rename one of the two places that are shown, or remove it."
    ReservedName "pack::reserved-name" "a name is a word of the language"
        "`yes`, `no`, `absent`, `as_of`, `due` and the types (`yesno`, `count`, `number`, `percent`, `date`, `duration`, `text`) have a meaning of their own. No choice, group, table, define or row can have one of these names; facts, columns, members and labels can."
    RowName "pack::row-name" "a row has the name of something else"
        "The name behind `every`, `some`, `count` and their like, or behind `each`, names the row that is being looked at. It cannot be the name of a group, table, define or an outer row, because readers could not tell which is meant."
    UnknownName "pack::unknown-name" "nothing has this name"
        "The name is misspelt, or what it names is not declared in any file of the pack. The order of files and items does not matter. Where a similar name exists, the message suggests it."
    UnknownClause "pack::unknown-clause" "the source document has no such clause"
        "A `source` line cites a clause of a source document by its id in the source catalogue. The id is misspelt, or the clause is missing from the catalogue."
    RepeatedLine "pack::repeated-line" "a line stands twice that may stand once"
        "Of two such lines neither could be preferred. Keep one of them."
    TooManyMembers "pack::too-many-members" "a choice has too many members"
        "What is not yet known of a choice is kept as the set of members that it may be, which has a fixed size. A list as long as this is better a table, or a text."
    NoValue "pack::no-value" "a group or a table stands where a value is expected"
        "A group has facts and a table has rows; neither is a value itself. Name a fact of the group, or ask about the rows of the table with `every`, `some`, `count` and their like."
    LongPath "pack::long-path" "a path is too long"
        "A path such as `visit.offender.manager` follows one reference after another. Nobody can follow very many; compute part of the path in a column, and give it a name."
    NoDue "pack::no-due" "`due` where there is no deadline"
        "`due` means the deadline of the recommendation that it stands in. In a recommendation without a `due` line, and outside of recommendations, there is none."
    WrongType "pack::wrong-type" "a value of another type is expected"
        "Every fact, column and define has a type, and so has every expression. A condition is a yes or a no, a computed value is of its declared type, and so on. Types are checked before anything is evaluated, so that no assessment can fail on them."
    BadType "pack::bad-type" "a type that cannot be"
        "A type is one of the built-in types, a choice, `set of` a choice, or, for a column, a table whose row it names; `optional` may stand before it once."
    NoOrder "pack::no-order" "a comparison of something without order"
        "`<`, `<=`, `>` and `>=` compare numbers, dates, durations, and members of a choice that separates them with `<`. Everything else is equal or not: compare with `is`."
    Incomparable "pack::incomparable" "two values that do not compare"
        "Both sides of a comparison must be of one kind. Numbers compare with counts and with percents; a count and a percent do not compare, because 5 is not 5%."
    PercentSign "pack::percent-sign" "a percent without its sign"
        "Where a percent is compared or given a value, a number without `%` could mean 95 or 0.95 of a hundred. Write `95%`."
    Arithmetic "pack::arithmetic" "an operator between types that it does not take"
        "Numbers, counts and percents add, subtract, multiply and divide, but counts and percents are not added; a date moves by a duration; two dates differ by a duration; durations add, and multiply or divide by a count."
    SecondDuration "pack::second-duration" "a date is moved twice"
        "Months move a date on the calendar and end on the month's last day where they must: 31 January and one month is 28 February. Two moves in turn would give another day than one move by their sum, so a date takes one duration."
    MissingElse "pack::missing-else" "an `if` without `else`"
        "Where the condition does not hold, an `if` without `else` has no value. Only for a yes or a no this has a meaning: the rule then asks for nothing."
    Branches "pack::branches" "branches of different types"
        "Whichever branch of an `if` is taken, its value must be of one type."
    NotOptional "pack::not-optional" "absence of something that is never absent"
        "Only what is declared `optional` may be absent: `absent` and `is recorded` ask for absence and need an optional."
    PointlessCount "pack::pointless-count" "`at least` a number that settles the answer"
        "`at least 0 of` is always yes, and at least more than there are always no."
    Literal "pack::literal" "a date, number or duration that cannot be"
        "Dates must exist in the calendar. Numbers are held exactly, as a fraction whose parts have at most 127 bits; durations are whole numbers of days, weeks, months or years."
    BadKey "pack::key" "a table whose rows cannot be named"
        "Findings and references name rows by their key. A table needs one or more `key` columns, which are read and always there."
    BadReference "pack::reference" "a reference to rows that no value names"
        "A column that is a row of another table holds that row's key. This works where the other table has one key that is neither a choice nor itself a row."
    DeepQuantifier "pack::deep-quantifier" "too many quantifiers in one another"
        "A condition can speak of eight rows at a time, which is more than anybody can follow. A computed column can ask what an inner quantifier asks, once for each row of its table."
    Circle "pack::circle" "values computed in a circle"
        "Defines, facts with `measured as` and computed columns may use each other, but none may use itself, not even by way of others. The message shows the whole way round."
    BadTie "pack::tie" "a tie that cannot be"
        "A tie joins two different recommendations or requirements."
    Incomplete "pack::incomplete" "something without which nothing could be assessed"
        "A pack needs a requirement, a recommendation needs requirements and at least one body that it is addressed to, and a requirement needs a `must`, because nothing else decides an outcome."
    Misplaced "pack::misplaced-requirement" "a requirement stands in another recommendation"
        "The number of a requirement begins with the number of its recommendation."
    NoEvidenceKinds "pack::no-evidence-kinds" "evidence of kinds that are not declared"
        "The kinds of evidence are the members of the choice `evidence_kind`, which the pack declares."
    Scenario "pack::scenario" "a scenario that cannot be"
        "A scenario states a day, facts and rows in the way of an assessment, and what is expected of the rules. What it states must be possible for the types of the facts and columns."
    Unused "pack::unused" "a declaration that nothing uses"
        "A question that no rule reads only costs its readers time, and a choice, table or define that nothing uses is often a sign of a rule that was forgotten."

    UnknownDocument "pack::unknown-document" "a source document that the catalogue does not describe"
        "A pack names its source documents in `pack.toml`. Each is described by a file in the folder `seeds` inside the pack's own folder, or else by one that is built into the program."
    BadFingerprint "pack::fingerprint" "a fingerprint in the catalogue that belongs to nothing"
        "A clause has one fingerprint for all its lines where they say the same, or one for each line; what is kept under `[pieces]` belongs to the fingerprint of some clause. `tipstaff sources fingerprint` prints both parts anew from the document: put them in the place of the old ones whole."
    UnknownPack "pack::unknown-pack" "a pack that is not built into the program"
        "An assessment names the pack that it is made for. Packs that are not built in are given with `--rules` and their folder."

    // ---- assessment -----------------------------------------------------------------------------------------
    WrongPack "assessment::wrong-pack" "the assessment is made for another rule pack"
        "Each pack has its own facts and requirements, so an assessment can only be checked against the pack that it names. Nothing else in the file has been looked at."
    WrongPackVersion "assessment::wrong-pack-version" "the assessment is made for another version of the rule pack"
        "`version` says which versions of the pack the answers are made for: `\"^1\"` is any version 1. Between such versions facts may have changed their meaning. Nothing else in the file has been looked at."
    NotSignedOff "assessment::not-signed-off" "nobody has signed the assessment off"
        "An assessment that is not coded from a published response should say which role has signed it off and when. It can be checked without."
    UnknownReference "assessment::unknown-name" "a name means nothing in the rule pack or the assessment"
        "Recommendations (`R4`), requirements (`R4.2`), clauses (`R4.2.checked`) and facts (`bail.every_period`) are named as in the rule pack; evidence by its `id` in the same file."
    Repeated "assessment::repeated" "the same thing is given twice"
        "A claim, the id of a piece of evidence and a departure may each be given once, because otherwise a reader could not tell which one counts."
    EmptyStatement "assessment::empty-statement" "a statement says nothing of its fact"
        "A statement needs one of `value`, `at_least`, `at_most`, `more_than`, `less_than`, `between`, `one_of`, `includes`, `excludes`, `recorded`, `planned` and `said`. A place in a document or a note alone states nothing. What is not known is best left out."
    SeveralForms "assessment::several-forms" "one statement says several things"
        "Each statement says one thing, so that each can have its own source. Write `between` for a lower and an upper bound, or a list of statements in square brackets; all of them then hold together."
    BarePercent "assessment::bare-percent" "a percent is given as a number"
        "A spreadsheet shows 95% and stores 0.95, so neither number can be trusted to mean what it says. Write percents in quotes with their sign: `\"95%\"`, or in words `\"all\"`, `\"most\"` (over half), `\"some\"` (over none), `\"none\"`."
    NotOrdered "assessment::not-ordered" "a bound is given for something that has no order"
        "Counts, numbers, percents, dates, durations and ordered choices can be bounded. A yes or no, a text, a set and a choice without an order cannot."
    WrongForm "assessment::wrong-form" "a statement has a form that its fact does not have"
        "`one_of` is for choices, `includes` and `excludes` are for sets, and `recorded = false` is for facts that the pack calls optional."
    NothingLeft "assessment::nothing-left" "no value fits a statement"
        "The statement contradicts the fact's own type or itself: less than 0 of a count, more than 100%, a range whose lower end is above its upper end, a list of no candidates, or a member both included and excluded."
    MixedUnits "assessment::mixed-units" "one duration is stated in months and in days"
        "How many days a month has depends on where it starts, so months and days cannot be held against each other exactly. Years count as months, and weeks as days."
    CiteWithoutSource "assessment::cite-without-source" "a citation does not name its document"
        "A bare `cite = 59` is a place in the document that `source` under `[assessment]` names. Name it there, or cite as `{ source = \"sop\", at = \"4.2\" }`."
    PackWithoutEvidenceKinds "assessment::no-evidence-kinds" "the rule pack knows no kinds of evidence"
        "What kinds of evidence there are is for the rule pack to say, in its choice `evidence_kind`."
    SupportsNothing "assessment::supports-nothing" "a piece of evidence supports nothing"
        "Evidence counts for the requirements, clauses and facts that `supports` lists. Without any it would be passed over in silence."
    DigestWithoutFile "assessment::digest-without-file" "a digest is given without a file"
        "The digest proves that a file has not changed, so it needs the path of the file beside it."
    EvidencePath "assessment::evidence-path" "the path of a file is not accepted"
        "Evidence and extracts lie in the folder of the assessment or below it, so that the folder can be handed on whole. Paths are written with `/` and start in that folder: `evidence/sop.pdf`."
    EvidenceFile "assessment::evidence-file" "a file of evidence or an extract cannot be read"
        "The file is looked for in the folder of the assessment. Check its name, including large and small letters, and that you may read it."
    DigestDiffers "assessment::digest-differs" "a file of evidence or an extract has changed"
        "The SHA-256 digest of the file is not the one that the assessment gives, so it is not (or no longer) the file that was looked at. Find out what changed before giving the new digest."
    DepartureNotAllowed "assessment::departure-not-allowed" "a requirement is departed from that allows no departure"
        "Only requirements with `departure allowed` can be replaced by a recorded decision of a chief officer."
    UnownedAction "assessment::unowned-action" "an action has no owner or no date"
        "An action that nobody owns, or that has no date, cannot be followed up. Only assessments that are coded from a published response may leave this open."

    // ---- records: extracts, and rows in assessments and scenarios -------------------------------------------
    ExtractEncoding "records::encoding" "an extract is not UTF-8 text"
        "Extracts are CSV files in UTF-8, with or without a byte order mark. In Excel choose \"Save as\" and the type \"CSV UTF-8 (Comma delimited)\": plain \"CSV\" spoils letters with accents, \"Unicode text\" is UTF-16, and a workbook (`.xlsx`) is no text at all."
    NoHeader "records::no-header" "an extract has no header"
        "The first line of an extract names its columns. A file with a header and no rows is fine: it says that there are none."
    Separator "records::separator" "the cells of an extract are not separated by commas"
        "Cells have commas between them. Where the settings of the computer make the comma the decimal mark, Excel writes semicolons; files of other programs may have tabs, or begin with a line `sep=;` that only Excel understands."
    MissingColumn "records::missing-column" "an extract lacks a column"
        "Each column of the table is named in the header, but for those that the rules compute. The order is free. A column of which nothing is known is there with blank cells, so that leaving it out is never a slip."
    ComputedColumn "records::computed-column" "a column is given that the rules compute"
        "What the rules compute from other columns cannot be given as well, because the two could differ."
    RepeatedColumn "records::repeated-column" "an extract has two columns of one name"
        "Nobody could tell which of the two counts."
    ExtraColumn "records::extra-column" "an extract has columns that no rule reads"
        "The columns are passed over, and never shown. Records often hold more of people than a check needs: leave it out of the extract. If a column was meant to be read, its name is misspelt."
    RaggedRow "records::ragged-row" "a row has more or fewer cells than the header"
        "All rows have as many cells as the header. Most often a comma in a cell without quotation marks has cut it in two."
    QuotationMarks "records::quotation-marks" "quotation marks in a row do not pair up"
        "A cell with a comma, a quotation mark or a line break in it stands in quotation marks, and those inside it are written twice. Spreadsheets do this by themselves."
    BlankRows "records::blank-rows" "all cells of a row are blank"
        "At the end of a file such rows are passed over with a warning, because spreadsheets write them where cells have been emptied. Between other rows they may stand for records that are lost, so they are an error. Lines with nothing at all on them are no rows."
    WrongCell "records::cell" "a cell does not hold what its column asks for"
        "A yes or no is `yes` or `no`; a count is digits without separators; a percent has its sign; a date is year, month and day, `2026-10-31`; a duration is `3 months`; the names of a set have `;` between them. A blank cell is not known; in a column that the pack calls `optional` it says that there is none."
    NotComputed "records::not-computed" "a cell holds an error of the spreadsheet"
        "`#N/A`, `#REF!` and their like stand where a formula has no result, and `########` where a column is too narrow for a date. None of them is a value. Correct the formula or widen the column, and save again."
    BlankKey "records::blank-key" "a row has no key"
        "Findings and references name rows by their key, so the cells of the key columns are never blank. The last rows of a spreadsheet are often empty: delete them before saving."
    DuplicateKey "records::duplicate-key" "two rows have one key"
        "A key names one row. Most often a row was exported twice, or the key column is not the one that tells rows apart."
    NoSuchRow "records::no-such-row" "a reference names a row that is not there"
        "The cell holds a key that no row of the other table has. Either the row is missing from its extract, or the key is misspelt. Where the other extract is only a sample, say so with `sample = true`."
    Undecided "records::undecided" "two rows speak of one combination"
        "In a table keyed by choices, what is said of a combination by name replaces what is said of all. Where two rows each name some of its keys, and equally many, neither is closer."
    LaterExtract "records::later" "an extract is dated after the day of the check"
        "Rules ask what was so on the day of the check. Records that were drawn later may hold what had not happened by then, and no longer hold what had."
    RecordsMore "records::more" "there are more mistakes than are listed"
        "Of each table the first twenty mistakes are listed. Most of them will have one cause."

    // ---- evaluate -------------------------------------------------------------------------------------------
    Discrepancy "evaluate::discrepancy" "the statements of a fact contradict each other"
        "Several statements of one fact are all held to be true, so that together they narrow it. Where nothing satisfies them all, the fact counts as not known until one of them is corrected."
    Vacuous "evaluate::vacuous" "a clause holds only because there was nothing to ask it of"
        "The clause asks something only under a condition, and the condition is no. Make sure that it really is: an empty register and a register that was not looked at are different things."
    DepartureLapsed "evaluate::departure-lapsed" "a departure's review date has passed"
        "A departure has effect until the end of its review date. After that the requirement counts as if there were none."
    ColourDiffers "evaluate::colour-differs" "a declared colour is not the one that came out"
        "Green means no gap, amber a gap with the deadline ahead (or without one), red a gap past the deadline or a recommendation that is not accepted, white a recommendation that is addressed to another body."
    Elsewhere "evaluate::elsewhere" "something is said about what another body is asked to do"
        "Each recommendation is addressed to some kinds of bodies. What an assessment claims, departs from or promises about a recommendation that is not addressed to its own kind counts for nothing; check the id."
    Overflow "evaluate::overflow" "a number is too large to be exact"
        "Numbers are exact: a numerator and a denominator of up to 38 digits. A calculation left that range; look for a misplaced digit in what it reads."
    FractionalDuration "evaluate::fractional-duration" "a duration would not be whole months or days"
        "A duration times or divided by a number must again be whole months or whole days: half of 13 months is neither."
}

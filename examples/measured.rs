//! Prints what the records beside an assessment say of each measured fact, as `docs/sql.md` describes the file of
//! results: the answers that statements of `tipstaff sql` are held against.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use tipstaff::assessment::{self, AssessmentFiles, Blocks, FileProblem};
use tipstaff::evaluate::outcome::{Question, evaluate};
use tipstaff::pack::{Absence, Duration, Known, Number, Partial, Range, Truth, Undefined};
use tipstaff::source::SourceMap;
use tipstaff::{builtin, load};

struct Folder(PathBuf);

impl AssessmentFiles for Folder {
    fn sha256(&self, _: &str) -> Result<String, FileProblem> {
        Err(FileProblem::Missing)
    }

    fn extract(&self, path: &str) -> Result<Blocks<'_>, FileProblem> {
        let bytes = std::fs::read(self.0.join(path));
        let bytes = bytes.map_err(|error| FileProblem::Unreadable(error.to_string()))?;
        Ok(Box::new(std::iter::once(Ok(bytes))))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("give an assessment")?;
    let text = std::fs::read_to_string(&path)?;
    let mut sources = SourceMap::default();
    let shipped = builtin::PACKS.first().ok_or("no pack is built in")?;
    let mut files = shipped.files();
    if let Some(rules) = std::env::args().nth(2) {
        let text = |path: &Path| {
            std::fs::read_to_string(path).map(|text| (path.to_string_lossy().into_owned(), text))
        };
        files.manifest = text(&Path::new(&rules).join("pack.toml"))?;
        let paths: Result<Vec<_>, _> =
            std::fs::read_dir(&rules)?.map(|entry| entry.map(|entry| entry.path())).collect();
        let paths = paths?.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "rules"));
        files.rules = paths.map(|path| text(&path)).collect::<Result<_, _>>()?;
    }
    let (pack, mistakes) = load::pack(files, &mut sources);
    let pack = pack.ok_or_else(|| format!("{mistakes:?}"))?;
    let file = sources.add(path.clone(), text.clone());
    let submission = assessment::read(file, &text).0.ok_or("this is no assessment")?;
    let folder = Folder(Path::new(&path).parent().ok_or("it has no folder")?.to_owned());
    let (assessment, mistakes) = assessment::load(submission, &pack, &folder);
    let assessment = assessment.ok_or_else(|| format!("{mistakes:?}"))?;
    let question = Question { as_of: assessment.as_of, assurance: pack.manifest.assurance };
    let evaluation = evaluate(&pack, &assessment, question);
    println!("fact,yes,no,unknown,low,high");
    for (fact, measure) in evaluation.values.measures.entries() {
        let Some(measure) = measure else { continue };
        let counts = measure
            .rows
            .as_ref()
            .map_or_else(|| ",,".to_owned(), |rows| format!("{},{},{}", rows.yes, rows.no, rows.unknown));
        let [low, high] = ends(&measure.value);
        println!("{},{counts},{low},{high}", pack.fact_name(fact));
    }
    Ok(())
}

fn ends(value: &Partial) -> [String; 2] {
    known(&value.known).map(|end| {
        let end = match value.absence {
            Absence::Never => end,
            Absence::Maybe => format!("{end} or absent").trim_start().to_owned(),
            Absence::Surely => "absent".to_owned(),
        };
        match value.undefined {
            None => end,
            Some(Undefined::NoRows) => "none".to_owned(),
            Some(_) => format!("{end} or none").trim_start().to_owned(),
        }
    })
}

fn known(known: &Known) -> [String; 2] {
    match known {
        Known::YesNo(Truth::Yes) => ["yes"; 2].map(String::from),
        Known::YesNo(Truth::No) => ["no"; 2].map(String::from),
        Known::YesNo(Truth::Unknown) => ["no", "yes"].map(String::from),
        Known::Number(range) => both(*range, |number: Number| {
            let (numerator, denominator) = number.parts();
            format!("{numerator}/{denominator}")
        }),
        Known::Date(range) => both(*range, |date| date.to_string()),
        Known::Duration(range) => both(*range, |length| match length {
            Duration::Months(months) => format!("{months} months"),
            Duration::Days(days) => format!("{days} days"),
            Duration::Mixed(days) => format!("{days} mixed days"),
        }),
        other => [format!("{other:?}"), String::new()],
    }
}

fn both<T: Copy + PartialOrd>(range: Range<T>, words: impl Fn(T) -> String) -> [String; 2] {
    [range.low(), range.high()].map(|end| match end {
        Bound::Included(end) => words(end),
        Bound::Excluded(end) => format!("beyond {}", words(end)),
        Bound::Unbounded => String::new(),
    })
}

//! OSCAL, NIST's language for controls and their assessment: a pack as a catalog, assessments as assessment results, gaps
//! as a plan of action and milestones. The objects of the language are in `model`, and only those that are used.

pub mod catalog;
mod findings;
mod ids;
mod model;
mod observations;
pub mod poam;
mod resources;
pub mod results;
mod risks;
mod subject;
mod text;

use std::fmt;

use serde::Serialize;
use uuid::Uuid;

use self::model::{Metadata, OSCAL_VERSION, Party, Property};
use super::json::parts;
use crate::pack::Date;

/// The namespace of the properties that are not OSCAL's own, and the root of every uuid.
const NAMESPACE: &str = "urn:tipstaff:oscal";

/// Why there is no document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unwritable {
    /// A day that it has to give, and that OSCAL cannot write.
    Day(Date),
    /// No day on which the rules were last changed is known.
    NoDay,
    /// There is no gap, and a plan of action and milestones has at least one item.
    NoGaps {
        /// The body.
        body: String,
    },
    /// It cannot be put into JSON, which does not occur.
    Json(String),
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unwritable::Day(day) if (1900..2000).contains(&day.parts().0) => {
                write!(f, "OSCAL cannot write the day {day}: its schema has no leap days from 1904 to 1996")
            }
            Unwritable::Day(day) => {
                write!(f, "OSCAL cannot write the day {day}: it has those from 1900 to 2999")
            }
            Unwritable::NoDay => write!(
                f,
                "no source document is dated that would tell when the rules were last changed; give a day with `--as-of`"
            ),
            Unwritable::NoGaps { body } => write!(
                f,
                "{} has no gaps, and a plan of action in OSCAL has at least one item",
                crate::diagnostic::quote(body)
            ),
            Unwritable::Json(error) => write!(f, "cannot write OSCAL as JSON: {error}"),
        }
    }
}

/// An identifier of a thing, made of what it is called and of that to which it belongs, and of nothing else. The same thing
/// has the same one in every run and every document, and no spelling of a name can pass for two names.
#[derive(Clone, Copy, Debug)]
struct Identity(Uuid);

impl Identity {
    /// That of a pack, from which all others come.
    fn of_pack(id: &str) -> Identity {
        Identity(Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes())).child(id)
    }

    /// That of something that belongs to it.
    fn child(self, name: &str) -> Identity {
        Identity(Uuid::new_v5(&self.0, name.as_bytes()))
    }

    fn text(self) -> String {
        self.0.hyphenated().to_string()
    }

    /// A reference to it.
    fn href(self) -> String {
        format!("#{}", self.text())
    }
}

/// A property of this project's own. What has no words is none.
fn property(name: &'static str, value: &str) -> Option<Property> {
    let value = text::string(value);
    (!value.is_empty()).then_some(Property { name, ns: Some(NAMESPACE), value })
}

/// A property that OSCAL knows.
fn known_property(name: &'static str, value: &str) -> Property {
    Property { name, ns: None, value: text::string(value) }
}

/// What every document says of itself.
fn metadata(
    title: &str,
    changed: Date,
    version: String,
    props: Vec<Property>,
    parties: Vec<Party>,
) -> Result<Metadata, Unwritable> {
    Ok(Metadata {
        title: text::line(title),
        last_modified: text::start_of(changed).ok_or(Unwritable::Day(changed))?,
        version,
        oscal_version: OSCAL_VERSION,
        props,
        parties,
        remarks: None,
    })
}

fn to_json(document: &impl Serialize) -> Result<String, Unwritable> {
    parts::to_text(document).map_err(|error| Unwritable::Json(error.to_string()))
}

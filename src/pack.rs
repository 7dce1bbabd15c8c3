//! The rule pack: everything that rule files say, with names resolved, types checked and ids in order.

pub mod arena;
pub mod catalogue;
pub mod date;
pub mod ends;
pub mod expr;
pub mod field;
pub mod known;
pub mod manifest;
pub mod number;
pub mod range;
pub mod rule;
pub mod scenario;
pub mod stated;
pub mod types;
mod uses;
pub mod words;

pub use arena::{Arena, Id, Slots};
pub use date::{Date, Duration};
pub use known::{Absence, Known, Members, Partial, Truth, Undefined};
pub use number::Number;
pub use range::Range;
pub use types::{Base, Type};

//! All integration tests, in one program.

mod aggregates;
mod assessment;
mod builtin;
mod catalogue;
mod check;
mod document;
mod drawings;
mod evaluate;
mod explain;
mod extracts;
mod formats;
mod gate;
mod generated;
mod graph;
mod graph_command;
mod measure;
mod oscal;
#[cfg(feature = "parquet")]
mod parquet;
mod plan;
mod program;
mod readme;
mod recorded;
mod records;
mod redact;
mod repair;
mod resolve;
mod scenarios;
mod seal;
mod soundness;
mod sources;
mod sql;
mod support;
mod sweep;
mod syntax;
mod tidy;

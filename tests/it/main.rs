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
mod generated;
mod graph;
mod graph_command;
mod plan;
mod program;
mod readme;
mod records;
mod repair;
mod resolve;
mod scenarios;
mod soundness;
mod sources;
mod sql;
mod support;
mod syntax;
mod tidy;

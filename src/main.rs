//! The `tipstaff` program.
fn main() {}

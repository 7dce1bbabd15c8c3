//! The words that a clause prints when it does not hold.

use super::expr::Context;
use crate::pack::rule::{Template, TemplatePart};
use crate::pack::words;

/// The template with its values in words.
pub fn render<'a>(context: &Context<'a>, template: &'a Template) -> String {
    let part = |part: &'a TemplatePart| match part {
        TemplatePart::Text(text) => text.clone(),
        TemplatePart::Value(expr) => words::value(context.pack, expr.ty, &context.value(expr)),
    };
    template.parts.iter().map(part).collect()
}

//! Many rows asked at once, on all cores. Each core has a stretch of rows of its own, and what they find is put together in
//! the order of the rows, so that it is the same for any number of cores.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

use super::Plan;
use super::condition::Rows;
use crate::evaluate::expr::Context;
use crate::evaluate::quantifier::AskedRow;
use crate::pack::Truth;
use crate::pack::expr::Quantifier;
use crate::vocabulary::QuantifierKind;

/// Fewer rows than this are asked by one core.
const FEW: usize = 4096;

/// What `ask` says of stretches of the rows, in order.
pub(super) fn of_stretches<T: Send>(rows: usize, ask: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    // To find out how many cores there are takes longer than to ask a few rows.
    if rows <= FEW {
        return if rows == 0 { Vec::new() } else { vec![ask(0..rows)] };
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let size = rows.div_ceil(cores).max(FEW);
    let starts = (0..rows).step_by(size);
    let stretches: Vec<Range<usize>> =
        starts.map(|start| start..start.saturating_add(size).min(rows)).collect();
    let ask = &ask;
    thread::scope(|scope| {
        let asked: Vec<_> = stretches.iter().map(|rows| (rows, scope.spawn(|| ask(rows.clone())))).collect();
        // A stretch of which a thread has nothing to say is asked again here.
        asked.into_iter().map(|(rows, asked)| asked.join().unwrap_or_else(|_| ask(rows.clone()))).collect()
    })
}

impl Plan {
    /// What so many rows answer to the filter and to what is asked of them, each bound in turn.
    pub(in crate::evaluate) fn answers<'a>(
        &self,
        context: &Context<'a>,
        quantifier: &'a Quantifier,
        count: usize,
    ) -> impl Iterator<Item = (Truth, Truth)> + use<'a> {
        let rows = Rows { slot: quantifier.slot, count, wanted: None };
        let filter = match (&self.filter, &quantifier.filter) {
            (Some(condition), Some(filter)) => condition.answers(context, filter, rows),
            _ => vec![Truth::Yes; count],
        };
        let asks = matches!(quantifier.kind, QuantifierKind::Every | QuantifierKind::Share);
        let body = match (&self.body, &quantifier.body) {
            (Some(condition), Some(body)) if asks => {
                let wanted: Vec<bool> = filter.iter().map(|filter| *filter != Truth::No).collect();
                condition.answers(context, body, Rows { wanted: Some(&wanted), ..rows })
            }
            _ => vec![Truth::Unknown; count],
        };
        let both = filter.into_iter().zip(body);
        both.map(|(filter, body)| (filter, if filter == Truth::No { Truth::No } else { body }))
    }

    /// All rows with their answers, in order.
    pub(super) fn answered<'r, 'a>(
        &'r self,
        context: &'r Context<'a>,
        quantifier: &'a Quantifier,
    ) -> impl Iterator<Item = AskedRow<'r, 'a>> {
        let ask = |row| {
            let row = AskedRow::new(context, quantifier, Some(self), row);
            let filter = row.filter();
            (filter, if filter == Truth::No { Truth::No } else { row.body_truth_if_asked() })
        };
        let rows = context.records.rows(quantifier.table).count();
        let answers = of_stretches(rows, |rows| rows.map(ask).collect::<Vec<(Truth, Truth)>>());
        answers.into_iter().flatten().enumerate().map(move |(row, (filter, body))| {
            AskedRow::new(context, quantifier, Some(self), row).answered(filter, body)
        })
    }
}

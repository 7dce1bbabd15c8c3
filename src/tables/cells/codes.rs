//! Small numbers, one for each row, in as few bytes as they need.

/// A list of numbers that widens as larger ones come.
#[derive(Clone, Debug)]
pub(super) enum Codes {
    Bytes(Vec<u8>),
    Shorts(Vec<u16>),
    Words(Vec<u32>),
}

impl Codes {
    pub(super) fn new() -> Codes {
        Codes::Bytes(Vec::new())
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Codes::Bytes(codes) => codes.len(),
            Codes::Shorts(codes) => codes.len(),
            Codes::Words(codes) => codes.len(),
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<u32> {
        match self {
            Codes::Bytes(codes) => codes.get(at).map(|code| u32::from(*code)),
            Codes::Shorts(codes) => codes.get(at).map(|code| u32::from(*code)),
            Codes::Words(codes) => codes.get(at).copied(),
        }
    }

    #[inline]
    pub(super) fn push(&mut self, code: u32) {
        match self {
            Codes::Bytes(codes) => {
                if let Ok(code) = u8::try_from(code) {
                    return codes.push(code);
                }
            }
            Codes::Shorts(codes) => {
                if let Ok(code) = u16::try_from(code) {
                    return codes.push(code);
                }
            }
            Codes::Words(codes) => return codes.push(code),
        }
        self.widen();
        self.push(code);
    }

    /// Adds numbers behind these, each replaced by the one at its place in `by`.
    pub(super) fn append(&mut self, others: &Codes, by: &[u32]) {
        let number = |code: usize| by.get(code).copied().unwrap_or_default();
        match others {
            Codes::Bytes(codes) => codes.iter().for_each(|code| self.push(number(usize::from(*code)))),
            Codes::Shorts(codes) => codes.iter().for_each(|code| self.push(number(usize::from(*code)))),
            Codes::Words(codes) => {
                let place = |code: &u32| usize::try_from(*code).unwrap_or(usize::MAX);
                codes.iter().for_each(|code| self.push(number(place(code))));
            }
        }
    }

    pub(super) fn set(&mut self, at: usize, code: u32) {
        let kept = match self {
            Codes::Bytes(codes) => {
                codes.get_mut(at).zip(u8::try_from(code).ok()).map(|(old, new)| *old = new)
            }
            Codes::Shorts(codes) => {
                codes.get_mut(at).zip(u16::try_from(code).ok()).map(|(old, new)| *old = new)
            }
            Codes::Words(codes) => codes.get_mut(at).map(|old| *old = code),
        };
        if kept.is_none() && at < self.len() {
            self.widen();
            self.set(at, code);
        }
    }

    fn widen(&mut self) {
        *self = match self {
            Codes::Bytes(codes) => Codes::Shorts(codes.iter().copied().map(u16::from).collect()),
            Codes::Shorts(codes) => Codes::Words(codes.iter().copied().map(u32::from).collect()),
            Codes::Words(codes) => Codes::Words(std::mem::take(codes)),
        };
    }

    /// Calls `each` with every number and its place.
    pub(super) fn for_each(&self, mut each: impl FnMut(usize, usize)) {
        match self {
            Codes::Bytes(codes) => {
                codes.iter().enumerate().for_each(|(at, code)| each(at, usize::from(*code)));
            }
            Codes::Shorts(codes) => {
                codes.iter().enumerate().for_each(|(at, code)| each(at, usize::from(*code)));
            }
            Codes::Words(codes) => {
                let number = |code: &u32| usize::try_from(*code).unwrap_or(usize::MAX);
                codes.iter().enumerate().for_each(|(at, code)| each(at, number(code)));
            }
        }
    }

    /// Forgets the last number.
    pub(super) fn pop(&mut self) {
        match self {
            Codes::Bytes(codes) => codes.truncate(codes.len().saturating_sub(1)),
            Codes::Shorts(codes) => codes.truncate(codes.len().saturating_sub(1)),
            Codes::Words(codes) => codes.truncate(codes.len().saturating_sub(1)),
        }
    }

    /// Forgets all numbers; room for them stays.
    pub(super) fn clear(&mut self) {
        match self {
            Codes::Bytes(codes) => codes.clear(),
            Codes::Shorts(codes) => codes.clear(),
            Codes::Words(codes) => codes.clear(),
        }
    }

    pub(super) fn shrink(&mut self) {
        match self {
            Codes::Bytes(codes) => codes.shrink_to_fit(),
            Codes::Shorts(codes) => codes.shrink_to_fit(),
            Codes::Words(codes) => codes.shrink_to_fit(),
        }
    }
}

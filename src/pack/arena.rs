//! Lists whose items are named by typed indexes, so that a fact's index is never used for a table.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The place of an item in an [`Arena`].
pub struct Id<T> {
    index: u32,
    item: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The place as a number, from 0.
    pub fn index(self) -> usize {
        usize::try_from(self.index).unwrap_or(usize::MAX)
    }

    fn new(index: usize) -> Id<T> {
        // An arena of over four thousand million items would not fit into memory.
        Id { index: u32::try_from(index).unwrap_or(u32::MAX), item: PhantomData }
    }
}

// Derived implementations would ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// A list that only grows, indexed by [`Id`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arena<T> {
    items: Vec<T>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Arena { items: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// Adds an item.
    pub fn push(&mut self, item: T) -> Id<T> {
        self.items.push(item);
        Id::new(self.items.len().saturating_sub(1))
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The items in order, as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// The ids in order.
    pub fn ids(&self) -> impl Iterator<Item = Id<T>> + use<T> {
        (0..self.items.len()).map(Id::new)
    }

    /// Ids and items in order.
    pub fn entries(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.ids().zip(&self.items)
    }

    /// The id of the first item that satisfies `test`.
    pub fn find(&self, test: impl FnMut(&T) -> bool) -> Option<Id<T>> {
        self.items.iter().position(test).map(Id::new)
    }
}

impl<'a, T> IntoIterator for &'a Arena<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T> FromIterator<T> for Arena<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Arena { items: items.into_iter().collect() }
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    #[expect(
        clippy::indexing_slicing,
        reason = "an id is only made for an item of its arena, and arenas never shrink"
    )]
    fn index(&self, id: Id<T>) -> &T {
        &self.items[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Arena<T> {
    #[expect(
        clippy::indexing_slicing,
        reason = "an id is only made for an item of its arena, and arenas never shrink"
    )]
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.items[id.index()]
    }
}

/// One value for each item of an [`Arena`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slots<K, V> {
    values: Vec<V>,
    key: PhantomData<fn() -> K>,
}

impl<K, V> Default for Slots<K, V> {
    fn default() -> Self {
        Slots { values: Vec::new(), key: PhantomData }
    }
}

impl<K, V> Slots<K, V> {
    /// Adds the value of the next item, for an arena that is made in the same order later: items that refer to each
    /// other need their ids before they are complete.
    pub fn push(&mut self, value: V) -> Id<K> {
        self.values.push(value);
        Id::new(self.values.len().saturating_sub(1))
    }

    /// The values in order.
    pub fn iter(&self) -> std::slice::Iter<'_, V> {
        self.values.iter()
    }

    /// The same slots with each value made into another.
    pub fn map<'a, U>(&'a self, mut change: impl FnMut(Id<K>, &'a V) -> U) -> Slots<K, U> {
        Slots { values: self.entries().map(|(id, value)| change(id, value)).collect(), key: PhantomData }
    }

    /// A value for each item of `arena`.
    pub fn new(arena: &Arena<K>, value: impl FnMut(Id<K>) -> V) -> Slots<K, V> {
        Slots { values: arena.ids().map(value).collect(), key: PhantomData }
    }

    /// The items' ids with their values, in order.
    pub fn into_entries(self) -> impl Iterator<Item = (Id<K>, V)> {
        (0..self.values.len()).map(Id::new).zip(self.values)
    }

    /// The items' ids with their values, in order.
    pub fn entries(&self) -> impl Iterator<Item = (Id<K>, &V)> {
        (0..self.values.len()).map(Id::new).zip(&self.values)
    }
}

impl<'a, K, V> IntoIterator for &'a Slots<K, V> {
    type Item = &'a V;
    type IntoIter = std::slice::Iter<'a, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

impl<K, V> Index<Id<K>> for Slots<K, V> {
    type Output = V;

    #[expect(
        clippy::indexing_slicing,
        reason = "slots are made for every item of the arena that the id is from"
    )]
    fn index(&self, id: Id<K>) -> &V {
        &self.values[id.index()]
    }
}

impl<K, V> IndexMut<Id<K>> for Slots<K, V> {
    #[expect(
        clippy::indexing_slicing,
        reason = "slots are made for every item of the arena that the id is from"
    )]
    fn index_mut(&mut self, id: Id<K>) -> &mut V {
        &mut self.values[id.index()]
    }
}

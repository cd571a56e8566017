//! The numbers of files that are not the package's own.
//!
//! Places may be in files of other packages: where inlined code was written,
//! where errors point. Such files are numbered as they are met while a report
//! is made; in the end they are sorted, and those that no place is in are
//! dropped, so that a report does not depend on how it was made.

use alloc::{string::String, vec::Vec};

use super::{AssertionKind, Place, Report};
use crate::base::sort;

impl Report {
    /// Hands out all places but those behind explanations and of a picture.
    pub(crate) fn each_place(&mut self, change: &mut dyn FnMut(&mut Place)) {
        for error in &mut self.errors {
            change(&mut error.place);
        }
        for message in &mut self.messages {
            change(&mut message.place);
        }
        for line in &mut self.explanations {
            change(&mut line.place);
        }
        for location in &mut self.locations {
            change(&mut location.place);
            for step in &mut location.path {
                for note in &mut step.notes {
                    change(&mut note.place);
                }
            }
            if let Some(from) = &mut location.inlined {
                change(&mut from.place);
            }
        }
        for note in &mut self.notes {
            change(&mut note.place);
        }
        for function in &mut self.functions {
            change(&mut function.place);
        }
        for assertion in &mut self.assertions {
            change(&mut assertion.place);
            if let AssertionKind::NoHeap { place, .. } = &mut assertion.kind {
                change(place);
            }
        }
    }

    fn each_place_of_picture(&mut self, change: &mut dyn FnMut(&mut Place)) {
        for cell in self.picture.iter_mut().flat_map(|picture| &mut picture.cells) {
            change(&mut cell.place);
            for call in &mut cell.calls {
                change(&mut call.place);
            }
        }
    }

    /// Sorts the files behind the first `own` by name and drops those that
    /// nothing is in; `behind` are the places behind explanations.
    pub(crate) fn sort_files(&mut self, own: usize, behind: &mut [Option<Place>]) {
        if self.files.len() <= own {
            return;
        }
        let mut used = alloc::vec![false; self.files.len()];
        let mut mark = |file: u32| {
            if let Some(used) = used.get_mut(file as usize) {
                *used = true;
            }
        };
        self.each_place(&mut |place| mark(place.file));
        for place in behind.iter().copied().flatten() {
            mark(place.file);
        }
        self.each_place_of_picture(&mut |place| mark(place.file));
        // Where directives are in a file, they are in the report.
        self.line_directives.retain(|directive| (directive.file as usize) < own || used[directive.file as usize]);
        for directive in &self.line_directives {
            used[directive.names as usize] = true;
        }
        let mut names: Vec<(&String, usize)> =
            self.files.iter().zip(0..).skip(own).filter(|&(_, index)| used[index]).collect();
        sort(&mut names);
        let mut numbers: Vec<u32> = (0..self.files.len() as u32).collect();
        let mut sorted: Vec<String> = self.files[..own].to_vec();
        for (name, old) in names {
            if sorted.len() == own || sorted.last() != Some(name) {
                sorted.push(name.clone());
            }
            numbers[old] = sorted.len() as u32 - 1;
        }
        self.files = sorted;
        let number = |file: &mut u32| *file = numbers.get(*file as usize).copied().unwrap_or(*file);
        self.each_place(&mut |place| number(&mut place.file));
        for place in behind.iter_mut().flatten() {
            number(&mut place.file);
        }
        self.each_place_of_picture(&mut |place| number(&mut place.file));
        for directive in &mut self.line_directives {
            number(&mut directive.file);
            number(&mut directive.names);
        }
        crate::base::sort_by_key(&mut self.line_directives, |directive| (directive.file, directive.start));
    }
}

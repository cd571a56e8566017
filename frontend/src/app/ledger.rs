//! The ledger's totals, and what they were before the edit that changed them.
//!
//! Programs with errors have no ledger: while someone types, the totals of the
//! last program that gc would take stay.

use std::{collections::BTreeMap, rc::Rc};

use analyzer_core::report::{FunctionLedger, HeapSite, Report};

/// What a function allocates when each of its places is reached once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Objects at least.
    pub least: u32,
    /// Objects at most; `None` if that depends on the run.
    pub most: Option<u32>,
    /// Bytes, if all sizes are known.
    pub bytes: Option<u64>,
    /// How many places are in loops.
    pub in_loops: usize,
}

impl Total {
    /// The sum over `sites`.
    pub fn of(sites: &[HeapSite]) -> Self {
        Self {
            least: sites.iter().map(|site| site.least).sum(),
            most: sites.iter().map(|site| site.most).sum(),
            bytes: sites.iter().map(|site| site.bytes).sum(),
            in_loops: sites.iter().filter(|site| site.in_loop).count(),
        }
    }

    /// Whether nothing is allocated.
    pub fn is_nothing(&self) -> bool {
        self.most == Some(0)
    }
}

/// The totals of a document's functions, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    // Shared: the state that they are in is cloned with every key press.
    now: Rc<BTreeMap<String, Total>>,
    before: Rc<BTreeMap<String, Total>>,
}

impl Totals {
    /// Takes what `report` says, if the program has no errors.
    pub fn take(&mut self, report: &Report) {
        if !report.errors.is_empty() {
            return;
        }
        let total = |function: &FunctionLedger| (function.name.clone(), Total::of(&function.sites));
        let now: BTreeMap<_, _> = report.functions.iter().map(total).collect();
        if now == *self.now {
            return;
        }
        let before = Rc::make_mut(&mut self.before);
        for (name, total) in &now {
            if let Some(old) = self.now.get(name).filter(|old| *old != total) {
                before.insert(name.clone(), *old);
            }
        }
        before.retain(|name, _| now.contains_key(name));
        self.now = now.into();
    }

    /// What function `name` allocated before the last edit that changed it.
    pub fn before(&self, name: &str) -> Option<Total> {
        self.before.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analyzer_core::report::{GoError, Place};

    fn report(sites: &[u64]) -> Report {
        let site = |&bytes| HeapSite { location: 0, least: 1, most: Some(1), bytes: Some(bytes), in_loop: false };
        let sites = sites.iter().map(site).collect();
        let function = FunctionLedger { name: "f".into(), place: Place::default(), parent: None, sites };
        Report { functions: vec![function], ..Report::default() }
    }

    #[test]
    fn totals_remember_what_they_were_before_they_changed() {
        let mut totals = Totals::default();
        totals.take(&report(&[8, 16]));
        assert_eq!(totals.before("f"), None);
        let error = GoError { place: Place::default(), code: String::new(), message: String::new(), args: vec![] };
        totals.take(&Report { errors: vec![error], ..Report::default() });
        totals.take(&report(&[8]));
        let before = totals.before("f").unwrap();
        assert_eq!((before.least, before.most, before.bytes), (2, Some(2), Some(24)), "the error changed nothing");
        totals.take(&report(&[8]));
        assert_eq!(totals.before("f"), Some(before), "nor does an edit that leaves the total");
        totals.take(&Report::default());
        assert_eq!(totals.before("f"), None, "the function is gone");
    }
}

//! What comments assert, in words.

use analyzer_core::report::{Assertion, AssertionKind, AssertionOutcome, DirectiveMistake, Undecided};

use super::Lang;

/// How an assertion stands, for marks and the legend.
pub fn state(lang: Lang, outcome: AssertionOutcome) -> &'static str {
    match outcome {
        AssertionOutcome::Holds => lang.pick("an assertion holds", "断言成立"),
        AssertionOutcome::Fails | AssertionOutcome::NoValue => lang.pick("an assertion does not hold", "断言不成立"),
        AssertionOutcome::DependsOnSize | AssertionOutcome::Undecided(_) => {
            lang.pick("an assertion cannot be decided", "断言无法判定")
        }
    }
}

/// What became of an assertion, behind its line.
pub fn short(lang: Lang, assertion: &Assertion) -> String {
    let sites = assertion.sites.len();
    let text = match (&assertion.kind, assertion.outcome) {
        (AssertionKind::NoHeap { .. }, AssertionOutcome::Holds) => {
            lang.pick("holds: nothing is on the heap", "成立：没有堆分配")
        }
        (_, AssertionOutcome::Holds) => lang.pick("as wanted", "符合预期"),
        (AssertionKind::NoHeap { .. }, AssertionOutcome::Fails) => {
            return lang.pick(format!("does not hold: {sites} on the heap"), format!("不成立：{sites} 个在堆上"));
        }
        (AssertionKind::WantHeap, AssertionOutcome::Fails) => {
            lang.pick("does not hold: nothing is on the heap", "不成立：没有在堆上的值")
        }
        (AssertionKind::WantStack, AssertionOutcome::Fails) => {
            lang.pick("does not hold: on the heap", "不成立：在堆上")
        }
        (_, AssertionOutcome::NoValue) => lang.pick("does not hold: no verdict here", "不成立：这一行没有结论"),
        (_, AssertionOutcome::DependsOnSize) => lang.pick("undecided: depends on a size", "无法判定：取决于大小"),
        (_, AssertionOutcome::Undecided(why)) => match why {
            Undecided::Errors => lang.pick("undecided: errors", "无法判定：有错误"),
            Undecided::NeverInstantiated => lang.pick("undecided: never instantiated", "无法判定：从未实例化"),
            Undecided::NoCode => lang.pick("undecided: no code", "无法判定：没有代码"),
            Undecided::UnknownCode => lang.pick("undecided: unknown code", "无法判定：涉及未知代码"),
        },
    };
    text.into()
}

/// What is asserted.
pub fn claim(lang: Lang, kind: &AssertionKind) -> String {
    match kind {
        AssertionKind::NoHeap { function, .. } => lang.pick(
            format!("Nothing in `{function}` may be on the heap: nothing that is written in it, in its closures, or inlined into it."),
            format!("`{function}` 中不得有任何值在堆上：包括函数本身、其中的闭包，以及内联进来的代码。"),
        ),
        AssertionKind::WantHeap => lang.pick("Something on this line has to be on the heap.", "这一行必须有值在堆上。").into(),
        AssertionKind::WantStack => {
            lang.pick("Nothing on this line may be on the heap.", "这一行不得有值在堆上。").into()
        }
    }
}

/// What became of it, in a sentence.
pub fn in_full(lang: Lang, outcome: AssertionOutcome) -> &'static str {
    match outcome {
        AssertionOutcome::Holds => lang.pick("That holds.", "断言成立。"),
        AssertionOutcome::Fails => lang.pick("That does not hold.", "断言不成立。"),
        AssertionOutcome::NoValue => lang
            .pick("That does not hold: nothing on this line has a verdict.", "断言不成立：这一行没有任何带结论的值。"),
        AssertionOutcome::DependsOnSize => lang.pick(
            "That depends on a size that is known at run time only: on the stack while it is small, else on the heap.",
            "取决于运行时才知道的大小：小则在栈上，否则在堆上。",
        ),
        AssertionOutcome::Undecided(Undecided::Errors) => {
            lang.pick("That cannot be said while there are errors in this code.", "这段代码有错误，暂时无法判定。")
        }
        AssertionOutcome::Undecided(Undecided::NeverInstantiated) => lang.pick(
            "That cannot be said: the code is generic and never instantiated.",
            "无法判定：这段泛型代码从未实例化。",
        ),
        AssertionOutcome::Undecided(Undecided::NoCode) => {
            lang.pick("That cannot be said: the compiler makes no code of it.", "无法判定：编译器不为它生成代码。")
        }
        AssertionOutcome::Undecided(Undecided::UnknownCode) => {
            lang.pick("That cannot be said: it depends on code that is not known.", "无法判定：取决于未知的代码。")
        }
    }
}

/// What is wrong with a comment.
pub fn mistake(lang: Lang, mistake: DirectiveMistake) -> &'static str {
    match mistake {
        DirectiveMistake::Unknown => {
            lang.pick("no such directive; there is //escapade:noheap", "没有这个指令；可用的是 //escapade:noheap")
        }
        DirectiveMistake::Misplaced => lang.pick(
            "asserts nothing here: //escapade:noheap goes before a function, // want … behind code",
            "在此处无效：//escapade:noheap 应写在函数之前，// want … 应写在代码之后",
        ),
        DirectiveMistake::Misspelt => lang.pick(
            "asserts nothing: write //escapade:noheap, // want heap or // want stack",
            "无效：应写作 //escapade:noheap、// want heap 或 // want stack",
        ),
    }
}

#[cfg(test)]
mod tests {
    use analyzer_core::report::Place;

    use super::{super::assert_translated, *};

    fn outcomes() -> [AssertionOutcome; 8] {
        let all = [
            AssertionOutcome::Holds,
            AssertionOutcome::Fails,
            AssertionOutcome::DependsOnSize,
            AssertionOutcome::NoValue,
            AssertionOutcome::Undecided(Undecided::Errors),
            AssertionOutcome::Undecided(Undecided::NeverInstantiated),
            AssertionOutcome::Undecided(Undecided::NoCode),
            AssertionOutcome::Undecided(Undecided::UnknownCode),
        ];
        // A new one does not compile until it is in the list.
        for outcome in all {
            match outcome {
                AssertionOutcome::Holds
                | AssertionOutcome::Fails
                | AssertionOutcome::DependsOnSize
                | AssertionOutcome::NoValue
                | AssertionOutcome::Undecided(
                    Undecided::Errors | Undecided::NeverInstantiated | Undecided::NoCode | Undecided::UnknownCode,
                ) => {}
            }
        }
        all
    }

    #[test]
    fn every_outcome_is_in_both_languages() {
        let both =
            |what: &str, text: &dyn Fn(Lang) -> String| assert_translated(what, &text(Lang::En), &text(Lang::Zh));
        let no_heap = AssertionKind::NoHeap { function: "f".into(), place: Place::default() };
        for kind in [no_heap, AssertionKind::WantHeap, AssertionKind::WantStack] {
            both("claim", &|lang| claim(lang, &kind));
            for outcome in outcomes() {
                let assertion = Assertion { place: Place::default(), kind: kind.clone(), outcome, sites: vec![0] };
                both(&format!("{assertion:?}"), &|lang| short(lang, &assertion));
                both(&format!("{outcome:?}"), &|lang| state(lang, outcome).into());
                both(&format!("{outcome:?}"), &|lang| in_full(lang, outcome).into());
            }
        }
        for wrong in [DirectiveMistake::Unknown, DirectiveMistake::Misplaced, DirectiveMistake::Misspelt] {
            both(&format!("{wrong:?}"), &|lang| mistake(lang, wrong).into());
        }
    }
}

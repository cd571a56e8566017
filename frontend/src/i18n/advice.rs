//! Words for offers of advice.

use analyzer_core::advice::{Advice, Caution, Effect};
use serde::Serialize;

use super::Lang;

/// What stands around offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Above them.
    pub heading: &'static str,
    /// Where there are none.
    pub none: &'static str,
    /// On the button.
    pub apply: &'static str,
    /// What is said when one was applied.
    pub applied: &'static str,
    /// What is said when the text has changed meanwhile.
    pub stale: &'static str,
    /// In place of the button where several files change.
    pub several: &'static str,
    /// For screen readers: before lines that go, and lines that come.
    pub removed: &'static str,
    /// The same.
    pub added: &'static str,
}

/// The words.
pub fn words(lang: Lang) -> Words {
    let pick = |en, zh| lang.pick(en, zh);
    Words {
        heading: pick("What to do about it", "怎么改"),
        none: pick(
            "No edit is known that is safe here and takes something off the heap.",
            "这里没有既安全又能减少堆分配的修改建议。",
        ),
        apply: pick("Apply", "应用"),
        applied: pick("Applied. Undo brings the old text back.", "已应用，撤销即可恢复原来的代码。"),
        stale: pick("The text has changed meanwhile; nothing was applied.", "代码已经改变，没有应用。"),
        several: pick(
            "This changes several files; make it by hand, file by file.",
            "这项修改涉及多个文件，请逐个文件手动修改。",
        ),
        removed: pick("removed:", "删除："),
        added: pick("added:", "新增："),
    }
}

/// What an edit does; code stands between backticks.
pub fn title(lang: Lang, advice: &Advice) -> String {
    let pick = |en: String, zh: String| lang.pick(en, zh);
    match advice {
        Advice::ReturnValue { function, ty } => pick(
            format!("Let `{function}` return the `{ty}` itself, not a pointer to one"),
            format!("让 `{function}` 直接返回 `{ty}` 值，而不是指针"),
        ),
        Advice::CallerBuffer { function, param } => pick(
            format!("Let the callers of `{function}` pass `{param}`, which it fills"),
            format!("由 `{function}` 的调用方传入 `{param}`，它只负责填充"),
        ),
        Advice::Strconv { call } => pick(
            format!("Use `strconv` and `+` instead of `{call}`: nothing is boxed"),
            format!("用 `strconv` 和 `+` 代替 `{call}`：不再装箱"),
        ),
        Advice::AppendToBuffer { call } => pick(
            format!("Append to a buffer on the stack instead of calling `{call}`"),
            format!("不调用 `{call}`，改为向栈上的缓冲区追加"),
        ),
        Advice::Builder { name } => pick(
            format!("Make `{name}` a `strings.Builder`: it grows instead of being copied each time"),
            format!("把 `{name}` 改成 `strings.Builder`：逐步增长，不必每次复制"),
        ),
        Advice::AppendStrings => pick(
            "Append the strings to the bytes, without a string in between".into(),
            "直接把各个字符串追加到字节切片，省去中间的字符串".into(),
        ),
        Advice::MapOfValues { name, ty } => pick(
            format!("Let the map `{name}` hold `{ty}` values, not pointers"),
            format!("让 map `{name}` 存 `{ty}` 值，而不是指针"),
        ),
        Advice::ConcreteType { name, ty } => pick(
            format!("`{name}` is always of type `{ty}`: give it that type instead of an interface"),
            format!("`{name}` 的动态类型总是 `{ty}`：用这个具体类型代替接口"),
        ),
        Advice::ConcreteElements { name, ty } => pick(
            format!("All that is put into `{name}` is of type `{ty}`: nothing need be boxed"),
            format!("放进 `{name}` 的都是 `{ty}`：用具体类型，不必装箱"),
        ),
        Advice::CaptureCopy { name } => pick(
            format!("Let the closure capture a copy of `{name}` that nobody assigns to"),
            format!("让闭包捕获 `{name}` 的副本，它不会再被赋值"),
        ),
        Advice::CaptureParts { name } => pick(
            format!("Let the closure capture only the fields of `{name}` that it uses"),
            format!("让闭包只捕获它用到的 `{name}` 的字段"),
        ),
        Advice::CaptureArguments => pick(
            "Let the literal capture the arguments: they need no closure of their own".into(),
            "让函数字面量直接捕获这些参数：不必再为它们建一个闭包".into(),
        ),
        Advice::KeepCopy { name } => {
            pick(format!("Keep a copy in `{name}`, not a pointer"), format!("在 `{name}` 里保存副本，而不是指针"))
        }
        Advice::WithoutReflect { name } => pick(
            format!("Let `{name}` be the value itself, not a `reflect.Value`"),
            format!("让 `{name}` 就是这个值本身，而不是 `reflect.Value`"),
        ),
        Advice::Constant { name } => pick(
            format!("Nothing is ever assigned to `{name}`: make it a constant, so the size is known"),
            format!("`{name}` 从未被赋值：改成常量，大小在编译时就已知"),
        ),
        Advice::SameArgument { name, value } => pick(
            format!("`{name}` is `{value}` in all calls: with the constant, the size is known"),
            format!("所有调用都传入 `{name}` = `{value}`：直接写常量，大小在编译时就已知"),
        ),
        Advice::Hoist { name } => {
            pick(format!("Make `{name}` once, before the loop"), format!("把 `{name}` 移到循环之前，只做一次"))
        }
        Advice::NoEscape { function } => pick(
            format!("Promise with `//go:noescape` that `{function}` keeps nothing"),
            format!("用 `//go:noescape` 承诺 `{function}` 不保留指针"),
        ),
        Advice::Pool { pool } => pick(
            format!("Take the memory from a `sync.Pool`, `{pool}`, and give it back"),
            format!("从 `sync.Pool`（`{pool}`）取内存，用完归还"),
        ),
    }
}

/// What is left on the heap, in short.
pub fn figures(lang: Lang, effect: &Effect) -> String {
    let Effect { before, after, .. } = effect;
    let (en, zh, from, to) = if before.all() != after.all() {
        ("heap sites", "堆分配", before.all(), after.all())
    } else if before.maybe != after.maybe {
        ("sites that depend on sizes", "取决于大小的分配", before.maybe, after.maybe)
    } else {
        ("sites in loops", "循环内的分配", before.in_loop, after.in_loop)
    };
    lang.pick(format!("{en} {from} → {to} · compiles"), format!("{zh} {from} → {to} · 可编译"))
}

/// The rest of the figures, in sentences.
pub fn details(lang: Lang, effect: &Effect) -> String {
    let Effect { before, after, functions } = effect;
    let mut parts: Vec<String> = functions.iter().map(|f| format!("`{}` {} → {}", f.name, f.before, f.after)).collect();
    let mut add = |en: String, zh: String| parts.push(lang.pick(en, zh));
    if before.inside + after.inside > 0 {
        let (from, to) = (before.inside, after.inside);
        add(format!("inside of the calls {from} → {to}"), format!("调用内部 {from} → {to}"));
    }
    if before.all() != after.all() {
        if before.in_loop != after.in_loop {
            let (from, to) = (before.in_loop, after.in_loop);
            add(format!("in loops {from} → {to}"), format!("循环内 {from} → {to}"));
        }
        if before.maybe != after.maybe {
            let (from, to) = (before.maybe, after.maybe);
            add(format!("only if large {from} → {to}"), format!("较大时才分配 {from} → {to}"));
        }
    }
    parts.join(lang.pick(", ", "，"))
}

/// What the reader has to make sure of.
pub fn caution(lang: Lang, caution: Caution) -> &'static str {
    match caution {
        Caution::Ownership => lang.pick(
            "A skeleton: you have to make sure that nobody uses the memory after it was given back.",
            "这只是骨架：你必须保证归还之后没有任何人再使用这块内存。",
        ),
        Caution::Promise => lang.pick(
            "Nobody checks this promise: if the function keeps the pointer after all, memory is corrupted.",
            "没有人会检查这个承诺：如果函数其实保留了指针，内存会被破坏。",
        ),
        Caution::ZeroForMissing => lang.pick(
            "Where there was no pointer, the program panicked; now it reads a zero value.",
            "原来指针不存在时程序会 panic，改后读到的是零值。",
        ),
    }
}

#[cfg(test)]
mod tests {
    use analyzer_core::advice::Spent;

    use super::*;
    use crate::i18n::assert_translated;

    #[test]
    fn every_kind_of_advice_has_both_languages() {
        let [function, ty, param, call, name, value, pool] =
            ["F", "T", "p", "fmt.Sprint", "x", "7", "xPool"].map(String::from);
        for advice in [
            Advice::ReturnValue { function: function.clone(), ty: ty.clone() },
            Advice::CallerBuffer { function: function.clone(), param },
            Advice::Strconv { call: call.clone() },
            Advice::AppendToBuffer { call },
            Advice::Builder { name: name.clone() },
            Advice::AppendStrings,
            Advice::MapOfValues { name: name.clone(), ty: ty.clone() },
            Advice::ConcreteType { name: name.clone(), ty: ty.clone() },
            Advice::ConcreteElements { name: name.clone(), ty },
            Advice::CaptureCopy { name: name.clone() },
            Advice::CaptureParts { name: name.clone() },
            Advice::CaptureArguments,
            Advice::KeepCopy { name: name.clone() },
            Advice::WithoutReflect { name: name.clone() },
            Advice::Constant { name: name.clone() },
            Advice::SameArgument { name: name.clone(), value },
            Advice::Hoist { name },
            Advice::NoEscape { function },
            Advice::Pool { pool },
        ] {
            assert_translated(advice.code(), &title(Lang::En, &advice), &title(Lang::Zh, &advice));
        }
        for each in [Caution::Ownership, Caution::Promise, Caution::ZeroForMissing] {
            assert_translated("caution", caution(Lang::En, each), caution(Lang::Zh, each));
        }
        let (en, zh) = (words(Lang::En), words(Lang::Zh));
        for (en, zh) in [
            (en.heading, zh.heading),
            (en.none, zh.none),
            (en.apply, zh.apply),
            (en.applied, zh.applied),
            (en.stale, zh.stale),
            (en.several, zh.several),
            (en.removed, zh.removed),
            (en.added, zh.added),
        ] {
            assert_translated("words", en, zh);
        }
    }

    #[test]
    fn figures_are_about_what_changes() {
        let spent = |heap, in_loop, maybe, inside| Spent { heap, in_loop, maybe, inside };
        let of = |before, after| figures(Lang::En, &Effect { before, after, functions: Vec::new() });
        assert_eq!(of(spent(3, 0, 0, 1), spent(1, 0, 2, 0)), "heap sites 4 → 1 · compiles");
        assert_eq!(of(spent(1, 1, 2, 0), spent(1, 1, 1, 0)), "sites that depend on sizes 2 → 1 · compiles");
        assert_eq!(of(spent(2, 2, 0, 0), spent(2, 1, 0, 0)), "sites in loops 2 → 1 · compiles");
    }
}

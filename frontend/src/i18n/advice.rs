//! Words for offers of advice.

use analyzer_core::advice::{Advice, Caution, Decision, Effect};
use serde::Serialize;

use super::Lang;

/// What stands around offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Above them.
    pub heading: &'static str,
    /// Where there are none.
    pub none: &'static str,
    /// Above what has to be decided instead.
    pub withheld: &'static str,
    /// On the button.
    pub apply: &'static str,
    /// What is said when one was applied.
    pub applied: &'static str,
    /// What is said when the text has changed meanwhile.
    pub stale: &'static str,
    /// What is said when one was applied to several files; `$` are their names.
    pub applied_in: &'static str,
    /// The same when it was undone.
    pub undone: &'static str,
    /// The same when it was done again.
    pub redone: &'static str,
    /// What is added for files that were changed in the same place since.
    pub kept: &'static str,
    /// Between names.
    pub separator: &'static str,
    /// What is said when the editor or a part of it could not be loaded.
    pub lost: &'static str,
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
        withheld: pick(
            "No edit is offered here, because something has to be decided that only you can know:",
            "这里没有自动修改，因为有些事只有你才能决定：",
        ),
        apply: pick("Apply", "应用"),
        applied: pick("Applied. Undo brings the old text back.", "已应用，撤销即可恢复原来的代码。"),
        stale: pick("The text has changed meanwhile; nothing was applied.", "代码已经改变，没有应用。"),
        applied_in: pick(
            "Applied to $. Undo in any of them brings the old text back in all.",
            "已应用到 $。在其中任一文件中撤销，即可全部恢复。",
        ),
        undone: pick("Undone in $.", "已在 $ 中撤销。"),
        redone: pick("Done again in $.", "已在 $ 中重做。"),
        kept: pick(" Not in $, which has been changed there since.", "$ 的这一处后来又改过，保持不变。"),
        separator: pick(", ", "、"),
        lost: pick(
            "A part of the editor could not be loaded; nothing was applied.",
            "编辑器的一部分加载失败，没有应用。",
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

/// Why nothing is offered: what somebody who knows the program has to decide.
pub fn decision(lang: Lang, decision: Decision) -> &'static str {
    match decision {
        Decision::Goroutine => lang.pick(
            "A goroutine goes on when the `go` statement is over, so what it is started with is on the heap, each time. Fewer allocations mean fewer goroutines: a fixed number that take their work from a channel. How many, and whether the order matters, is your decision.",
            "`go` 语句结束后 goroutine 还在运行，所以每次启动时带上的东西都在堆上。要少分配，就要少起 goroutine：固定数量的 goroutine 从 channel 取任务。要多少个、顺序是否重要，由你决定。",
        ),
        Decision::DeferInLoop => lang.pick(
            "What is deferred in a loop waits for the end of the function, however often the loop runs, and keeps what it needs on the heap. If it may happen at the end of each round, make the body of the loop a function of its own. Whether it may is your decision.",
            "循环里 defer 的调用要等整个函数结束，循环多少轮就攒多少个，用到的东西都得留在堆上。如果允许在每一轮结束时执行，就把循环体改成单独的函数。能不能这样，由你决定。",
        ),
        Decision::Shared => lang.pick(
            "A closure that outlives this call shares the variable with this function, and it is assigned to, or too large to be copied. It stays on the stack if the closure gets a copy and hands back what it finds, as a result or over a channel. That changes how the two work together: your decision.",
            "一个比本次调用活得更久的闭包和本函数共用这个变量，而它会被赋值，或者太大不宜复制。给闭包一份副本，再通过返回值或 channel 交回结果，变量就能留在栈上。这会改变两者的协作方式，由你决定。",
        ),
        Decision::KeptLiteral => lang.pick(
            "Somebody keeps this function to call it later, so what it uses has to live as long. It needs no memory if it captures nothing: could it get what it needs as arguments, or be called right here? That is your decision.",
            "有人保存了这个函数以便稍后调用，它用到的东西必须活得一样久。什么都不捕获就不需要内存：能不能改为用参数传入，或者当场调用？由你决定。",
        ),
        Decision::Returned => lang.pick(
            "It leaves the function with its result. Returned by value, or filled into memory that the caller passes, it would stay on the stack; but not all callers are seen here, or they need this very variable. Whether the signature may change is your decision.",
            "它随返回值离开函数。按值返回，或由调用方传入内存来填充，就能留在栈上；但这里看不到所有调用方，或者它们需要的正是这个变量。签名能不能改，由你决定。",
        ),
        Decision::Stored => lang.pick(
            "It is stored in something that lives longer. If that can hold the value itself, a copy will do; if all have to see the same variable, it belongs on the heap. Who owns it is your decision.",
            "它被存进活得更久的地方。如果那里可以直接保存值，一份副本就够；如果各处必须看到同一个变量，它就该在堆上。归谁所有，由你决定。",
        ),
        Decision::Sent => lang.pick(
            "Its address is sent to another goroutine. If the receiver needs no more than a copy, send the value; if both have to see the same variable, it belongs on the heap. That is your decision.",
            "它的地址被发送给另一个 goroutine。如果接收方只需要一份副本，就发送值；如果双方必须看到同一个变量，它就该在堆上。由你决定。",
        ),
        Decision::PassedOn => lang.pick(
            "The function that gets it keeps it, or hands it on. That can only be changed over there: let it copy what it needs, or return what it would keep. If it is not yours, the choice is another function, or to pass what is on the heap anyway.",
            "接收它的函数会保留它，或者再传给别人。只能在那里改：让它复制需要的部分，或者把要保留的东西返回。如果那不是你的代码，就只能换一个函数，或者传入本来就在堆上的东西。",
        ),
        Decision::UnknownCallee => lang.pick(
            "Which function is called is known only when the program runs, and one of them might keep the argument. If there are few, call them directly. Which ones there can be is for you to say.",
            "调用哪个函数要到运行时才知道，其中某个可能会保留参数。如果可能的函数不多，就直接调用它们。会有哪些，只有你知道。",
        ),
        Decision::Interface => lang.pick(
            "An interface holds a pointer to a copy of the value. A parameter of the type itself, or a type parameter, needs no copy. Which types have to fit in is your decision.",
            "接口里保存的是指向值副本的指针。参数直接用具体类型，或用类型参数，就不需要副本。需要容纳哪些类型，由你决定。",
        ),
        Decision::InterfaceInMap => lang.pick(
            "The map's elements are interfaces, and an interface holds a pointer to a copy. If they are always of one type, give the map that type; but elements of more than 128 bytes are allocated one by one even then, which only an index into a slice avoids. How the data is laid out is your decision.",
            "map 的元素是接口，而接口里保存的是指向副本的指针。如果元素总是同一种类型，就把 map 改成该类型；但超过 128 字节的元素仍会逐个分配，只有改存切片下标才能避免。数据怎么摆放，由你决定。",
        ),
        Decision::InMap => lang.pick(
            "The map holds a pointer to it. If nobody has to see later changes, the map can hold the value itself. That is your decision.",
            "map 里保存的是指向它的指针。如果没有人需要看到之后的改动，map 可以直接保存值。由你决定。",
        ),
        Decision::Appended => lang.pick(
            "The slice holds a pointer to it, and its elements may move to the heap. If nobody has to see later changes, the slice can hold the value itself. That is your decision.",
            "切片里保存的是指向它的指针，而切片的元素可能移到堆上。如果没有人需要看到之后的改动，切片可以直接保存值。由你决定。",
        ),
        Decision::TooLarge => lang.pick(
            "It is larger than the compiler puts into a stack frame: 128 KiB for a declared variable, 64 KiB for anything else. How much is needed at a time, and whether one can be used again and again, is your decision.",
            "它超过了编译器允许放进栈帧的大小：声明的变量 128 KiB，其他 64 KiB。一次需要多少、能不能反复使用同一块，由你决定。",
        ),
        Decision::UnknownSize => lang.pick(
            "Its size is known only when the program runs. If there is a largest one that is small enough, make it with that constant and use a part of it. What the largest is, only you know.",
            "它的大小要到运行时才知道。如果存在一个足够小的上限，就用这个常量创建，再取其中一部分使用。上限是多少，只有你知道。",
        ),
        Decision::OutlivesLoop => lang.pick(
            "It is made in a round of the loop and used after that. If the rounds may share one, declare it before the loop; if each needs its own, it belongs on the heap. That is your decision.",
            "它在循环的某一轮创建，却在这一轮之后还要用。如果各轮可以共用一个，就在循环之前声明；如果每轮都要自己的，它就该在堆上。由你决定。",
        ),
        Decision::Channel => lang.pick(
            "Channels are always on the heap. Whether one could be made once and used again, or whether this has to be a channel, is your decision.",
            "channel 总在堆上。能不能只创建一次反复使用，或者这里是否非用 channel 不可，由你决定。",
        ),
        Decision::Panic => lang.pick(
            "It is made only when the program panics, so there is nothing to gain.",
            "只有程序 panic 时才会创建它，改了也没有好处。",
        ),
        Decision::IfSmall => lang.pick(
            "It is on the stack as long as it is small; how large it gets is known only when the program runs. If that is often too large, give it enough room beforehand, or use one buffer again and again. What is enough, only you know.",
            "只要够小，它就在栈上；会变多大要到运行时才知道。如果经常偏大，就预先留足空间，或者反复使用同一个缓冲区。多少才够，只有你知道。",
        ),
        Decision::GrowingString => lang.pick(
            "Each round copies the whole string, because something else than this loop reads it, or it is not a local variable. If it is needed only when it is whole, a `strings.Builder` can collect it. That is your decision.",
            "每一轮都会复制整个字符串，因为循环之外也有人读它，或者它不是局部变量。如果只在完整之后才需要它，可以用 `strings.Builder` 来收集。由你决定。",
        ),
        Decision::Other => lang.pick(
            "No edit is known for this. The way above shows where it goes: whether it has to go there is your decision.",
            "没有已知的修改方法。上面的路径说明了它的去向：是否非去那里不可，由你决定。",
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
        for each in Decision::ALL {
            assert_translated("decision", decision(Lang::En, each), decision(Lang::Zh, each));
        }
        let (en, zh) = (words(Lang::En), words(Lang::Zh));
        for (en, zh) in [
            (en.heading, zh.heading),
            (en.none, zh.none),
            (en.withheld, zh.withheld),
            (en.apply, zh.apply),
            (en.applied, zh.applied),
            (en.stale, zh.stale),
            (en.applied_in, zh.applied_in),
            (en.undone, zh.undone),
            (en.redone, zh.redone),
            (en.kept, zh.kept),
            (en.lost, zh.lost),
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

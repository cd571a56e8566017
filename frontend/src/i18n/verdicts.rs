//! Verdicts, reasons, kinds and notes in words.
//!
//! Short texts stand behind a line of code, long ones in the details. Names
//! and expressions are the program's own and stay as they are.

use analyzer_core::report::{
    HeapReason, LineClass, LocationKind, LocationVerdict, NoAllocationReason, NoteKind, ParamFlow, Verdict,
};

use super::{Lang, assertions};
use crate::editor::shape::Shape;

/// A class of lines, for the gutter's marks and the legend.
pub fn class(lang: Lang, class: LineClass) -> &'static str {
    match class {
        LineClass::Heap => lang.pick("on the heap", "在堆上"),
        LineClass::StackIfSmall => lang.pick("on the stack if it is small at run time", "运行时足够小才在栈上"),
        LineClass::Leak => lang.pick("a parameter leaks", "参数泄漏"),
        LineClass::Stack => lang.pick("on the stack", "在栈上"),
        LineClass::NoAllocation => lang.pick("no allocation", "无需分配"),
    }
}

/// What a location stands for.
pub fn kind(lang: Lang, kind: LocationKind) -> &'static str {
    match kind {
        LocationKind::Variable => lang.pick("variable", "变量"),
        LocationKind::Param => lang.pick("parameter", "参数"),
        LocationKind::Result => lang.pick("result", "返回值"),
        LocationKind::New => lang.pick("new value", "新建的值"),
        LocationKind::Literal => lang.pick("literal", "字面量"),
        LocationKind::Make => lang.pick("make", "make 调用"),
        LocationKind::Closure => lang.pick("closure", "闭包"),
        LocationKind::MethodValue => lang.pick("method value", "方法值"),
        LocationKind::Boxing => lang.pick("value in an interface", "装入接口的值"),
        LocationKind::StringConversion => lang.pick("string conversion", "字符串转换"),
        LocationKind::Concatenation => lang.pick("concatenation", "字符串拼接"),
        LocationKind::Append => lang.pick("append", "append 调用"),
        LocationKind::VariadicArgs => lang.pick("slice of variadic arguments", "可变参数的切片"),
        LocationKind::GoDefer => lang.pick("record of go or defer", "go 或 defer 语句的记录"),
    }
}

/// Why something is on the heap, in a few words.
pub fn reason(lang: Lang, reason: HeapReason) -> &'static str {
    match reason {
        HeapReason::Returned => lang.pick("returned", "被返回"),
        HeapReason::Stored => lang.pick("stored where it lives on", "存到了活得更久的地方"),
        HeapReason::Sent => lang.pick("sent on a channel", "发送到通道"),
        HeapReason::Captured => lang.pick("captured by a closure that escapes", "被逃逸的闭包捕获"),
        HeapReason::PassedToLeakingParam => lang.pick("passed to a parameter that leaks", "传给了会泄漏的参数"),
        HeapReason::PassedToUnknownCall => lang.pick("passed to a call that is not known", "传给了未知的调用"),
        HeapReason::Boxed => lang.pick("put into an interface that escapes", "装入了逃逸的接口"),
        HeapReason::StoredInMap => lang.pick("stored in a map", "存入 map"),
        HeapReason::Appended => lang.pick("appended to a slice on the heap", "追加到堆上的切片"),
        HeapReason::TooLarge => lang.pick("too large for the stack", "太大，栈放不下"),
        HeapReason::SizeNotConstant => lang.pick("its size is not constant", "大小不是常量"),
        HeapReason::OutlivesLoop => lang.pick("outlives the loop it is made in", "活过了创建它的循环"),
        HeapReason::Channel => lang.pick("channels always are", "channel 总在堆上"),
        HeapReason::Panicked => lang.pick("passed to panic", "传给 panic"),
        HeapReason::Other => lang.pick("see the path", "见路径"),
    }
}

/// Why something is on the heap, in a sentence.
pub fn reason_in_full(lang: Lang, reason: HeapReason) -> &'static str {
    match reason {
        HeapReason::Returned => lang.pick(
            "Its address is returned, so it has to live on after the function has ended.",
            "它的地址被返回，函数结束后仍须存活。",
        ),
        HeapReason::Stored => lang.pick(
            "Its address is stored in something that may outlive this function: a value on the heap, a global, or whatever a pointer points at.",
            "它的地址被存到可能比本函数活得更久的地方：堆上的值、全局变量，或指针所指之处。",
        ),
        HeapReason::Sent => lang.pick(
            "It is sent on a channel; whoever receives it may keep it.",
            "它被发送到通道，接收方可能会保留它。",
        ),
        HeapReason::Captured => lang.pick(
            "A closure refers to it, and the closure itself may outlive this function.",
            "闭包引用了它，而闭包本身可能比本函数活得更久。",
        ),
        HeapReason::PassedToLeakingParam => lang.pick(
            "It is passed to a function that lets this parameter escape.",
            "它被传给一个会让该参数逃逸的函数。",
        ),
        HeapReason::PassedToUnknownCall => lang.pick(
            "It is passed to a call whose callee the compiler does not know, so the worst is assumed.",
            "它被传给编译器无法确定的被调函数，只能按最坏情况处理。",
        ),
        HeapReason::Boxed => lang.pick(
            "It is put into an interface value, and that value escapes.",
            "它被装入接口值，而该接口值会逃逸。",
        ),
        HeapReason::StoredInMap => lang.pick(
            "It is used as a key or a value of a map; what a map holds lives on the heap.",
            "它被用作 map 的键或值，map 里的内容都在堆上。",
        ),
        HeapReason::Appended => lang.pick(
            "It is appended to a slice whose elements may live on the heap.",
            "它被追加到切片，而切片的元素可能在堆上。",
        ),
        HeapReason::TooLarge => lang.pick(
            "It is larger than the compiler lets a value on the stack be.",
            "它超过了编译器允许放在栈上的大小。",
        ),
        HeapReason::SizeNotConstant => lang.pick(
            "Its size is not known when the program is compiled.",
            "编译时无法知道它的大小。",
        ),
        HeapReason::OutlivesLoop => lang.pick(
            "It is made anew in every round of a loop but used outside it, so one place on the stack is not enough.",
            "循环每一轮都新建它，却在循环之外使用，栈上一个位置不够用。",
        ),
        HeapReason::Channel => lang.pick(
            "The runtime makes every channel on the heap; escape analysis is not asked.",
            "运行时总是在堆上创建 channel，与逃逸分析无关。",
        ),
        HeapReason::Panicked => lang.pick(
            "It is passed to panic; whoever recovers may keep it.",
            "它被传给 panic，恢复它的代码可能会保留它。",
        ),
        HeapReason::Other => lang.pick("The path below shows how it escapes.", "下面的路径说明它如何逃逸。"),
    }
}

/// Why nothing is allocated.
pub fn no_allocation(lang: Lang, reason: NoAllocationReason) -> &'static str {
    match reason {
        NoAllocationReason::ZeroSize => lang.pick("it has size 0", "大小为 0"),
        NoAllocationReason::ReadOnlyData => lang.pick("it lies in read-only data", "位于只读数据区"),
        NoAllocationReason::SmallValue => lang.pick("a small value is boxed without allocation", "小值装箱无需分配"),
        NoAllocationReason::ZeroCopy => lang.pick("the conversion shares the bytes", "转换共享同一段字节"),
    }
}

/// Where a parameter goes, behind the line: `p → result 0`.
pub fn flow(lang: Lang, name: &str, flow: ParamFlow) -> String {
    match flow {
        ParamFlow::Heap { level } => {
            lang.pick(format!("{} → heap", deref(name, level)), format!("{} → 堆", deref(name, level)))
        }
        ParamFlow::Result { index, level } => {
            let name = deref(name, level);
            lang.pick(format!("{name} → result {index}"), format!("{name} → 第 {index} 个返回值"))
        }
    }
}

fn flow_in_full(lang: Lang, flow: ParamFlow) -> String {
    match flow {
        ParamFlow::Heap { level: 0 } => lang
            .pick(
                "It may be kept after the call, so whatever the caller's value points at has to be on the heap.",
                "调用结束后它可能仍被保留，因此调用方的值所指向的内容必须在堆上。",
            )
            .into(),
        ParamFlow::Heap { level } => {
            let away = away(lang, level);
            lang.pick(
                format!("What is stored behind it ({away}) may be kept after the call; what it points at itself may still be on the caller's stack."),
                format!("它背后存放的内容（{away}）在调用结束后可能仍被保留；它直接指向的对象仍可留在调用方的栈上。"),
            )
        }
        ParamFlow::Result { index, level: 0 } => lang.pick(
            format!("It may come back in result {index}: what it points at has to live as long as that result."),
            format!("它可能出现在第 {index} 个返回值中：它指向的内容至少要活得和该返回值一样久。"),
        ),
        ParamFlow::Result { index, level } => {
            let away = away(lang, level);
            lang.pick(
                format!("What is stored behind it ({away}) may come back in result {index}."),
                format!("它背后存放的内容（{away}）可能出现在第 {index} 个返回值中。"),
            )
        }
    }
}

fn away(lang: Lang, level: u8) -> String {
    let plural = if level == 1 { "" } else { "s" };
    lang.pick(format!("{level} dereference{plural} away"), format!("解引用 {level} 次"))
}

fn deref(name: &str, level: u8) -> String {
    let mut stars = "*".repeat(usize::from(level.min(4)));
    stars.push_str(name);
    stars
}

/// A verdict behind its line.
pub fn short(lang: Lang, location: &LocationVerdict) -> String {
    let name = brief(&location.text);
    match &location.verdict {
        Verdict::Stack => lang.pick("stack", "栈").into(),
        Verdict::Heap(why) => {
            let why = reason(lang, *why);
            lang.pick(format!("{name} → heap: {why}"), format!("{name} → 堆：{why}"))
        }
        Verdict::StackIfSmall => lang.pick(format!("{name}: stack if small"), format!("{name}：小则在栈上")),
        Verdict::NoAllocation(_) => lang.pick("no allocation", "无需分配").into(),
        Verdict::Param(flows) if flows.is_empty() => lang.pick("stack", "栈").into(),
        Verdict::Param(_) => leaks(lang, &leaking(lang, location).join(lang.pick(", ", "，"))),
    }
}

/// Where a parameter goes, one text for each way; none for other locations.
pub fn leaking(lang: Lang, location: &LocationVerdict) -> Vec<String> {
    let name = brief(&location.text);
    match &location.verdict {
        Verdict::Param(flows) => flows.iter().map(|to| flow(lang, &name, *to)).collect(),
        _ => Vec::new(),
    }
}

/// The leaks of a line behind it: `leaks: p → heap, *q → result 0`.
pub fn leaks(lang: Lang, ways: &str) -> String {
    lang.pick(format!("leaks: {ways}"), format!("泄漏：{ways}"))
}

/// A verdict on what came with an inlined call, behind its line.
pub fn inlined(lang: Lang, function: &str, says: &str) -> String {
    lang.pick(format!("inlined {function}: {says}"), format!("内联的 {function}：{says}"))
}

/// Behind the verdict of a function that stands alone: what is where it is inlined.
pub fn where_inlined(lang: Lang, shape: Shape) -> String {
    let what = match shape {
        Shape::Class(of) => class(lang, of),
        _ => "",
    };
    lang.pick(format!("where inlined: {what}"), format!("内联处：{what}"))
}

/// The same in a list; code stands between backticks.
pub fn copy_in(lang: Lang, function: &str, caller: &str) -> String {
    lang.pick(format!("`{function}` inlined into `{caller}`"), format!("`{function}` 内联到 `{caller}`"))
}

/// In a list: a verdict on a function itself, which has inlined copies.
pub fn itself(lang: Lang, function: &str) -> String {
    lang.pick(format!("in `{function}` itself"), format!("`{function}` 本身"))
}

/// What a verdict on inlined code is about: the copy of `function` in `caller`.
pub fn copy_of(lang: Lang, function: &str, caller: &str, line: u32) -> String {
    lang.pick(
        format!("This is the copy of `{function}` that is inlined into `{caller}` at line {line}."),
        format!("这是内联到 `{caller}` 第 {line} 行的那一份 `{function}`。"),
    )
}

/// What a verdict is about whose function is inlined elsewhere.
pub fn standing(lang: Lang, function: &str) -> String {
    lang.pick(
        format!("This is about `{function}` itself. Its inlined copies have verdicts of their own:"),
        format!("这是 `{function}` 本身的结论。内联的各份另有结论："),
    )
}

/// A verdict in sentences.
pub fn in_full(lang: Lang, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Stack => lang.pick("It lives on the stack: nothing is allocated.", "它在栈上，没有分配。").into(),
        Verdict::Heap(why) => reason_in_full(lang, *why).into(),
        Verdict::StackIfSmall => lang
            .pick(
                "gc says that it does not escape, but its size is known at run time only: it is on the stack while it is small and on the heap otherwise.",
                "gc 说它没有逃逸，但大小要到运行时才知道：小则在栈上，否则在堆上。",
            )
            .into(),
        Verdict::NoAllocation(why) => {
            let why = no_allocation(lang, *why);
            lang.pick(format!("Nothing is allocated: {why}."), format!("无需分配：{why}。"))
        }
        Verdict::Param(flows) if flows.is_empty() => lang
            .pick("It stays inside the function: callers may pass what lies on their stack.", "它不会离开本函数：调用方可以传入自己栈上的东西。")
            .into(),
        Verdict::Param(flows) => {
            let text: Vec<_> = flows.iter().map(|f| flow_in_full(lang, *f)).collect();
            text.join(lang.pick(" ", ""))
        }
    }
}

/// What had to be assumed.
pub fn note(lang: Lang, note: &NoteKind) -> String {
    match note {
        NoteKind::UnknownPackage { path } => {
            lang.pick(format!("{path} is unknown: assumed to leak"), format!("{path} 未知：假设会泄漏"))
        }
        NoteKind::NeverInstantiated { name } => lang.pick(
            format!("{name} is generic and never instantiated: there is no code"),
            format!("{name} 是泛型且从未实例化：没有对应的代码"),
        ),
        NoteKind::Directive { text, mistake } => {
            let why = assertions::mistake(lang, *mistake);
            lang.pick(format!("{}: {why}", brief(text)), format!("{}：{why}", brief(text)))
        }
    }
}

/// An expression short enough to stand behind a line.
fn brief(text: &str) -> String {
    const MOST: usize = 28;
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(MOST).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}

#[cfg(test)]
mod tests;

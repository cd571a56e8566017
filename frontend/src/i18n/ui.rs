//! What the page says around the analysis.

use serde::Serialize;

use super::Lang;
use crate::quiz::Answer;

macro_rules! texts {
    ($($key:ident: $en:literal, $zh:literal;)*) => {
        /// A text of the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key {
            $(#[doc = $en] $key,)*
        }

        impl Key {
            /// Every text.
            pub const ALL: &[Self] = &[$(Self::$key,)*];

            /// The text in `lang`.
            pub const fn get(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$key, Lang::En) => $en, (Self::$key, Lang::Zh) => $zh,)*
                }
            }
        }
    };
}

texts! {
    Tagline: "Go's escape analysis, while you type", "边写边看 Go 的逃逸分析";
    SkipToEditor: "Skip to the editor", "跳到编辑器";
    Language: "Language", "语言";
    Theme: "Theme", "主题";
    ThemeSystem: "Same as the system", "跟随系统";
    ThemeLight: "Light", "浅色";
    ThemeDark: "Dark", "深色";
    Examples: "Examples", "示例";
    ExamplesScenarios: "What makes values escape", "触发逃逸的场景";
    ExamplesTable: "Escapes or not?", "逃还是不逃";
    ExamplesLoading: "Loading the examples…", "正在加载示例…";
    ExamplesFailed: "The examples could not be loaded. Your own program works all the same.", "示例加载失败，但不影响你编写自己的程序。";
    OwnProgram: "Your own program", "你自己的程序";
    OwnProgramSummary: "It is kept in this browser and goes nowhere else.", "只保存在本浏览器中，不会发送到别处。";
    Files: "Files", "文件";
    FileAdd: "Add a file", "添加文件";
    FileRename: "Rename this file", "重命名此文件";
    FileRemove: "Remove this file", "移除此文件";
    FileRemoveReally: "Remove this file from the program? That cannot be undone.", "从程序中移除此文件？此操作无法撤销。";
    FileName: "Name of the file, such as util.go, go.mod or sub/sub.go", "文件名，例如 util.go、go.mod 或 sub/sub.go";
    FileNameOther: "There is such a file, or this is no name. Another name:", "该文件已存在，或名称无效。请换一个名称：";
    FileOutside: "gc leaves this file out: it is a test, or its name or a build constraint asks for another system.", "gc 不编译此文件：它是测试，或者文件名或构建约束要求其他系统。";
    Versions: "Versions of this example", "此示例的不同写法";
    Changed: "Today's compiler differs", "如今的编译器有所不同";
    Edited: "edited", "已修改";
    Reset: "Reset to original", "恢复原文";
    Editor: "Go program. Tab indents; Escape, then Tab, leaves the editor.", "Go 程序。Tab 键缩进；先按 Esc 再按 Tab 可离开编辑器。";
    EditorLoading: "Loading the editor…", "正在加载编辑器…";
    EditorFailed: "The editor could not be loaded: this is a plain text field. The analysis works all the same.", "编辑器加载失败，这里是普通文本框。分析照常进行。";
    Folded: "Show $ more lines", "显示另外 $ 行";
    DocumentFailed: "This example could not be loaded.", "无法加载此示例。";
    Analysing: "analysing…", "分析中…";
    LoadingStd: "loading the standard library…", "正在加载标准库…";
    StdFailed: "Part of the standard library could not be loaded: what is passed to it is assumed to leak. A later change of the text tries again.", "标准库的一部分加载失败：传给它的值按“会泄漏”处理。稍后修改代码时会重试。";
    Restarted: "The analysis did not answer and was restarted. Your text is untouched.", "分析没有响应，已重新启动。你的代码没有丢失。";
    GaveUp: "The analysis fails on this text. Your text is untouched; the next edit tries again.", "分析在这段代码上失败了。你的代码没有丢失，下次修改时会重试。";
    TooSlow: "This program takes too long to analyse, so the analysis was stopped. Your text is untouched; the next edit tries again.", "这段代码的分析耗时过长，已被停止。你的代码没有丢失，下次修改时会重试。";
    TooLarge: "This program is too large to be analysed in a browser; the command line tool can do it. Your text is untouched; the next edit tries again.", "这段代码过大，无法在浏览器中分析，请使用命令行工具。你的代码没有丢失，下次修改时会重试。";
    DraftNotKept: "This browser does not keep your changes: they are lost when the page is closed.", "浏览器无法保存你的修改：关闭页面后会丢失。";
    Apart: "Another tab has changed this program, too. Nothing is lost: what you write here is kept as a program of your own, in the list.", "另一个标签页也修改了这段程序。内容不会丢失：你在这里写的代码会另存为你自己的一个程序，见列表。";
    Dismiss: "Dismiss", "关闭提示";
    OfflineReady: "Ready to work offline.", "已可离线使用。";
    Update: "An update is available. Your text is kept.", "有新版本可用。你的代码会保留。";
    Replaced: "Another tab has updated Escapade. Reload to go on with the new version here; your text is kept.", "另一个标签页已更新 Escapade。重新加载即可在此使用新版本，你的代码会保留。";
    Unreadable: "This could not be opened: it is longer than 1 MB, or there is no Go text in it.", "无法打开：内容超过 1 MB，或其中没有 Go 代码。";
    LinkLater: "This link was made by a later version of Escapade. Reload the page, or ask for another form of the program.", "此链接由更新版本的 Escapade 生成。请重新加载页面，或请对方换一种形式分享。";
    LinkBroken: "This link is damaged: part of the address is missing or changed. Your own texts are untouched.", "此链接已损坏：地址缺少一部分或被改动。你自己的代码没有变化。";
    NotLoaded: "A part of the site could not be loaded. Check the network, and try again.", "网站的一部分加载失败。请检查网络后重试。";
    NoDefinition: "There is no name here whose declaration is known.", "这里没有已知其声明的名称。";
    Documentation: "Documentation on pkg.go.dev", "在 pkg.go.dev 查看文档";
    OpenFiles: "Open files…", "打开文件…";
    Share: "Share", "分享";
    Keys: "Keyboard shortcuts", "键盘快捷键";
    Reload: "Reload", "重新加载";
    Later: "Later", "稍后";
    Remove: "Remove", "移除";
    RemoveReally: "Remove this file from Escapade? What it was opened from stays as it is.", "从 Escapade 中移除此文件？原文件不受影响。";
    PrivacyPage: "Privacy", "隐私";
    Results: "Results", "结果";
    Code: "Code", "代码";
    Sides: "What is shown", "显示内容";
    AboutMore: "About", "说明";
    PaneVerdicts: "Verdicts", "结论";
    PaneFunctions: "Functions", "函数";
    PaneMemory: "Memory", "内存";
    NoFunctionHere: "Put the cursor into a function to see its memory as it stands when it returns.", "把光标放进一个函数，即可查看它返回时的内存。";
    PaneMessages: "gc -m", "gc -m 输出";
    PaneErrors: "Errors", "错误";
    PaneLearn: "Learn", "学习";
    LearnFailed: "This part could not be loaded. Open the tab again to try once more.", "这一部分加载失败。重新打开此标签页可再试一次。";
    Asked: "a quiz asks about this line", "测验要问这一行";
    QuizRuns: "Quiz: verdicts are hidden", "测验中：结论已隐藏";
    QuizHides: "A quiz is on: verdicts are hidden until it is over. It is in the tab “Learn”.", "正在测验：结束之前不显示结论。测验在“学习”标签页中。";
    GoVersion: "Language version, as in go.mod: gc's -lang", "语言版本（同 go.mod），即 gc 的 -lang";
    NoVerdicts: "Nothing in this program needs a verdict: no variable whose address is taken, nothing that allocates.", "这段程序里没有需要判断的东西：没有取地址的变量，也没有分配内存的表达式。";
    NoFunctions: "There is no function in this program.", "这段程序里没有函数。";
    LedgerNote: "What one call asks the heap for, when each place is reached once. What is inlined counts; what called functions allocate is in their own rows.", "每次调用向堆申请的内存（每处各执行一次）。内联进来的计入本函数；被调用函数的分配见其各自的行。";
    NotWithErrors: "gc refuses this program, so there is nothing to decide. See the errors.", "gc 拒绝编译这段程序，因此没有结论。请查看错误。";
    NoMessages: "gc has nothing to say about this program.", "gc 对这段程序没有输出。";
    GcDecisions: "Decisions", "结论";
    GcExplanations: "With explanations", "含解释";
    FoldAll: "Fold all", "全部折叠";
    UnfoldAll: "Unfold all", "全部展开";
    Explanation: "Explanation", "解释";
    NoErrors: "No errors: gc accepts this program.", "没有错误：gc 接受这段程序。";
    Copy: "Copy", "复制";
    Copied: "Copied", "已复制";
    CopyFailed: "Copying is not allowed here", "此处不允许复制";
    Close: "Close", "关闭";
    AssumedLine: "rests on an assumption", "基于假设";
    ShowMore: "Show more", "显示更多";
    Details: "Details", "详情";
    DetailsHint: "Put the cursor on a line with a mark, or point at a mark, to see why.", "把光标放到有标记的行，或指向标记，即可查看原因。";
    DetailsPath: "How it gets there", "经过的路径";
    DrawWay: "Draw on the code", "画在代码上";
    DetailsGc: "gc says", "gc 的原话";
    AssumedWhy: "This verdict rests on an assumption about code that can't be seen.", "此结论基于对不可见代码的假设。";
    Legend: "What the marks mean", "标记的含义";
    NoInlining: "Without inlining (-l)", "不内联（-l）";
    ReleaseNote: "Same answers as this compiler.", "结果与该编译器一致。";
    Private: "Everything runs in this browser.", "一切都在本浏览器中运行。";
}

/// Words of the editor's own panels: `CodeMirror`'s phrase, then 简体中文.
pub const PHRASES: &[(&str, &str)] = &[
    ("Find", "查找"),
    ("Replace", "替换为"),
    ("next", "下一个"),
    ("previous", "上一个"),
    ("all", "全部"),
    ("match case", "区分大小写"),
    ("by word", "全字匹配"),
    ("regexp", "正则表达式"),
    ("replace", "替换"),
    ("replace all", "全部替换"),
    ("close", "关闭"),
    ("current match", "当前匹配"),
    ("replaced $ matches", "替换了 $ 处"),
    ("replaced match on line $", "替换了第 $ 行的匹配"),
    ("on line", "在行"),
    ("Go to line", "跳到行"),
    ("go", "跳转"),
    ("Diagnostics", "诊断"),
    ("No diagnostics", "没有诊断"),
    ("Control character", "控制字符"),
    ("Selection deleted", "已删除所选内容"),
];

/// What the editor's bundle says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditorWords {
    /// To who cannot see it.
    label: &'static str,
    /// `CodeMirror`'s phrases and what to say instead.
    phrases: &'static [(&'static str, &'static str)],
    /// What stands for folded lines; `$` is their number.
    folded: &'static str,
}

impl EditorWords {
    /// In `lang`.
    pub fn new(lang: Lang) -> Self {
        let phrases = match lang {
            Lang::En => &[],
            Lang::Zh => PHRASES,
        };
        Self { label: Key::Editor.get(lang), phrases, folded: Key::Folded.get(lang) }
    }
}

/// The status line: which package is loaded.
pub fn loading(lang: Lang, name: &str) -> String {
    lang.pick(format!("loading {name}…"), format!("正在加载 {name}…"))
}

/// Where something is declared: in which package, and at which line of which
/// file, if it is in one.
pub fn declared(lang: Lang, package: &str, place: &str) -> String {
    if package == "builtin" {
        return lang.pick("part of the language", "语言内置").into();
    }
    let (en, zh) = (format!("package {package}"), format!("{package} 包"));
    let at = |what: String, between: &str| if place.is_empty() { what } else { format!("{what}{between}{place}") };
    lang.pick(at(en, ", "), at(zh, "，"))
}

/// The status line: how many packs are here.
pub fn progress(lang: Lang, done: u32, all: u32) -> String {
    lang.pick(format!("{done} of {all}"), format!("{done}/{all}"))
}

/// The status line: how many locations are where.
pub fn counts(lang: Lang, heap: u32, stack: u32) -> String {
    lang.pick(format!("{heap} heap, {stack} stack"), format!("{heap} 个在堆上，{stack} 个在栈上"))
}

/// The status line: how many verdicts are assumed.
pub fn assumed(lang: Lang, n: u32) -> String {
    lang.pick(format!("{n} assumed"), format!("其中 {n} 个基于假设"))
}

/// The status line: how many assertions hold.
pub fn asserted(lang: Lang, held: u32, all: u32) -> String {
    lang.pick(format!("{held} of {all} assertions hold"), format!("{all} 条断言中 {held} 条成立"))
}

/// The status line: how many errors there are.
pub fn errors(lang: Lang, n: usize) -> String {
    let plural = if n == 1 { "" } else { "s" };
    lang.pick(format!("{n} error{plural}"), format!("{n} 个错误"))
}

/// What a reader has marked.
pub fn guess(lang: Lang, answer: Answer) -> &'static str {
    match answer {
        Answer::Stack => lang.pick("stack?", "栈？"),
        Answer::Heap => lang.pick("heap?", "堆？"),
    }
}

/// How a quiz went.
pub fn score(lang: Lang, right: u32, total: u32) -> String {
    lang.pick(format!("{right} of {total} right"), format!("{total} 题答对 {right} 题"))
}

/// A line number in prose.
pub fn line(lang: Lang, n: u32) -> String {
    lang.pick(format!("Line {n}"), format!("第 {n} 行"))
}

#[cfg(test)]
mod tests {
    use super::{super::assert_translated, *};

    #[test]
    fn every_text_is_in_both_languages() {
        for key in Key::ALL {
            assert_translated(&format!("{key:?}"), key.get(Lang::En), key.get(Lang::Zh));
        }
        for (en, zh) in PHRASES {
            assert_translated("phrase", en, zh);
        }
        assert_translated("counts", &counts(Lang::En, 1, 2), &counts(Lang::Zh, 1, 2));
        assert_translated("loading", &loading(Lang::En, "fmt"), &loading(Lang::Zh, "fmt"));
        for (package, place) in [("fmt", "fmt/print.go:237"), ("builtin", "")] {
            let [en, zh] = Lang::ALL.map(|lang| declared(lang, package, place));
            assert_translated("declared", &en, &zh);
        }
        assert_translated("assumed", &assumed(Lang::En, 1), &assumed(Lang::Zh, 1));
        assert_translated("asserted", &asserted(Lang::En, 1, 2), &asserted(Lang::Zh, 1, 2));
        assert_translated("errors", &errors(Lang::En, 1), &errors(Lang::Zh, 1));
        for answer in [Answer::Stack, Answer::Heap] {
            assert_translated("guess", guess(Lang::En, answer), guess(Lang::Zh, answer));
        }
        assert_translated("score", &score(Lang::En, 1, 2), &score(Lang::Zh, 1, 2));
        assert_translated("line", &line(Lang::En, 1), &line(Lang::Zh, 1));
    }

    #[test]
    fn counts_are_grammatical() {
        assert_eq!(errors(Lang::En, 1), "1 error");
        assert_eq!(errors(Lang::En, 2), "2 errors");
        assert_eq!(counts(Lang::En, 2, 3), "2 heap, 3 stack");
    }
}

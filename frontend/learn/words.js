// What the pane itself says. Lessons are files; verdicts and scores come from
// the analysis.

const WORDS = {
  views: ["What to learn", "学习内容"],
  lesson: ["Lesson", "课程"],
  quiz: ["Quiz", "测验"],
  check: ["Check it", "自己验证"],
  sheet: ["Cheat sheet", "速查表"],

  textSays: ["The text says", "原文说"],
  heap: ["on the heap", "在堆上"],
  small: ["on the stack if it is small at run time", "运行时足够小才在栈上"],
  leak: ["a parameter leaks", "参数泄漏"],
  stack: ["on the stack", "在栈上"],
  none: ["no allocation", "无需分配"],
  unmarked: ["no mark", "没有标记"],
  changedLine: ["This line is no longer in your version of the program.", "你修改过的程序里已经没有这一行。"],
  loading: ["Loading…", "正在加载…"],
  failed: ["This could not be loaded.", "加载失败。"],
  lessons: ["A lesson for each example", "每个示例一课"],
  lessonsHint: ["This program is your own. Each example has a lesson that goes with it:", "这是你自己的程序。每个示例都配有一课："],
  scenarios: ["What makes values escape", "触发逃逸的场景"],
  table: ["Escapes or not?", "逃还是不逃"],
  before: ["Lesson before", "上一课"],
  after: ["Next lesson", "下一课"],

  quizHint: ["Stack or heap? The verdicts are hidden while you mark each line that allocates something, or could. A line is “heap” if anything on it is.", "栈还是堆？测验时不显示结论，请标出每一个会（或可能）分配内存的行。一行里只要有一个值在堆上，就算“堆”。"],
  quizCount: ["Lines in question: $", "要判断的行数：$"],
  noQuiz: ["There is nothing to guess in this program: nothing on it has a certain answer.", "这段程序里没有可猜的内容：没有答案确定的行。"],
  refused: ["gc refuses this program. Mend the errors first.", "gc 拒绝编译这段程序，请先改正错误。"],
  begin: ["Begin", "开始"],
  again: ["Once more", "再来一次"],
  end: ["End the quiz", "结束测验"],
  grade: ["Show the answers", "查看答案"],
  answered: ["Marked: $", "已标记：$"],
  line: ["Line $", "第 $ 行"],
  goLine: ["Show line $ in the editor", "在编辑器中显示第 $ 行"],
  isStack: ["stack", "栈"],
  isHeap: ["heap", "堆"],
  right: ["right", "对"],
  wrong: ["wrong", "错"],
  open: ["not marked", "未标记"],
  scored: ["$1 of $2 right", "$2 题答对 $1 题"],
  answer: ["It is on the $.", "答案：$。"],
  quizOver: ["Choose a line to see its way and gc's reasons below.", "选择一行，即可在下方看到路径和 gc 的理由。"],

  checkHint: ["Do not believe this page: ask the compiler. You need Go 1.27; with another Go, put GOTOOLCHAIN=go1.27.3 in front and it is fetched.", "不要轻信本页，去问编译器。需要 Go 1.27；如果装的是别的版本，在命令前加上 GOTOOLCHAIN=go1.27.3 会自动下载。"],
  askCompiler: ["Ask the compiler", "询问编译器"],
  askHint: ["Save the program as $ in an empty folder, and there:", "把程序存为空文件夹里的 $，然后在那里运行："],
  askHintAll: ["Save the files in an empty folder, and where the open one is:", "把这些文件存到空文件夹里，在当前文件所在的目录运行："],
  measure: ["Measure a function", "测量一个函数"],
  whichFunction: ["Function", "函数"],
  noFunctions: ["There is no function in this program that a benchmark could call.", "这段程序里没有基准测试可以调用的函数。"],
  benchHint: ["The file bench_test.go beside it. It measures the function as it stands; called directly it may be inlined, and allocate less. The arguments are examples: put in what your program uses.", "同一文件夹里的 bench_test.go。它测量的是函数本身；直接调用则可能被内联，分配更少。参数只是示例，请换成程序实际使用的值。"],
  benchNil: ["An argument could not be made up and is nil: the function may panic.", "有的参数无法凭空构造，只好用 nil：函数可能会 panic。"],
  benchNoBody: ["This package declares a function without a body. `go vet` takes the file; to run it, the function's code has to be there.", "这个包声明了没有函数体的函数。`go vet` 可以通过；要运行，还需要提供那个函数的实现。"],
  benchForever: ["It gets a channel. If it waits for more than the benchmark sends, it will not end.", "它接收一个 channel。如果它等待的比基准测试发送的多，就不会结束。"],
  compare: ["Compare before and after", "比较修改前后"],
  compareHint: ["allocs/op and B/op are what counts here; ns/op needs a quiet machine and ten runs. benchstat says whether a difference is one.", "这里要看的是 allocs/op 和 B/op；ns/op 需要安静的机器并运行十次。benchstat 会告诉你差异是否可信。"],
  where: ["See where it is allocated", "查看在哪里分配"],
  whereHint: ["A memory profile counts allocations by line, those inside of packages that you call as well.", "内存剖析按行统计分配，包括你所调用的包内部的分配。"],
  running: ["Watch a program that runs", "观察运行中的程序"],
  runningHint: ["One line for each collection: how often, and how much is alive.", "每次垃圾回收打印一行：多久一次，还有多少存活。"],
  assert: ["Keep it that way", "保持下去"],
  assertHint: ["Comments are checked while you type, and by the command line tool in CI: exit status 3 if one does not hold.", "注释会边写边检查；在 CI 里由命令行工具检查，有断言不成立时退出码为 3。"],
  commentMessages: ["what gc decides; the pane “gc -m” has the same lines", "gc 的结论，与“gc -m 输出”一栏相同"],
  commentWhy: ["with the reasons, way by way", "附带每一步的理由"],
  commentNoInline: ["each function as it stands, without inlining", "不内联，逐个函数地看"],
  commentAll: ["all packages of a module; in the text: -gcflags=\"-m -m\"", "模块里的全部包；原文写作 -gcflags=\"-m -m\""],
  commentChange: ["change the program, and", "修改程序，然后"],
  commentOnce: ["once", "只需一次"],

  print: ["Open as a page to print", "打开可打印的页面"],
  program: ["Program text", "程序文本"],
  copy: ["Copy", "复制"],
  copied: ["Copied", "已复制"],
  notCopied: ["Not allowed", "不允许复制"],
};

/** For the test: every text in both languages. */
export const all = Object.entries(WORDS);

/** What says texts in the language of `tag`; `$` in a text stands for a value, `$1` and `$2` for two. */
export function speaker(tag) {
  const index = /^zh\b/i.test(tag) ? 1 : 0;
  return (key, ...values) => WORDS[key][index].replaceAll(/\$(\d?)/g, (_, number) => values[number ? number - 1 : 0] ?? "");
}

// What the widget itself says. Verdicts and reasons are not here: they come
// from the analysis, in the site's words.

const WORDS = {
  code: ["Go code with verdicts of escape analysis", "带逃逸分析结论的 Go 代码"],
  folded: ["Show $ more lines", "显示另外 $ 行"],
  unfolded: ["Hide $ lines", "隐藏 $ 行"],
  edit: ["Edit", "编辑"],
  done: ["Done", "完成"],
  reset: ["Reset", "恢复原文"],
  copy: ["Copy", "复制"],
  copied: ["Copied", "已复制"],
  notCopied: ["Not allowed", "不允许复制"],
  waiting: ["analysing…", "分析中…"],
  failed: ["The verdicts could not be loaded.", "结论加载失败。"],
  gaveUp: ["The analysis fails on this text.", "分析在这段代码上失败了。"],
  tooLarge: ["This program is too large to be analysed in a browser.", "这段代码过大，无法在浏览器中分析。"],
  noEditor: ["The editor could not be loaded.", "编辑器加载失败。"],
  badLines: ["“$” is no list of lines.", "“$”不是行号列表。"],
  close: ["Close", "关闭"],
  site: ["Go’s escape analysis in your browser", "浏览器里的 Go 逃逸分析"],
  quiz: ["Stack or heap? Mark each line.", "栈还是堆？请标出每一行。"],
  noQuiz: ["There is nothing to guess in this program.", "这段程序里没有可猜的内容。"],
  line: ["Line $", "第 $ 行"],
  stack: ["stack", "栈"],
  heap: ["heap", "堆"],
  check: ["Check", "查看答案"],
  again: ["Try again", "再试一次"],
  right: ["right", "正确"],
  wrong: ["wrong", "错误"],
  open: ["not answered", "未作答"],
  frame: ["Go code with escape analysis: $", "带逃逸分析的 Go 代码：$"],
};

/** Says `key` in the language of a BCP 47 tag; `$` is `value`. */
export const speaker = (tag) => {
  const index = /^zh\b/i.test(tag) ? 1 : 0;
  // Not a pattern: `value` may have dollars in it.
  const say = (key, value = "") => WORDS[key][index].replace("$", () => value);
  return Object.assign(say, { tag: ["en", "zh-Hans"][index] });
};

/** Every text in both languages, for the tests. */
export const all = Object.entries(WORDS);

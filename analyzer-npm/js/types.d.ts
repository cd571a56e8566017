// What `analyze` and `advise` take and give; a report is what `escapade -json` prints.
// Made from the Rust types by `UPDATE_EXPECT=1 cargo test -p analyzer-npm`.
//
// Places count as Go does: lines from 1, columns in bytes of UTF-8 from 1; spans
// are offsets in bytes. An enum's value is its name, or an object with its name
// as the only key and what belongs to it as the value.

/**
 * What an edit does. The names in it are as they are in the text.
 */
export type Advice = { "ReturnValue": { 
/**
 * The function.
 */
function: string, 
/**
 * What is returned now.
 */
ty: string, } } | { "CallerBuffer": { 
/**
 * The function.
 */
function: string, 
/**
 * The parameter it gets.
 */
param: string, } } | { "Strconv": { 
/**
 * The call, such as `fmt.Sprintf`.
 */
call: string, } } | { "AppendToBuffer": { 
/**
 * The call, such as `fmt.Sprintf`.
 */
call: string, } } | { "Builder": { 
/**
 * The variable.
 */
name: string, } } | "AppendStrings" | { "MapOfValues": { 
/**
 * The map.
 */
name: string, 
/**
 * What it holds now.
 */
ty: string, } } | { "ConcreteType": { 
/**
 * What it is called.
 */
name: string, 
/**
 * Its type now.
 */
ty: string, } } | { "ConcreteElements": { 
/**
 * What it is called.
 */
name: string, 
/**
 * The elements' type now.
 */
ty: string, } } | { "CaptureCopy": { 
/**
 * The variable.
 */
name: string, } } | { "CaptureParts": { 
/**
 * The variable.
 */
name: string, } } | "CaptureArguments" | { "KeepCopy": { 
/**
 * The variable.
 */
name: string, } } | { "WithoutReflect": { 
/**
 * The variable.
 */
name: string, } } | { "Constant": { 
/**
 * The variable.
 */
name: string, } } | { "SameArgument": { 
/**
 * The parameter.
 */
name: string, 
/**
 * The constant.
 */
value: string, } } | { "Hoist": { 
/**
 * The variable that holds it.
 */
name: string, } } | { "NoEscape": { 
/**
 * The function.
 */
function: string, } } | { "Pool": { 
/**
 * The pool.
 */
pool: string, } };

/**
 * What `advise` gives.
 */
export type AdviceAnswer = { 
/**
 * The report on the files as they are.
 */
report: Report, 
/**
 * Edits, each of which was tried: it compiles and takes something off the heap.
 */
offers: Array<CodedOffer>, 
/**
 * Values that allocate and on whose lines nothing is offered, with what would
 * have to be decided by somebody who knows the program.
 */
withheld: Array<Withheld>, };

/**
 * What advice is wanted about; without a file about all, without a line about all of it.
 */
export type AdviceQuestion = { 
/**
 * The name of a file.
 */
file?: string, 
/**
 * The number of a line, from 1.
 */
line?: number, };

/**
 * What to analyse, and how.
 */
export type AnalyzeOptions = { 
/**
 * Only parse and type-check: errors and nothing else.
 */
check?: boolean, 
/**
 * Explain in gc's words too, as `-m=2` does.
 */
explain?: boolean, 
/**
 * Do not inline: gc's `-l`.
 */
noInline?: boolean, 
/**
 * The language version, such as `go1.21`; by default that of the release.
 */
lang?: string, 
/**
 * The import path of the package; by default `command-line-arguments`.
 */
package?: string, };

/**
 * What a comment asserts, and whether that is so.
 */
export type Assertion = { 
/**
 * The comment.
 */
place: Place, 
/**
 * What it asserts.
 */
kind: AssertionKind, 
/**
 * Whether that is so.
 */
outcome: AssertionOutcome, 
/**
 * The locations that decide it, as indices into the report's `locations`:
 * those on the heap, or whose size decides; if neither matters, all of the
 * line.
 */
sites: Array<number>, };

/**
 * What a comment asserts.
 */
export type AssertionKind = { "NoHeap": { 
/**
 * The function, as gc prints it.
 */
function: string, 
/**
 * Its name in the declaration.
 */
place: Place, } } | "WantHeap" | "WantStack";

/**
 * Whether an assertion holds.
 */
export type AssertionOutcome = "Holds" | "Fails" | "DependsOnSize" | "NoValue" | { "Undecided": Undecided };

/**
 * What the reader has to make sure of, because nobody else can.
 */
export type Caution = "Ownership" | "Promise" | "ZeroForMissing";

/**
 * A variable or a value.
 */
export type Cell = { 
/**
 * Where it is.
 */
region: Region, 
/**
 * How gc prints it; of what is the caller's, the parameter that leads there.
 */
name: string, 
/**
 * The type of what it holds; empty if that is not known.
 */
ty: string, 
/**
 * How many bytes it has; `None` if that depends on the run.
 */
size: number | null, 
/**
 * On the heap: how many bytes the allocator takes for it.
 */
taken: number | null, 
/**
 * Where it is declared or written; of what was inlined, where the call is.
 */
place: Place, 
/**
 * For what came with an inlined call: that call and those whose inlined
 * code it stands in, outermost first.
 */
calls: Array<InlinedCall>, };

/**
 * An offer with the permanent name of its advice.
 */
export type CodedOffer = { 
/**
 * Such as `return-value`.
 */
code: string, 
/**
 * What it does.
 */
advice: Advice, 
/**
 * What to be careful about.
 */
caution: Caution | null, 
/**
 * The value that it is about.
 */
place: Place, 
/**
 * How gc prints it; empty for what gc says nothing about.
 */
value: string, 
/**
 * The edits, in order; they do not overlap.
 */
edits: Array<Edit>, 
/**
 * What it is good for.
 */
effect: Effect, };

/**
 * What would have to be decided before a value could leave the heap.
 */
export type Decision = "Goroutine" | "DeferInLoop" | "Shared" | "KeptLiteral" | "Returned" | "Stored" | "Sent" | "PassedOn" | "UnknownCallee" | "Interface" | "InterfaceInMap" | "InMap" | "Appended" | "TooLarge" | "UnknownSize" | "OutlivesLoop" | "Channel" | "Panic" | "IfSmall" | "GrowingString" | "Other";

/**
 * What is wrong with a comment that was probably meant to assert something.
 */
export type DirectiveMistake = "Unknown" | "Misplaced" | "Misspelt";

/**
 * A replacement in a file.
 */
export type Edit = { 
/**
 * The file, by its place among those that are analysed.
 */
file: number, 
/**
 * The bytes that go.
 */
span: Span, 
/**
 * What comes in their place.
 */
text: string, };

/**
 * What an edit is good for: figures of the text as it is, and of the edited
 * text, which was analysed.
 */
export type Effect = { 
/**
 * All of the package before.
 */
before: Spent, 
/**
 * And after.
 */
after: Spent, 
/**
 * The functions that differ.
 */
functions: Array<FunctionEffect>, };

/**
 * One line of what gc prints at `-m=2`.
 */
export type Explanation = { 
/**
 * Where.
 */
place: Place, 
/**
 * gc's text behind the position.
 */
text: string, };

/**
 * A `//line` directive in one of the report's files.
 */
export type FileDirective = { 
/**
 * The file that it is in.
 */
file: number, 
/**
 * From here on it holds, up to the next one in that file.
 */
start: LineCol, 
/**
 * Which place counts as which line and column.
 */
origin: Origin, 
/**
 * The file that it names: an index into [`Report::files`].
 */
names: number, };

/**
 * What an edit changes for one function.
 */
export type FunctionEffect = { 
/**
 * The function, as gc prints it.
 */
name: string, 
/**
 * Its places on the heap before.
 */
before: number, 
/**
 * And after.
 */
after: number, };

/**
 * What one function asks the heap for each time it is called, without what
 * the functions allocate that it calls; what is inlined is its own.
 */
export type FunctionLedger = { 
/**
 * The name as gc prints it: `f`, `(*T).M`, `f.func1`, `g[go.shape.int]`.
 */
name: string, 
/**
 * Where it is declared.
 */
place: Place, 
/**
 * For a function literal: which of [`Report::functions`] it stands in.
 */
parent: number | null, 
/**
 * Its places that allocate, or may.
 */
sites: Array<HeapSite>, };

/**
 * An error that makes gc refuse the program.
 */
export type GoError = { 
/**
 * Where.
 */
place: Place, 
/**
 * The permanent code.
 */
code: string, 
/**
 * gc's wording.
 */
message: string, 
/**
 * The names and types in it.
 */
args: Array<string>, };

/**
 * Why something is on the heap: the first cause on its path.
 */
export type HeapReason = "Returned" | "Stored" | "Sent" | "Captured" | "PassedToLeakingParam" | "PassedToUnknownCall" | "Boxed" | "StoredInMap" | "Appended" | "TooLarge" | "SizeNotConstant" | "OutlivesLoop" | "Channel" | "Panicked" | "Other";

/**
 * A place that allocates, or may. The counts are for reaching it once.
 */
export type HeapSite = { 
/**
 * Index into [`Report::locations`].
 */
location: number, 
/**
 * How many objects are made at least.
 */
least: number, 
/**
 * How many at most; `None` if that depends on the run.
 */
most: number | null, 
/**
 * How many bytes they take if they are made, as the allocator's size
 * classes have it; `None` if that depends on the run.
 */
bytes: number | null, 
/**
 * Whether it is in a loop of the function.
 */
in_loop: boolean, };

/**
 * A call that was inlined.
 */
export type InlinedCall = { 
/**
 * The function that is called, as gc prints it.
 */
function: string, 
/**
 * Where the call was written.
 */
place: Place, };

/**
 * Where something in inlined code was written.
 */
export type InlinedFrom = { 
/**
 * The function, as gc prints it.
 */
function: string, 
/**
 * The place in it; its file may be none of the report's.
 */
place: Place, };

/**
 * A file of the package that is analysed.
 */
export type InputFile = { 
/**
 * The name that messages use, for example `main.go`.
 */
name: string, 
/**
 * The Go code.
 */
text: string, };

/**
 * Verdict classes from harmless to bad; the order is the order of badness.
 */
export type LineClass = "NoAllocation" | "Stack" | "Leak" | "StackIfSmall" | "Heap";

/**
 * A place as people and gc's messages name it; both numbers start at 1 and
 * the column counts bytes.
 */
export type LineCol = { 
/**
 * Line, from 1.
 */
line: number, 
/**
 * Column in bytes, from 1.
 */
col: number, };

/**
 * What a line shows: the worst of its locations.
 */
export type LineVerdict = { 
/**
 * Index into [`Report::files`].
 */
file: number, 
/**
 * The line, from 1.
 */
line: number, 
/**
 * The worst verdict on it.
 */
worst: LineClass, 
/**
 * Indices into [`Report::locations`].
 */
locations: Array<number>, 
/**
 * Indices into [`Report::notes`].
 */
notes: Array<number>, 
/**
 * Indices into [`Report::assertions`].
 */
assertions: Array<number>, };

/**
 * What a location stands for.
 */
export type LocationKind = "Variable" | "Param" | "Result" | "New" | "Literal" | "Make" | "Closure" | "MethodValue" | "Boxing" | "StringConversion" | "Concatenation" | "Append" | "VariadicArgs" | "GoDefer";

/**
 * What happens to one variable, parameter or allocating expression.
 */
export type LocationVerdict = { 
/**
 * Where it is declared or written.
 */
place: Place, 
/**
 * How gc prints it: a name, or an expression such as `&T{...}`.
 */
text: string, 
/**
 * What kind of thing it is.
 */
what: LocationKind, 
/**
 * The verdict.
 */
verdict: Verdict, 
/**
 * The way of its address to where it had to escape, first step first;
 * empty if it does not escape.
 */
path: Array<PathStep>, 
/**
 * Whether the verdict rests on an assumption about unknown code.
 */
assumed: boolean, 
/**
 * The instances of generic code for which this is the verdict, such as
 * `f[go.shape.int]`, if it is another one for others.
 */
instances: Array<string>, 
/**
 * For what came with an inlined call, which is what the place is then.
 */
inlined: InlinedFrom | null, 
/**
 * The function that it is in: an index into [`Report::functions`].
 */
function: number | null, };

/**
 * One `-m` line of gc.
 */
export type Message = { 
/**
 * Where.
 */
place: Place, 
/**
 * What kind of line it is.
 */
kind: MessageKind, 
/**
 * gc's text behind the position.
 */
text: string, 
/**
 * Whether this line could be different if all that the program imports
 * could be seen.
 */
assumed: boolean, };

/**
 * The kinds of `-m` lines.
 */
export type MessageKind = "MovedToHeap" | "EscapesToHeap" | "DoesNotEscape" | "LeakingParam" | "LeakingParamContent" | "LeakingParamToResult" | "ZeroCopy" | "SelfAssignment" | "Uintptr" | "Inlining" | "BoundsCheck";

/**
 * Why nothing is allocated.
 */
export type NoAllocationReason = "ZeroSize" | "ReadOnlyData" | "SmallValue" | "ZeroCopy";

/**
 * Something that had to be assumed.
 */
export type Note = { 
/**
 * Where.
 */
place: Place, 
/**
 * What.
 */
kind: NoteKind, };

/**
 * The kinds of notes.
 */
export type NoteKind = { "UnknownPackage": { 
/**
 * The import path.
 */
path: string, } } | { "NeverInstantiated": { 
/**
 * The function's name.
 */
name: string, } } | { "Directive": { 
/**
 * The comment.
 */
text: string, 
/**
 * What is wrong with it.
 */
mistake: DirectiveMistake, } };

/**
 * Which place counts as which line and column.
 */
export type Origin = { 
/**
 * The place: that of the byte behind the comment, whose line break belongs
 * to it. gc takes a comment of several lines for one.
 */
at: LineCol, 
/**
 * The line to report for `at`.
 */
line: number, 
/**
 * The column to report for `at`; 0 means that columns are unknown.
 */
col: number, };

/**
 * Where a parameter's value may go.
 */
export type ParamFlow = { "Heap": { 
/**
 * How many dereferences.
 */
level: number, } } | { "Result": { 
/**
 * Which result, from 0.
 */
index: number, 
/**
 * How many dereferences.
 */
level: number, } };

/**
 * One operation of a [`PathStep`].
 */
export type PathNote = { 
/**
 * Where it stands.
 */
place: Place, 
/**
 * The expression as gc prints it.
 */
text: string, 
/**
 * What happens to the value.
 */
why: Why, };

/**
 * One assignment on the way to the heap.
 */
export type PathStep = { 
/**
 * The flow as gc writes it, for example `p ← &x`.
 */
flow: string, 
/**
 * The operations that make up the flow, innermost first.
 */
notes: Array<PathNote>, };

/**
 * What one function has in memory when it returns.
 */
export type Picture = { 
/**
 * The function: an index into [`super::Report::functions`].
 */
function: number, 
/**
 * What there is; those that have to do with pointers first.
 */
cells: Array<Cell>, 
/**
 * Which may point where.
 */
pointers: Array<Pointer>, 
/**
 * How many more variables and values there are, which are left out.
 */
more: number, };

/**
 * A place in one of the report's files.
 */
export type Place = { 
/**
 * Index into [`Report::files`]; past its end for what the compiler made
 * itself, which gc says is in `<autogenerated>`.
 */
file: number, 
/**
 * Line and byte column, where gc's message points; column 0 is not printed.
 */
at: LineCol, 
/**
 * The bytes to underline.
 */
span: Span, };

/**
 * One cell may point to another: indices into [`Picture::cells`].
 */
export type Pointer = { 
/**
 * Where the pointer is.
 */
from: number, 
/**
 * Where it points.
 */
to: number, };

/**
 * Where something is.
 */
export type Region = "Frame" | "Heap" | "Captured" | "Caller" | "Elsewhere";

/**
 * Everything that is known about one package.
 */
export type Report = { 
/**
 * The import path; `command-line-arguments` for a list of files.
 */
package: string, 
/**
 * The names of the files, in the order they were given, and behind them
 * those of other packages that messages point to and those that `//line`
 * directives name; `file` numbers elsewhere index this list.
 */
files: Array<string>, 
/**
 * The `//line` directives in these files, sorted by `file` and `start`.
 * Places are places in the text; [`Report::line`] says what gc
 * makes of them.
 */
line_directives: Array<FileDirective>, 
/**
 * Errors in the Go code, in the order in which gc finds them (it gives up
 * at the tenth) and in gc's words.
 */
errors: Array<GoError>, 
/**
 * gc's `-m` lines in gc's order.
 */
messages: Array<Message>, 
/**
 * All that gc prints at `-m=2`, line by line in gc's order: explanations
 * and, between them, the lines of `messages`. Empty unless asked for.
 */
explanations: Array<Explanation>, 
/**
 * One verdict per location (variable, parameter, allocating expression).
 */
locations: Array<LocationVerdict>, 
/**
 * What had to be assumed, by place.
 */
notes: Array<Note>, 
/**
 * What each function asks the heap for: declared functions as they stand,
 * then the literals in them.
 */
functions: Array<FunctionLedger>, 
/**
 * What comments assert, and whether that is so, in the order of the text.
 */
assertions: Array<Assertion>, 
/**
 * One entry per line that has a verdict, a note or an assertion, sorted by
 * file and line.
 */
lines: Array<LineVerdict>, 
/**
 * The counts that a status line shows.
 */
summary: Summary, 
/**
 * The memory of one function, if it was asked for.
 */
picture: Picture | null, };

/**
 * A half-open range of byte offsets in one file.
 */
export type Span = { 
/**
 * Offset of the first byte.
 */
start: number, 
/**
 * Offset past the last byte.
 */
end: number, };

/**
 * Places that allocate.
 */
export type Spent = { 
/**
 * Places on the heap, without appends.
 */
heap: number, 
/**
 * Places in loops, those that may allocate included, appends not.
 */
in_loop: number, 
/**
 * Places that allocate only when something is larger than the room that
 * is there: appends, and what is on the stack if it is small.
 */
maybe: number, 
/**
 * What calls into other packages allocate that the edit removes or adds.
 */
inside: number, };

/**
 * The counts for a status line.
 */
export type Summary = { 
/**
 * Locations on the heap.
 */
heap: number, 
/**
 * Locations on the stack, "if small" included.
 */
stack: number, 
/**
 * Locations that need no storage.
 */
none: number, 
/**
 * Verdicts that rest on an assumption.
 */
assumed: number, 
/**
 * Assertions.
 */
assertions: number, 
/**
 * Assertions that hold.
 */
held: number, };

/**
 * Why an assertion cannot be decided.
 */
export type Undecided = "Errors" | "NeverInstantiated" | "NoCode" | "UnknownCode";

/**
 * gc says "escapes" or "does not escape"; this says what that means.
 */
export type Verdict = "Stack" | { "Heap": HeapReason } | "StackIfSmall" | { "NoAllocation": NoAllocationReason } | { "Param": Array<ParamFlow> };

/**
 * What happens to a value on its way, such as `address-of` or `return`.
 */
export type Why = "address-of" | "indirection" | "dot" | "dot of pointer" | "fixed-array-index-of" | "slice" | "interface-converted" | "slice-to-array" | "array literal element" | "slice-literal-element" | "struct literal element" | "map literal key" | "map literal value" | "key of map put" | "reflect.Header.Data" | "spill" | "range" | "range-deref" | "switch case" | "send" | "assign" | "assign-pair" | "assign-pair-dot-type" | "assign-pair-mapr" | "assign-pair-receive" | "return" | "call parameter" | "unknown call parameter" | "callee operand" | "appendee slice" | "appended slice..." | "copied slice" | "//go:uintptrescapes" | "reference" | "captured by a closure" | "too large for stack" | "too aligned for stack" | "zero-sized element";

/**
 * A value that allocates, and for which no edit is offered.
 */
export type Withheld = { 
/**
 * Where it is.
 */
place: Place, 
/**
 * How gc prints it; empty for what gc says nothing about.
 */
value: string, 
/**
 * What would have to be decided.
 */
decision: Decision, };

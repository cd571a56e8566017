// A benchmark file for one function of a program: compiles, and calls the
// function with arguments made up from the types of its parameters.
//
// It works on the tree of the editor's Go grammar and on this one program. A
// type that is declared in it is looked into; of other packages a few types
// are known by name (KNOWN), of all others the zero value is taken, which
// compiles whatever the type is. What can't be made up (an interface that
// nothing in the program implements) is nil, and that is said.

/** Values of types of other packages: what stands for them, and the packages that needs. */
const KNOWN = {
  "context.Context": ["context.Background()"],
  "fmt.Stringer": ["time.Duration(8)", "time"],
  "hash.Hash": ["sha256.New()", "crypto/sha256"],
  "http.Handler": ["http.NotFoundHandler()"],
  "*http.Request": ['httptest.NewRequest("GET", "/", nil)', "net/http/httptest"],
  "http.ResponseWriter": ["httptest.NewRecorder()", "net/http/httptest"],
  "io.ByteReader": ['strings.NewReader("go heap stack")', "strings"],
  "io.ReadCloser": ['io.NopCloser(strings.NewReader("go heap stack"))', "io", "strings"],
  "io.Reader": ['strings.NewReader("go heap stack")', "strings"],
  "io.ReadWriter": ["new(bytes.Buffer)", "bytes"],
  "io.StringWriter": ["new(bytes.Buffer)", "bytes"],
  "io.Writer": ["io.Discard"],
  "*log.Logger": ["log.Default()"],
  "*os.File": ["os.Stdin"],
  "reflect.Type": ["reflect.TypeFor[int]()"],
  "reflect.Value": ["reflect.ValueOf(8)"],
  "*regexp.Regexp": ['regexp.MustCompile("go")'],
  "*slog.Logger": ["slog.Default()"],
  "sort.Interface": ["sort.IntSlice{3, 1, 2}"],
  "sync.Locker": ["new(sync.Mutex)"],
  "*testing.B": ["b"],
  "testing.TB": ["b"],
  "time.Duration": ["time.Millisecond"],
  "unsafe.Pointer": ["unsafe.Pointer(new([64]byte))"],
};

const WORDS = ["go", "heap", "stack", "frame"];
const INTEGERS = new Set(["int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "byte", "rune"]);
const UNIVERSE = new Set([...INTEGERS, "any", "bool", "comparable", "complex64", "complex128", "error", "float32", "float64", "string",
  "true", "false", "iota", "nil", "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max", "min",
  "new", "panic", "print", "println", "real", "recover"]);
/** Names of what counts, sizes and indexes. */
const SMALL = /^(n|m|i|j|k|.*(size|count|len|depth|level|index|idx|limit|max|min|num|times|rounds|capacity|width|height))$/i;
/** How deep types are looked into. */
const DEEPEST = 4;

const children = (node) => {
  const found = [];
  for (let child = node?.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
};
const child = (node, name) => children(node).find((each) => each.name === name);
const TYPES = new Set(["TypeName", "QualifiedType", "PointerType", "SliceType", "ArrayType", "MapType", "ChannelType", "FunctionType",
  "StructType", "InterfaceType", "ParameterizedType", "ParenthesizedType", "UnderlyingType"]);
const isType = (node) => TYPES.has(node.name);

/** What a program declares, as far as it is needed here. */
class Program {
  constructor(text, parser) {
    this.text = text;
    this.types = new Map();
    this.imports = new Map();
    this.names = new Set();
    this.functions = [];
    this.methods = new Map();
    this.package = "main";
    for (const node of children(parser.parse(text).topNode)) this.#declare(node);
  }

  at = (node) => this.text.slice(node.from, node.to);

  #declare(node) {
    switch (node.name) {
      case "PackageClause":
        this.package = this.at(child(node, "DefName") ?? node);
        break;
      case "ImportDecl":
        for (const spec of this.#specs(node, "ImportSpec")) {
          const path = this.at(child(spec, "String")).slice(1, -1);
          const name = child(spec, "DefName");
          const local = child(spec, ".") ? "." : name ? this.at(name) : path.replace(/\/v\d+$/, "").split("/").at(-1);
          this.imports.set(local, { path, spelled: name || local === "." ? `${local} ` : "" });
        }
        break;
      case "TypeDecl":
        for (const spec of this.#specs(node, "TypeSpec")) {
          const name = this.at(child(spec, "DefName") ?? spec);
          const type = children(spec).filter(isType).at(-1);
          this.types.set(name, { type, parameters: this.#parameters(child(spec, "TypeParams")), isAlias: Boolean(child(spec, "=")) });
          this.names.add(name);
        }
        break;
      case "ConstDecl":
      case "VarDecl":
        for (const spec of [...this.#specs(node, "ConstSpec"), ...this.#specs(node, "VarSpec")]) {
          for (const name of children(spec).filter(({ name }) => name === "DefName")) this.names.add(this.at(name));
        }
        break;
      case "FunctionDecl":
      case "MethodDecl":
        this.#function(node);
        break;
    }
  }

  #specs(node, name) {
    return [...children(node), ...children(child(node, "SpecList"))].filter((each) => each.name === name);
  }

  /** The parameters of a type or function: a name and its constraint each. */
  #parameters(list) {
    return children(list).filter(({ name }) => name === "TypeParam").flatMap((group) => {
      const inside = children(group).filter(({ name }) => name !== ",");
      // The constraint comes last and may be a union.
      const names = [];
      while (inside.length > 1 && ["TypeName", "DefName"].includes(inside[0].name)) names.push(this.at(inside.shift()));
      return names.map((name) => ({ name, constraint: inside[0] }));
    });
  }

  #function(node) {
    const lists = children(node).filter(({ name }) => name === "Parameters");
    const isMethod = node.name === "MethodDecl";
    const name = this.at(child(node, isMethod ? "FieldName" : "DefName") ?? node);
    const receiver = isMethod ? this.values(lists.shift())[0] : undefined;
    const found = {
      name,
      receiver,
      parameters: this.values(lists.shift()),
      typeParameters: this.#parameters(child(node, "TypeParams")),
      body: child(node, "Block"),
      line: this.text.slice(0, node.from).split("\n").length,
      end: this.text.slice(0, node.to).split("\n").length,
      node,
    };
    if (receiver) {
      const base = /^\(?\*?\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(this.at(receiver.type))?.[1];
      found.base = base;
      if (!this.methods.has(base)) this.methods.set(base, []);
      this.methods.get(base).push(found);
    } else {
      this.names.add(name);
    }
    if (name !== "_" && !(name === "init" && !isMethod)) this.functions.push(found);
  }

  /** The parameters of a list, one for each name. */
  values(list) {
    return children(list).filter(({ name }) => name === "Parameter").flatMap((group) => {
      const names = children(group).filter(({ name }) => name === "DefName").map(this.at);
      const type = children(group).filter(isType).at(-1);
      const variadic = Boolean(child(group, "..."));
      return (names.length ? names : [""]).map((name) => ({ name, type, variadic }));
    }).filter(({ type }) => type);
  }
}

/** The functions of a program that a benchmark can call. */
export function functions(text, parser) {
  return new Program(text, parser).functions.map(({ name, base, line, end }) => ({ name: base ? `${base}.${name}` : name, line, end }));
}

/**
 * The benchmark file for the function that begins on `line` of `text`, and
 * what is to be known about it: `nil`, `channel`, `noBody`. None if there are
 * type arguments that cannot be made up.
 */
export function benchmark(text, parser, line) {
  const program = new Program(text, parser);
  const func = program.functions.find((each) => each.line === line);
  return func && new Bench(program, func).file();
}

class Bench {
  #program;
  #func;
  /** By spelling (`str "strings"`): the name that the package has in the file. */
  #imports = new Map();
  /** Names that can only come from an import with a dot. */
  #dotted = new Set();
  /** Declared types that are being looked into. */
  #busy = new Set();
  #statements = [];
  #taken = new Set(["b"]);
  #notes = new Set();
  #count = 0;
  /** There are type parameters that no types can be made up for. */
  #impossible = false;

  constructor(program, func) {
    this.#program = program;
    this.#func = func;
    this.#import("testing");
  }

  file() {
    const { name, receiver, base, parameters, typeParameters, body } = this.#func;
    let env = this.#instance(typeParameters, new Map());
    let callee = name;
    const args = [];
    if (receiver) {
      // The receiver's type parameters have names of their own.
      const declared = this.#program.types.get(base)?.parameters ?? [];
      const instance = this.#instance(declared, new Map());
      const own = [...this.#program.at(receiver.type).matchAll(/[[,]\s*([\p{L}_][\p{L}\p{N}_]*)/gu)].map(([, name]) => name);
      env = new Map(declared.map(({ name }, index) => [own[index] ?? name, instance.get(name)]));
      const pointer = receiver.type.name === "PointerType";
      const type = pointer ? children(receiver.type).find(isType) : receiver.type;
      const value = this.#value(type, env, 0);
      const variable = this.#variable(receiver.name && receiver.name !== "_" ? receiver.name : "receiver");
      this.#declare(variable, value, type, env);
      args.push(pointer ? `&${variable}` : variable);
      callee = `${pointer ? `(*${this.#type(type, env)})` : this.#type(type, env)}.${name}`;
    } else if (typeParameters.length) {
      callee += `[${typeParameters.map(({ name }) => env.get(name).text).join(", ")}]`;
    }
    parameters.forEach(({ name, type, variadic }, index) => {
      const variable = this.#variable(name && name !== "_" ? name : `arg${index + 1}`);
      if (variadic) {
        this.#statements.push(`${variable} := ${this.#slice(type, env, 0)}`);
      } else if (!this.#channel(variable, name, type, env)) {
        this.#declare(variable, this.#value(type, env, 0, index, name), type, env);
      }
      args.push(variadic ? `${variable}...` : variable);
    });
    if (this.#impossible) return undefined;
    if (this.#program.functions.some(({ body }) => !body)) this.#notes.add("noBody");
    const suffix = this.#suffix(base, name);
    const lines = [
      "// A variable, so that the call is not inlined.",
      `var measured${suffix} = ${callee}`,
      "",
      `func Benchmark${suffix}(b *testing.B) {`,
      ...this.#statements.flatMap((each) => each.split("\n")).map((each) => `\t${each}`),
      "\tb.ReportAllocs()",
      "\tfor b.Loop() {",
      `\t\tmeasured${suffix}(${args.join(", ")})`,
      "\t}",
      "}",
    ];
    const imports = this.#needed(lines.join("\n"));
    const head = imports.length === 1 ? `import ${imports[0]}` : `import (\n${imports.map((each) => `\t${each}`).join("\n")}\n)`;
    const file = `package ${this.#program.package}\n\n${head}\n\n${lines.join("\n")}\n`;
    return { name: `Benchmark${suffix}`, file, notes: [...this.#notes], runs: Boolean(body) };
  }

  /** What the names of benchmark and variable end with, so that the program has neither. */
  #suffix(base, name) {
    const words = [base, name].filter(Boolean).map((word) => word[0].toUpperCase() + word.slice(1));
    let found = words.join("");
    while (this.#program.names.has(`Benchmark${found}`) || this.#program.names.has(`measured${found}`)) found += "2";
    return found;
  }

  /** A name for a variable that hides nothing. */
  #variable(wanted) {
    let name = wanted;
    const { names, imports } = this.#program;
    const taken = () => this.#taken.has(name) || names.has(name) || imports.has(name) || UNIVERSE.has(name)
      || [...this.#imports.values()].includes(name);
    for (let i = 1; taken(); i += 1) name = `${wanted}Arg${i > 1 ? i : ""}`;
    this.#taken.add(name);
    return name;
  }

  /** Imports `path`, and gives the name that the package has here. */
  #import(path) {
    const own = [...this.#program.imports].find(([name, found]) => found.path === path && name !== "." && name !== "_");
    if (own) return this.#imported(own[0]);
    const last = path.split("/").at(-1);
    const clash = this.#program.names.has(last) || this.#taken.has(last) || this.#program.imports.has(last);
    const name = clash ? `go${last}` : last;
    this.#imports.set(`${clash ? `${name} ` : ""}"${path}"`, name);
    return name;
  }

  /** Imports what the program imports as `name`. */
  #imported(name) {
    const found = this.#program.imports.get(name);
    if (found) this.#imports.set(`${found.spelled}"${found.path}"`, name);
    return name;
  }

  /** The imports that `text` needs. */
  #needed(text) {
    const used = (word) => new RegExp(`(?<![\\p{L}\\p{N}_.])${word}`, "u").test(text);
    if ([...this.#dotted].some(used)) this.#imported(".");
    const path = (spec) => spec.split('"')[1];
    return [...this.#imports].filter(([, name]) => name === "." || used(`${name}\\.`)).map(([spec]) => spec)
      .sort((a, b) => (path(a) < path(b) ? -1 : 1));
  }

  /** Types for type parameters: the first that their constraints allow. */
  #instance(parameters, outer) {
    const env = new Map(outer);
    // A constraint may name parameters that come later: two rounds.
    for (let round = 0; round < 2; round += 1) {
      for (const { name, constraint } of parameters) env.set(name, this.#satisfying(constraint, env));
    }
    return env;
  }

  #satisfying(constraint, env, depth = 0) {
    const int = { text: "int" };
    if (!constraint || depth > DEEPEST) return int;
    const inner = (node) => this.#satisfying(node, env, depth + 1);
    switch (constraint.name) {
      case "TypeElem":
        return inner(children(constraint).find(isType));
      case "UnderlyingType":
        return inner(children(constraint).find(isType));
      case "ParenthesizedType":
        return inner(children(constraint).find(isType));
      case "InterfaceType": {
        const parts = children(child(constraint, "InterfaceBody"));
        const union = parts.find(({ name }) => name === "TypeElem");
        if (union) return inner(union);
        return parts.some(({ name }) => name === "MethodElem") ? { text: this.#type(constraint, env), node: constraint } : int;
      }
      case "TypeName": {
        const name = this.#program.at(constraint);
        if (name === "any" || name === "comparable") return int;
        if (env.has(name)) return env.get(name);
        const declared = this.#program.types.get(name);
        if (declared?.type?.name !== "InterfaceType") break;
        const parts = children(child(declared.type, "InterfaceBody"));
        if (parts.some(({ name }) => name === "TypeElem")) {
          const found = this.#implementing(declared.type, name);
          // A type that is made up has no methods.
          if (!found && parts.length > 1 && parts.some((part) => this.#program.at(part) === "error")) this.#impossible = true;
          return found ?? inner(declared.type);
        }
        if (!parts.some(({ name }) => name === "MethodElem")) return int;
        break;
      }
      case "ParameterizedType":
        // `interface{ *T; M() }`: T would have to be a type with such a method.
        if (this.#program.types.has(this.#program.at(constraint.firstChild))) this.#impossible = true;
        break;
      case "QualifiedType": {
        const text = this.#program.at(constraint);
        if (/\.(Ordered|Integer|Signed|Unsigned|Complex)$/.test(text)) return int;
        if (/\.Float$/.test(text)) return { text: "float64" };
      }
    }
    return { text: this.#type(constraint, env), node: constraint, env: new Map(env) };
  }

  /** A type as it is written, with type parameters replaced. */
  #type(node, env) {
    let text = "";
    let from = node.from;
    const visit = (at) => {
      if (at.name === "QualifiedType") {
        this.#imported(this.#program.at(at.firstChild));
        return;
      }
      if (at.name === "TypeName") {
        const name = this.#program.at(at);
        if (env.has(name)) {
          text += this.#program.text.slice(from, at.from) + env.get(name).text;
          from = at.to;
        } else if (!this.#program.types.has(name) && !UNIVERSE.has(name)) {
          this.#dotted.add(name);
        }
      }
      for (const each of children(at)) visit(each);
    };
    visit(node);
    return text + this.#program.text.slice(from, node.to);
  }

  /** A statement that declares a variable. */
  #declare(variable, value, node, env) {
    const type = this.#type(node, env);
    const zero = value === "nil" || value === `*new(${type})`;
    this.#statements.push(zero ? `var ${variable} ${type}` : `${variable} := ${this.#typed(value, node, env)}`);
  }

  /** An expression for a variable of this type: one without a type of its own is given it. */
  #typed(value, node, env) {
    const type = this.#type(node, env);
    const plain = this.#plain(type);
    const isDefault = { string: /^"/, int: /^-?\d+$/, float64: /^\d+\.\d+$/, bool: /^(true|false)$/, rune: /^'/, int32: /^'/ }[plain];
    if (/^("|'|-?\d|true$|false$)/.test(value) && !isDefault?.test(value)) return `${/^[\w.\[\]]+$/.test(type) ? type : `(${type})`}(${value})`;
    // Or the variable would have the value's type.
    if (this.#isInterface(node, env)) return `${/^[\w.\[\]]+$/.test(type) ? type : `(${type})`}(${value})`;
    return value;
  }

  #plain(type) {
    return UNIVERSE.has(type) && !this.#program.names.has(type) ? type : "";
  }

  #isInterface(node, env) {
    if (node.name === "InterfaceType") return true;
    if (node.name !== "TypeName") return false;
    const name = this.#program.at(node);
    const bound = env.get(name);
    if (bound) return Boolean(bound.node) && this.#isInterface(bound.node, bound.env ?? new Map());
    return ["any", "error"].includes(name) || this.#program.types.get(name)?.type?.name === "InterfaceType";
  }

  /** An expression of this type, or one that can be assigned to it. */
  #value(node, env, depth, index = 0, name = "") {
    const inner = (type) => this.#value(type, env, depth + 1, index, name);
    const parts = children(node).filter(isType);
    if (depth > DEEPEST) return this.#zero(node, env);
    const known = KNOWN[this.#program.at(node).replaceAll(/\s/g, "")];
    if (known && this.#isImported(node)) return this.#known(node, known);
    switch (node.name) {
      case "TypeName": return this.#named(node, env, depth, index, name);
      case "ParenthesizedType": return inner(parts[0]);
      case "PointerType": {
        if (this.#isBusy(parts[0])) return "nil";
        const value = inner(parts[0]);
        if (value.startsWith("*new(")) return value.slice(1);
        if (/^[\p{L}_][\p{L}\p{N}_.]*(\[[^\]{}]*\])?\{/u.test(value)) return `&${value}`;
        return `&${this.#hoisted(this.#typed(value, parts[0], env))}`;
      }
      case "SliceType": return this.#isBusy(parts[0]) ? "nil" : this.#slice(parts[0], env, depth, this.#type(node, env));
      case "ArrayType": return `${this.#type(node, env)}{}`;
      case "MapType": return this.#isBusy(parts[1]) ? "nil" : this.#map(node, parts, env, depth);
      case "ChannelType": return `make(${this.#type(node, env)}, 1)`;
      case "FunctionType": return this.#function(node, env, depth);
      case "StructType": return `${this.#type(node, env)}${this.#fields(node, env, depth)}`;
      case "InterfaceType": return this.#interface(node, env, depth, index);
      case "ParameterizedType": return this.#parameterized(node, env, depth, index);
      default: return this.#zero(node, env);
    }
  }

  /** Whether a type, or what it points to, is one that is being looked into. */
  #isBusy(node) {
    if (node.name === "PointerType") return this.#isBusy(children(node).find(isType));
    const name = this.#program.at(node.name === "ParameterizedType" ? node.firstChild : node);
    return this.#busy.has(name);
  }

  /** Whether the package that a known type names is that package. */
  #isImported(node) {
    const text = this.#program.at(node).replace("*", "");
    const found = this.#program.imports.get(text.split(".")[0].trim());
    return found && found.path.split("/").at(-1) === text.split(".")[0].trim();
  }

  #known(node, [expression, ...paths]) {
    // The type's own package, if the expression is of that.
    const own = this.#program.at(node).replace("*", "").split(".")[0].trim();
    const needed = new Set(paths);
    if (expression.startsWith(`${own}.`)) needed.add(this.#program.imports.get(own).path);
    let text = expression;
    for (const path of needed) {
      const name = this.#import(path);
      const last = path.split("/").at(-1);
      if (name !== last) text = text.replaceAll(new RegExp(`\\b${last}\\.`, "g"), `${name}.`);
    }
    return text;
  }

  #zero(node, env) {
    return `*new(${this.#type(node, env)})`;
  }

  #hoisted(expression) {
    const variable = this.#variable(`value${(this.#count += 1)}`);
    this.#statements.push(`${variable} := ${expression}`);
    return variable;
  }

  #named(node, env, depth, index, hint) {
    const name = this.#program.at(node);
    const bound = env.get(name);
    if (bound) return bound.node ? this.#value(bound.node, bound.env ?? new Map(), depth, index, hint) : this.#basic(bound.text, index, hint);
    const declared = this.#program.types.get(name);
    if (!declared) return (UNIVERSE.has(name) && this.#basic(name, index, hint)) || this.#zero(node, env);
    const { type, isAlias } = declared;
    if (!type) return this.#zero(node, env);
    return this.#declared(name, type, isAlias, new Map(), depth, index, hint);
  }

  /** A value of a declared type: that of what it stands for, called by its name. */
  #declared(name, type, isAlias, env, depth, index, hint) {
    if (depth >= DEEPEST) return type.name === "InterfaceType" ? "nil" : `*new(${name})`;
    if (type.name === "InterfaceType") return this.#interface(type, env, depth, index, name);
    const base = name.split("[")[0];
    if (this.#busy.has(base)) return `*new(${name})`;
    this.#busy.add(base);
    const value = type.name === "StructType" ? this.#fields(type, env, depth) : this.#value(type, env, depth + 1, index, hint);
    this.#busy.delete(base);
    if (type.name === "StructType") return `${name}${value}`;
    if (isAlias || type.name === "FunctionType" || value === "nil") return value;
    const written = this.#type(type, env);
    if (value.startsWith(`${written}{`)) return `${name}${value.slice(written.length)}`;
    return `${name}(${value})`;
  }

  #basic(name, index, hint = "n") {
    if (name === "rune") return "'g'";
    if (INTEGERS.has(name)) {
      // Small integers are boxed without an allocation, which would hide the
      // others; but what counts something had better be small.
      const small = !hint || SMALL.test(hint) || /8$|^byte$/.test(name);
      return String(small ? [8, 3, 5, 2][index % 4] : 4200 + index);
    }
    switch (name) {
      case "string": return JSON.stringify(WORDS[index % WORDS.length]);
      case "bool": return "true";
      case "float32": case "float64": return ["1.5", "2.5", "3.5"][index % 3];
      case "complex64": case "complex128": return "1 + 2i";
      case "any": return String(4200 + index);
      case "error": return `${this.#import("errors")}.New("example")`;
      default: return "";
    }
  }

  #slice(element, env, depth, type = `[]${this.#type(element, env)}`) {
    if (/^\[\](byte|uint8)$/.test(type)) return `${type}("go heap stack")`;
    const written = this.#type(element, env);
    const values = [0, 1, 2].slice(0, depth > 2 ? 1 : 3).map((index) => {
      const value = this.#value(element, env, depth + 1, index);
      return value.startsWith(`${written}{`) ? value.slice(written.length) : value;
    });
    return `${type}{${values.join(", ")}}`;
  }

  #map(node, [key, element], env, depth) {
    // Keys that are constants must differ; of others there is one.
    const entries = [this.#value(key, env, depth + 1, 0)];
    if (/^("|-?\d)/.test(entries[0])) entries.push(this.#value(key, env, depth + 1, 1), this.#value(key, env, depth + 1, 2));
    const written = this.#type(element, env);
    const each = entries.map((name, index) => {
      const value = this.#value(element, env, depth + 1, index);
      return `${name}: ${value.startsWith(`${written}{`) ? value.slice(written.length) : value}`;
    });
    return `${this.#type(node, env)}{${each.join(", ")}}`;
  }

  #fields(node, env, depth) {
    if (depth >= DEEPEST - 1) return "{}";
    const set = [];
    for (const field of children(child(node, "StructBody")).filter(({ name }) => name === "FieldDecl")) {
      const type = children(field).filter(isType).at(-1);
      const names = children(field).filter(({ name }) => name === "FieldName").map(this.#program.at);
      // What is embedded, and what has no name, is left as it is.
      for (const name of names.filter((name) => name !== "_")) {
        if (["InterfaceType", "FunctionType", "ChannelType"].includes(type.name)) continue;
        const value = this.#value(type, env, depth + 1, set.length, name);
        if (value !== "nil" && !value.startsWith("*new(")) set.push(`${name}: ${value}`);
      }
    }
    return `{${set.join(", ")}}`;
  }

  #function(node, env, depth) {
    const [, results] = children(node).filter(({ name }) => name === "Parameters");
    const single = children(node).filter(isType).at(-1);
    const types = results ? this.#program.values(results).map(({ type }) => type) : single ? [single] : [];
    const signature = this.#type(node, env);
    const returned = types.map((type, index) => this.#value(type, env, depth + 1, index));
    return types.length ? `${signature} { return ${returned.join(", ")} }` : `${signature} {}`;
  }

  /** A value for an interface: of a type of the program that has its methods. */
  #interface(node, env, depth, index, name) {
    const parts = children(child(node, "InterfaceBody")).filter(({ name }) => name === "MethodElem" || name === "TypeElem" || isType({ name }));
    if (!parts.length) return String(4200 + index);
    const found = this.#implementing(node, name);
    if (found && depth < DEEPEST) {
      const value = this.#named(found.node, new Map(), depth + 1, index);
      if (!found.pointer) return value;
      if (value.startsWith("*new(")) return value.slice(1);
      return value.startsWith(`${found.text}{`) ? `&${value}` : `&${this.#hoisted(value)}`;
    }
    this.#notes.add("nil");
    return "nil";
  }

  /** The first declared type, not generic, with all methods of an interface. */
  #implementing(node, self) {
    const wanted = [];
    for (const part of children(child(node, "InterfaceBody"))) {
      if (part.name === "MethodElem") {
        wanted.push(this.#signature(part, this.#program.at(child(part, "FieldName"))));
      } else if (part.name === "TypeElem") {
        const inner = children(part).filter(isType);
        const name = inner.length === 1 && inner[0].name === "TypeName" ? this.#program.at(inner[0]) : "";
        const embedded = this.#program.types.get(name)?.type;
        if (name === "error") wanted.push("Error () string");
        else if (embedded?.name === "InterfaceType" && name !== self) {
          for (const method of children(child(embedded, "InterfaceBody")).filter(({ name }) => name === "MethodElem")) {
            wanted.push(this.#signature(method, this.#program.at(child(method, "FieldName"))));
          }
        } else if (name !== "comparable") return undefined;
      }
    }
    if (!wanted.length) return undefined;
    for (const [name, methods] of this.#program.methods) {
      const declared = this.#program.types.get(name);
      if (!declared || declared.parameters.length || declared.type?.name === "InterfaceType") continue;
      const has = new Map(methods.map((method) => [this.#signature(method.node, method.name, 1), method]));
      if (!wanted.every((each) => has.has(each))) continue;
      const pointer = wanted.some((each) => has.get(each).receiver.type.name === "PointerType");
      // A name is as good as a node of it.
      return { text: name, pointer, node: { name: "TypeName", ...this.#mention(name) } };
    }
    return undefined;
  }

  /** Where the name of a declared type stands. */
  #mention(name) {
    const spec = this.#program.types.get(name).type.parent;
    const { from, to } = child(spec, "DefName");
    return { from, to, firstChild: null };
  }

  /** A method's name and types, so that two can be compared. */
  #signature(node, name, skip = 0) {
    const lists = children(node).filter(({ name }) => name === "Parameters").slice(skip);
    const types = (list) => this.#program.values(list).map(({ type, variadic }) => `${variadic ? "..." : ""}${this.#program.at(type)}`).join(",");
    const single = children(node).filter(isType).at(-1);
    return `${name} (${types(lists[0])}) ${lists[1] ? types(lists[1]) : single ? this.#program.at(single) : ""}`.trimEnd();
  }

  #parameterized(node, env, depth, index) {
    const base = children(node).find(isType);
    const args = children(child(node, "TypeArgs")).filter(isType);
    const text = this.#program.at(base);
    if (/^iter\.Seq$/.test(text) && this.#program.imports.get("iter")) {
      return `${this.#import("slices")}.Values(${this.#slice(args[0], env, depth)})`;
    }
    const declared = this.#program.types.get(text);
    if (!declared?.type) return this.#zero(node, env);
    const bound = new Map(declared.parameters.map(({ name }, i) => {
      const arg = args[i];
      return [name, arg ? (env.get(this.#program.at(arg)) ?? { text: this.#type(arg, env), node: arg, env }) : { text: "int" }];
    }));
    return this.#declared(this.#type(node, env), declared.type, declared.isAlias, bound, depth, index);
  }

  /** A channel that does not block: read from if the function sends, closed if it receives. */
  #channel(variable, name, type, env) {
    if (type.name !== "ChannelType") return false;
    const element = children(type).find(isType);
    const [first] = children(type);
    const body = this.#func.body ? this.#program.at(this.#func.body) : "";
    const escaped = name.replaceAll(/[^\p{L}\p{N}_]/gu, "");
    const receives = first.name === "<-" || (!child(type, "<-") && new RegExp(`(<-\\s*|range\\s+)${escaped}\\b`, "u").test(body));
    const sends = (first.name !== "<-" && child(type, "<-")) || new RegExp(`\\b${escaped}\\s*<-`, "u").test(body);
    const made = this.#type(element, env);
    this.#notes.add("channel");
    if (receives && !sends) {
      this.#statements.push(`${variable} := make(chan ${made})\nclose(${variable}) // nothing to receive: it ends at once`);
    } else if (receives) {
      this.#statements.push(`${variable} := make(chan ${made}, 1024)`);
    } else {
      this.#statements.push(`${variable} := make(chan ${made})\ngo func() {\n\tfor range ${variable} { // take what is sent\n\t}\n}()`);
    }
    return true;
  }
}

//! Compile errors in a few words: gc's own text exists in English only, so
//! each error is also put into a group that both languages have a line for.
//!
//! Codes are the names of Go's `internal/types/errors`; whatever is not one of
//! them comes from the scanner or the parser.

use super::Lang;

/// Groups of error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The text is not Go.
    Syntax,
    /// A name that does not exist or cannot be seen from here.
    Names,
    /// Something declared and not used.
    Unused,
    /// Declared twice, or in a circle, or in the wrong way.
    Declarations,
    /// Imports and packages.
    Imports,
    /// A package that is not there.
    NoPackage,
    /// The types do not fit.
    Types,
    /// An operation that this operand does not have.
    Operations,
    /// Constants and their ranges.
    Constants,
    /// Literals.
    Literals,
    /// Calls and their arguments and results.
    Calls,
    /// Statements in the wrong place, labels, missing returns.
    Statements,
    /// Generic code.
    Generics,
    /// Needs another language version or is not supported.
    Unsupported,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 14] = [
        Self::Syntax,
        Self::Names,
        Self::Unused,
        Self::Declarations,
        Self::Imports,
        Self::NoPackage,
        Self::Types,
        Self::Operations,
        Self::Constants,
        Self::Literals,
        Self::Calls,
        Self::Statements,
        Self::Generics,
        Self::Unsupported,
    ];

    /// The group of a code.
    pub fn of(code: &str) -> Self {
        match code {
            "UndeclaredName"
            | "UndeclaredImportedName"
            | "UnexportedName"
            | "MissingFieldOrMethod"
            | "AmbiguousSelector"
            | "InvalidPkgUse"
            | "InvalidBlank"
            | "BlankPkgName"
            | "MismatchedPkgName"
            | "NotAType"
            | "NotAnExpr"
            | "InvalidIota" => Self::Names,
            "UnusedVar" | "UnusedImport" | "UnusedLabel" | "UnusedExpr" | "UnusedResults" => Self::Unused,
            "DuplicateDecl"
            | "InvalidInitCycle"
            | "InvalidDeclCycle"
            | "InvalidTypeCycle"
            | "InvalidPtrEmbed"
            | "BadRecv"
            | "InvalidRecv"
            | "DuplicateFieldAndMethod"
            | "DuplicateMethod"
            | "BlankIfaceMethod"
            | "MissingInitBody"
            | "MissingBody"
            | "InvalidInitSig"
            | "InvalidInitDecl"
            | "InvalidMainDecl"
            | "BadDecl"
            | "RepeatedDecl"
            | "NoNewVar"
            | "TypeTooLarge"
            | "BadTypeKeyword"
            | "BadDotDotDotSyntax" => Self::Declarations,
            "BadImportPath" | "ImportCRenamed" => Self::Imports,
            "BrokenImport" => Self::NoPackage,
            "MismatchedTypes"
            | "IncompatibleAssign"
            | "InvalidIfaceAssign"
            | "InvalidChanAssign"
            | "InvalidConversion"
            | "InvalidUntypedConversion"
            | "ImpossibleAssert"
            | "InvalidAssert"
            | "UntypedNilUse"
            | "IncomparableMapKey"
            | "InvalidMethodExpr"
            | "InvalidRangeExpr"
            | "InvalidIterVar" => Self::Types,
            "UndefinedOp"
            | "NonNumericIncDec"
            | "UnaddressableOperand"
            | "UnaddressableFieldAssign"
            | "UnassignableOperand"
            | "MultiValAssignOp"
            | "InvalidIndirection"
            | "NonIndexableOperand"
            | "InvalidIndex"
            | "SwappedSliceIndices"
            | "NonSliceableOperand"
            | "InvalidSliceExpr"
            | "InvalidShiftOperand"
            | "InvalidReceive"
            | "InvalidSend"
            | "InvalidOffsetof"
            | "BadOffsetofSyntax"
            | "InvalidUnsafeAdd"
            | "InvalidUnsafeSlice"
            | "InvalidUnsafeSliceData"
            | "InvalidUnsafeString"
            | "InvalidMinMaxOperand" => Self::Operations,
            "InvalidConstInit" | "InvalidConstVal" | "InvalidConstType" | "InvalidArrayLen" | "TruncatedFloat"
            | "NumericOverflow" | "DivByZero" | "InvalidShiftCount" => Self::Constants,
            "DuplicateLitKey" | "MissingLitKey" | "InvalidLitIndex" | "OversizeArrayLit" | "MixedStructLit"
            | "InvalidStructLit" | "MissingLitField" | "DuplicateLitField" | "UnexportedLitField"
            | "InvalidLitField" | "UntypedLit" | "InvalidLit" => Self::Literals,
            "WrongArgCount"
            | "WrongResultCount"
            | "WrongAssignCount"
            | "TooManyValues"
            | "InvalidCall"
            | "NonVariadicDotDotDot"
            | "InvalidDotDotDot"
            | "UncalledBuiltin"
            | "InvalidAppend"
            | "InvalidCap"
            | "InvalidClose"
            | "InvalidCopy"
            | "InvalidComplex"
            | "InvalidDelete"
            | "InvalidImag"
            | "InvalidLen"
            | "SwappedMakeArgs"
            | "InvalidMake"
            | "InvalidReal"
            | "InvalidClear"
            | "InvalidDefer"
            | "InvalidGo" => Self::Calls,
            "MissingReturn"
            | "OutOfScopeResult"
            | "InvalidCond"
            | "InvalidPostDecl"
            | "MisplacedBreak"
            | "MisplacedContinue"
            | "MisplacedFallthrough"
            | "DuplicateCase"
            | "DuplicateDefault"
            | "InvalidTypeSwitch"
            | "InvalidExprSwitch"
            | "InvalidSelectCase"
            | "UndeclaredLabel"
            | "DuplicateLabel"
            | "MisplacedLabel"
            | "JumpOverDecl"
            | "JumpIntoBlock" => Self::Statements,
            "NotAGenericType"
            | "WrongTypeArgCount"
            | "CannotInferTypeArgs"
            | "InvalidTypeArg"
            | "InvalidInstanceCycle"
            | "InvalidUnion"
            | "MisplacedConstraintIface"
            | "InvalidMethodTypeParams"
            | "MisplacedTypeParam" => Self::Generics,
            "UnsupportedFeature" | "TooNew" => Self::Unsupported,
            _ => Self::Syntax,
        }
    }

    /// What the group is about.
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Syntax => lang.pick("syntax", "语法错误"),
            Self::Names => lang.pick("name not usable here", "名称不可用"),
            Self::Unused => lang.pick("declared or computed, but not used", "声明或计算了却没有使用"),
            Self::Declarations => lang.pick("declaration", "声明有误"),
            Self::Imports => lang.pick("import", "导入有误"),
            Self::NoPackage => lang.pick("only the standard library can be imported here", "这里只能导入标准库中的包"),
            Self::Types => lang.pick("types do not fit", "类型不匹配"),
            Self::Operations => lang.pick("operation not possible", "无法进行此运算"),
            Self::Constants => lang.pick("constant", "常量有误"),
            Self::Literals => lang.pick("literal", "字面量有误"),
            Self::Calls => lang.pick("call", "调用有误"),
            Self::Statements => lang.pick("statement", "语句有误"),
            Self::Generics => lang.pick("type parameters", "类型参数有误"),
            Self::Unsupported => lang.pick("not supported", "不支持"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{super::assert_translated, *};

    #[test]
    fn every_group_is_in_both_languages() {
        for group in Group::ALL {
            assert_translated(&format!("{group:?}"), group.text(Lang::En), group.text(Lang::Zh));
        }
    }

    /// Every code that the type checker names. They are string literals there,
    /// so its source is the list.
    fn codes_of_the_checker() -> Vec<String> {
        fn collect(dir: &Path, codes: &mut Vec<String>) {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    collect(&path, codes);
                    continue;
                }
                let text = fs::read_to_string(&path).unwrap();
                let words = text.split('"').skip(1).step_by(2).filter(|word| {
                    word.starts_with(|c: char| c.is_ascii_uppercase())
                        && word.bytes().all(|b| b.is_ascii_alphabetic())
                        && word.bytes().filter(u8::is_ascii_uppercase).count() > 1
                        && word.bytes().any(|b| b.is_ascii_lowercase())
                });
                codes.extend(words.map(str::to_owned));
            }
        }
        let mut codes = Vec::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../analyzer-core/src/types/check"), &mut codes);
        codes.sort();
        codes.dedup();
        codes
    }

    #[test]
    fn every_code_of_the_checker_has_a_group_of_its_own() {
        let codes = codes_of_the_checker();
        assert!(codes.iter().any(|code| code == "UndeclaredName"), "{codes:?}");
        let is_syntax = |code: &&String| Group::of(code) == Group::Syntax && *code != "InvalidSyntaxTree";
        let lost: Vec<_> = codes.iter().filter(is_syntax).collect();
        assert!(lost.is_empty(), "codes without a group: {lost:?}");
    }

    #[test]
    fn codes_find_their_group() {
        assert_eq!(Group::of("UndeclaredName"), Group::Names);
        assert_eq!(Group::of("UnusedVar"), Group::Unused);
        assert_eq!(Group::of("MissingReturn"), Group::Statements);
        assert_eq!(Group::of("anything the parser says"), Group::Syntax);
    }
}

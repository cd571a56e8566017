//! Functions for which the back end has instructions.
//!
//! Mirrors the table of `cmd/compile/internal/ssagen/intrinsics.go` for
//! linux/amd64, GOAMD64=v1, without instrumentation and without experiments.
//! A call of one of them is an operation like any other: it costs no call and
//! is never inlined.

/// Whether the function `name` of the package with this path is one.
pub(super) fn is_intrinsic(path: &str, name: &str) -> bool {
    match path {
        "crypto/internal/constanttime" => matches!(name, "Select" | "boolToUint8"),
        "internal/runtime/atomic" => is_runtime_atomic(name),
        "internal/runtime/maps" => matches!(
            name,
            "bitsetFirst"
                | "bitsetLowestSet"
                | "bitsetRemoveBelow"
                | "bitsetShiftOutLowest"
                | "ctrlGroupMatchEmpty"
                | "ctrlGroupMatchEmptyOrDeleted"
                | "ctrlGroupMatchFull"
                | "ctrlGroupMatchH2"
        ),
        "internal/runtime/math" => matches!(name, "Add64" | "MulUintptr"),
        "internal/runtime/sys" => is_runtime_sys(name),
        "math" => matches!(name, "Ceil" | "FMA" | "Floor" | "RoundToEven" | "Trunc" | "sqrt"),
        "math/big" => name == "mulWW",
        "math/bits" => is_bits(name),
        "runtime" => matches!(name, "KeepAlive" | "slicebytetostringtmp"),
        "sync/atomic" => is_sync_atomic(name),
        _ => false,
    }
}

fn is_runtime_atomic(name: &str) -> bool {
    matches!(
        name,
        "And"
            | "And32"
            | "And64"
            | "And8"
            | "Cas"
            | "Cas64"
            | "CasRel"
            | "Casint32"
            | "Casint64"
            | "Casp1"
            | "Casuintptr"
            | "Load"
            | "Load64"
            | "Load8"
            | "LoadAcq"
            | "LoadAcq64"
            | "LoadAcquintptr"
            | "Loadint32"
            | "Loadint64"
            | "Loadp"
            | "Loaduint"
            | "Loaduintptr"
            | "Or"
            | "Or32"
            | "Or64"
            | "Or8"
            | "Store"
            | "Store64"
            | "Store8"
            | "StoreRel"
            | "StoreRel64"
            | "StoreReluintptr"
            | "Storeint32"
            | "Storeint64"
            | "StorepNoWB"
            | "Storeuintptr"
            | "Xadd"
            | "Xadd64"
            | "Xaddint32"
            | "Xaddint64"
            | "Xadduintptr"
            | "Xchg"
            | "Xchg64"
            | "Xchg8"
            | "Xchgint32"
            | "Xchgint64"
            | "Xchguintptr"
    )
}

fn is_runtime_sys(name: &str) -> bool {
    matches!(
        name,
        "Bswap32"
            | "Bswap64"
            | "GetCallerPC"
            | "GetCallerSP"
            | "GetClosurePtr"
            | "Len64"
            | "Len8"
            | "OnesCount64"
            | "Prefetch"
            | "PrefetchStreamed"
            | "TrailingZeros32"
            | "TrailingZeros64"
            | "TrailingZeros8"
    )
}

fn is_bits(name: &str) -> bool {
    matches!(
        name,
        "Add"
            | "Add64"
            | "Div"
            | "Div64"
            | "Len"
            | "Len16"
            | "Len32"
            | "Len64"
            | "Len8"
            | "Mul"
            | "Mul64"
            | "OnesCount"
            | "OnesCount16"
            | "OnesCount32"
            | "OnesCount64"
            | "ReverseBytes32"
            | "ReverseBytes64"
            | "RotateLeft"
            | "RotateLeft16"
            | "RotateLeft32"
            | "RotateLeft64"
            | "RotateLeft8"
            | "Sub"
            | "Sub64"
            | "TrailingZeros16"
            | "TrailingZeros32"
            | "TrailingZeros64"
            | "TrailingZeros8"
    )
}

/// `AddInt32`, `LoadPointer` and so on: an operation and a type.
fn is_sync_atomic(name: &str) -> bool {
    let integer = |rest: &str| matches!(rest, "Int32" | "Int64" | "Uint32" | "Uint64" | "Uintptr");
    let operations = ["Add", "And", "CompareAndSwap", "Load", "Or", "Store", "Swap"];
    name == "LoadPointer" || operations.iter().any(|op| name.strip_prefix(op).is_some_and(integer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_counts_as_well_as_the_name() {
        assert!(is_intrinsic("math", "sqrt") && is_intrinsic("sync/atomic", "CompareAndSwapUintptr"));
        assert!(!is_intrinsic("math", "Sqrt") && !is_intrinsic("sync/atomic", "StorePointer"));
        assert!(!is_intrinsic("example.com/math", "sqrt"));
    }
}

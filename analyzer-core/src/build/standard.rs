//! Packages of the standard library that are compiled differently.

/// Whether `package` is part of the runtime, where some directives are
/// allowed that are not elsewhere (`cmd/internal/objabi`).
pub fn is_runtime(package: &str) -> bool {
    matches!(
        package,
        "runtime"
            | "internal/runtime/atomic"
            | "internal/runtime/cgroup"
            | "internal/runtime/exithook"
            | "internal/runtime/gc"
            | "internal/runtime/gc/scan"
            | "internal/runtime/maps"
            | "internal/runtime/math"
            | "internal/runtime/sys"
            | "internal/runtime/syscall/linux"
            | "internal/runtime/syscall/windows"
            | "internal/abi"
            | "internal/bytealg"
            | "internal/byteorder"
            | "internal/chacha8rand"
            | "internal/coverage/rtcov"
            | "internal/cpu"
            | "internal/goarch"
            | "internal/godebugs"
            | "internal/goexperiment"
            | "internal/goos"
            | "internal/profilerecord"
            | "internal/strconv"
            | "internal/stringslite"
    )
}

/// Whether `package` belongs to the cryptography whose code is verified when a
/// program starts: its data holds no addresses (`cmd/internal/obj`).
pub fn is_fips(package: &str) -> bool {
    let root = package.strip_prefix("crypto/internal/fips140");
    root.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && !package.ends_with("_test")
}

/// Whether the runtime supplies bodies of functions in the standard package
/// `package`, so that a function without one is no mistake there.
pub fn has_bodies_elsewhere(package: &str) -> bool {
    matches!(
        package,
        "bytes"
            | "internal/poll"
            | "net"
            | "os"
            | "runtime/metrics"
            | "runtime/pprof"
            | "runtime/trace"
            | "sync"
            | "syscall"
            | "time"
    )
}

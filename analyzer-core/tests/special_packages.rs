//! Packages that gc itself treats in a way of their own, by their import path.

use analyzer_core::{Options, Release, Session, base::SourceFile};

/// The `-m -l` lines about `text` as package `path` of the standard library.
fn lines(path: &str, text: &str) -> Vec<String> {
    let options = Options { inline: false, std: true, package: path.into(), ..Options::default() };
    let files = [SourceFile { name: "a.go".into(), text: text.into() }];
    let report = Session::new(Release::default()).analyze(&files, &options);
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    report.messages.iter().map(|message| format!("{}: {}", message.place.at, message.text)).collect()
}

#[test]
fn verified_code_has_no_addresses_in_its_data() {
    let text = "package p\n\n\
        type T struct{ s string; p *int }\n\n\
        var Bytes = []byte{1, 2}\n\
        var Ptr = &T{}\n\
        var Func = func() int { return 1 }\n\
        var Array = [2]any{nil, 5}\n\
        var Struct = T{\"a\", nil}\n\
        var Map = map[int]int{}\n";
    let map = "10:22: map[int]int{} escapes to heap";
    assert_eq!(lines("crypto/sha256", text), [map]);
    let all = [
        "5:19: []byte{...} escapes to heap",
        "6:11: &T{} escapes to heap",
        "7:12: func literal escapes to heap",
        "8:25: 5 escapes to heap",
        map,
    ];
    assert_eq!(lines("crypto/internal/fips140/p", text), all);
}

#[test]
fn pointers_to_what_is_never_in_the_heap_are_no_pointers() {
    let text = "package sys\n\n\
        type nih struct{}\n\
        type NotInHeap struct{ _ nih }\n\
        type span struct{ _ NotInHeap; next *span; start *byte }\n\
        type holder struct{ n int; s *span }\n\
        type other struct{ _ [4]span }\n\n\
        var sink any\n\
        func f(s *span, all []span, h *holder, o *other) *byte { return s.start }\n\
        func g(h holder) holder { return h }\n\
        func box(s *span) { sink = s }\n";
    assert_eq!(lines("internal/runtime/sys", text), ["10:29: h does not escape", "12:28: s escapes to heap"]);
    assert_eq!(
        lines("internal/runtime/other", text),
        [
            "10:8: leaking param: s to result ~r0 level=1",
            "10:17: all does not escape",
            "10:29: h does not escape",
            "10:40: o does not escape",
            "11:8: leaking param: h to result ~r0 level=0",
            "12:10: leaking param: s",
        ]
    );
}

//! What comments assert: what `escapade` prints, and how it ends.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use expect_test::expect;
use serde_json::Value;

fn dir(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("assertions").join(test);
    let _ = fs::remove_dir_all(&dir);
    for (name, text) in files {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn run(dir: &Path, args: &[&str]) -> Output {
    let mut escapade = Command::new(env!("CARGO_BIN_EXE_escapade"));
    escapade.args(args).env("PWD", dir).env("ESCAPADE_STD", "").current_dir(dir).output().unwrap()
}

const HOLDS: &str = "package p

//escapade:noheap
func f(v []int) int { return len(v) }

func g() *int { return new(int) } // want heap
";

const FAILS: &str = "package p

var sink *int

//escapade:noheap
func f(n int) *int {
	/* 中文 👩 */ x := n
	return &x
}

func g(n int) {
	b := make([]byte, n) // want stack
	_ = b
	n++ // want heap
}

//escapade:noheaps
";

#[test]
fn the_exit_status_says_whether_assertions_hold() {
    let dir = dir(
        "status",
        &[("ok.go", HOLDS), ("bad.go", FAILS), ("broken.go", "package p\n\n//escapade:noheap\nfunc f() { x }\n")],
    );
    for (args, status) in [
        (&["ok.go"] as &[&str], 0),
        (&["-json", "ok.go"], 0),
        (&["-sarif", "ok.go"], 0),
        (&["bad.go"], 3),
        (&["-json", "bad.go"], 3),
        (&["-sarif", "bad.go"], 3),
        // What gc would do.
        (&["-m", "bad.go"], 0),
        (&["-check", "bad.go"], 0),
        (&["broken.go"], 1),
        (&["-sarif", "broken.go"], 1),
        (&["-sarif", "-json", "ok.go"], 2),
    ] {
        assert_eq!(run(&dir, args).status.code(), Some(status), "{args:?}");
    }
}

#[test]
fn a_mistake_alone_is_enough() {
    let text = "package p\n\n// escapade:noheap\nfunc f() {}\n";
    let dir = dir("mistake", &[("a.go", text)]);
    let out = run(&dir, &["a.go"]);
    assert_eq!(out.status.code(), Some(3));
    expect![[r#"
        error: `// escapade:noheap`: it asserts nothing; what does is `//escapade:noheap`, `// want heap` and `// want stack`
          ┌─ ./a.go:3:1
          │
        3 │ // escapade:noheap
          │ ^^^^^^^^^^^^^^^^^^

        0 on the heap, 0 on the stack, 0 without storage
    "#]].assert_eq(&String::from_utf8_lossy(&out.stdout));
}

#[test]
fn a_person_sees_what_decides() {
    let dir = dir("person", &[("bad.go", FAILS), ("ok.go", HOLDS)]);
    expect![[r#"
        error: it is asserted that nothing in f is on the heap: that does not hold
          ┌─ ./bad.go:5:1
          │
        5 │ //escapade:noheap
          │ ^^^^^^^^^^^^^^^^^
        6 │ func f(n int) *int {
        7 │     /* 中文 👩 */ x := n
          │                   - `x` is on the heap: its address is returned

        warning: `x` is on the heap: its address is returned
          ┌─ ./bad.go:7:20
          │
        7 │     /* 中文 👩 */ x := n
          │                   ^
          │
          = ~r0 ← &x
              &x (address-of) at ./bad.go:8:9
              return &x (return) at ./bad.go:8:2

        note: `make([]byte, n)` is on the stack only if it is small at run time
           ┌─ ./bad.go:12:7
           │
        12 │     b := make([]byte, n) // want stack
           │          ^^^^^^^^^^^^^^^

        error: it is asserted that what is on this line is on the stack: that depends on sizes that are known only at run time
           ┌─ ./bad.go:12:23
           │
        12 │     b := make([]byte, n) // want stack
           │          --------------- ^^^^^^^^^^^^^
           │          │                
           │          `make([]byte, n)` is on the stack only if it is small at run time

        error: it is asserted that something on this line is on the heap: that does not hold, as nothing on this line has a verdict
           ┌─ ./bad.go:14:6
           │
        14 │     n++ // want heap
           │         ^^^^^^^^^^^^

        error: `//escapade:noheaps`: there is no such directive; the only one is `//escapade:noheap`
           ┌─ ./bad.go:17:1
           │
        17 │ //escapade:noheaps
           │ ^^^^^^^^^^^^^^^^^^


        1 on the heap, 1 on the stack, 0 without storage; 0 of 3 assertions hold
    "#]].assert_eq(&String::from_utf8_lossy(&run(&dir, &["bad.go"]).stdout));
    expect![[r#"
        warning: `new(int)` is on the heap: its address is returned
          ┌─ ./ok.go:6:24
          │
        6 │ func g() *int { return new(int) } // want heap
          │                        ^^^^^^^^
          │
          = ~r0 ← &{storage for new(int)}
              new(int) (spill) at ./ok.go:6:27
              return new(int) (return) at ./ok.go:6:17

        ./ok.go:3:1: it is asserted that nothing in f is on the heap: that holds
        ./ok.go:4:8: `v` does not escape
        ./ok.go:6:35: it is asserted that something on this line is on the heap: that holds

        1 on the heap, 0 on the stack, 0 without storage; 2 of 2 assertions hold
    "#]]
    .assert_eq(&String::from_utf8_lossy(&run(&dir, &["ok.go"]).stdout));
}

#[test]
fn sarif_is_about_all_packages_and_counts_utf16_units() {
    let files = [
        ("go.mod", "module m\n\ngo 1.27\n"),
        ("a/bad.go", FAILS),
        ("b/ok.go", HOLDS),
        ("c/c.go", "package c\nvar x y\n"),
    ];
    let dir = dir("sarif", &files);
    let out = run(&dir, &["-sarif", "./..."]);
    assert_eq!(out.status.code(), Some(1));
    let log: Value = serde_json::from_slice(&out.stdout).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["invocations"][0]["exitCode"], 1);
    let shown = |value: &Value| format!("{value:#}\n");
    expect![[r#"
        [
          {
            "executionSuccessful": false,
            "exitCode": 1,
            "toolExecutionNotifications": [
              {
                "descriptor": {
                  "id": "UndeclaredName"
                },
                "level": "error",
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "c/c.go",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "region": {
                        "endColumn": 8,
                        "endLine": 2,
                        "startColumn": 7,
                        "startLine": 2
                      }
                    }
                  }
                ],
                "message": {
                  "text": "undefined: y"
                }
              }
            ]
          }
        ]
    "#]]
    .assert_eq(&shown(&run["invocations"]));
    expect![[r#"
        [
          {
            "codeFlows": [
              {
                "threadFlows": [
                  {
                    "locations": [
                      {
                        "location": {
                          "message": {
                            "text": "`x` is on the heap: its address is returned"
                          },
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "a/bad.go",
                              "uriBaseId": "%SRCROOT%"
                            },
                            "region": {
                              "endColumn": 15,
                              "endLine": 7,
                              "startColumn": 14,
                              "startLine": 7
                            }
                          }
                        }
                      },
                      {
                        "location": {
                          "message": {
                            "text": "~r0 ← &x: &x (address-of)"
                          },
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "a/bad.go",
                              "uriBaseId": "%SRCROOT%"
                            },
                            "region": {
                              "endColumn": 11,
                              "endLine": 8,
                              "startColumn": 9,
                              "startLine": 8
                            }
                          }
                        }
                      },
                      {
                        "location": {
                          "message": {
                            "text": "~r0 ← &x: return &x (return)"
                          },
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "a/bad.go",
                              "uriBaseId": "%SRCROOT%"
                            },
                            "region": {
                              "endColumn": 3,
                              "endLine": 8,
                              "startColumn": 2,
                              "startLine": 8
                            }
                          }
                        }
                      }
                    ]
                  }
                ]
              }
            ],
            "level": "error",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a/bad.go",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "endColumn": 7,
                    "endLine": 6,
                    "startColumn": 6,
                    "startLine": 6
                  }
                }
              }
            ],
            "message": {
              "text": "it is asserted that nothing in f is on the heap: that does not hold\n- [`x` is on the heap: its address is returned](1)"
            },
            "relatedLocations": [
              {
                "id": 1,
                "message": {
                  "text": "`x` is on the heap: its address is returned"
                },
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a/bad.go",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "endColumn": 15,
                    "endLine": 7,
                    "startColumn": 14,
                    "startLine": 7
                  }
                }
              }
            ],
            "ruleId": "noheap",
            "ruleIndex": 0
          },
          {
            "level": "warning",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a/bad.go",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "endColumn": 36,
                    "endLine": 12,
                    "startColumn": 23,
                    "startLine": 12
                  }
                }
              }
            ],
            "message": {
              "text": "it is asserted that what is on this line is on the stack: that depends on sizes that are known only at run time\n- [`make(\\[\\]byte, n)` is on the stack only if it is small at run time](1)"
            },
            "relatedLocations": [
              {
                "id": 1,
                "message": {
                  "text": "`make([]byte, n)` is on the stack only if it is small at run time"
                },
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a/bad.go",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "endColumn": 22,
                    "endLine": 12,
                    "startColumn": 7,
                    "startLine": 12
                  }
                }
              }
            ],
            "ruleId": "want-stack",
            "ruleIndex": 2
          },
          {
            "level": "error",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a/bad.go",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "endColumn": 18,
                    "endLine": 14,
                    "startColumn": 6,
                    "startLine": 14
                  }
                }
              }
            ],
            "message": {
              "text": "it is asserted that something on this line is on the heap: that does not hold, as nothing on this line has a verdict"
            },
            "ruleId": "want-heap",
            "ruleIndex": 1
          },
          {
            "level": "error",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a/bad.go",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "endColumn": 19,
                    "endLine": 17,
                    "startColumn": 1,
                    "startLine": 17
                  }
                }
              }
            ],
            "message": {
              "text": "`//escapade:noheaps`: there is no such directive; the only one is `//escapade:noheap`"
            },
            "ruleId": "directive",
            "ruleIndex": 3
          }
        ]
    "#]].assert_eq(&shown(&run["results"]));
}

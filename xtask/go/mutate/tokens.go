package main

import (
	"go/scanner"
	"go/token"
	"strings"
)

// A piece is a token that stands in the source.
type piece struct {
	start, end int
	tok        token.Token
}

// tokens returns the tokens of a file, but for comments and for semicolons that
// are not written.
func tokens(text []byte) []piece {
	var found []piece
	file := token.NewFileSet().AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return found
		}
		if tok == token.SEMICOLON && lit != ";" {
			continue
		}
		start := file.Offset(pos)
		end := start + len(tok.String())
		if lit != "" {
			end = start + len(lit)
		}
		if tok == token.STRING && text[start] == '`' {
			// The literal comes without carriage returns.
			end = start + 2 + strings.IndexByte(string(text[start+1:]), '`')
		}
		found = append(found, piece{start, end, tok})
	}
}

func (p piece) source(text []byte) string { return string(text[p.start:p.end]) }

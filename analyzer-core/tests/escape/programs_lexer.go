// Package lexer is an ordinary small program: a lexer made of state
// functions, a parser on top of it, and an evaluator.
package lexer

type kind uint8

const (
	eof kind = iota
	number
	operator
	failure
)

type token struct {
	kind kind
	text string
	pos  int
}

type lexer struct {
	input      string
	start, pos int
	tokens     []token
	err        error
}

type state func(*lexer) state

type syntaxError struct {
	pos int
	msg string
}

func (e *syntaxError) Error() string { return itoa(e.pos) + ": " + e.msg }

func itoa(n int) string {
	if n == 0 {
		return "0"
	}
	var buf [20]byte
	i := len(buf)
	for ; n > 0; n /= 10 {
		i--
		buf[i] = byte('0' + n%10)
	}
	return string(buf[i:])
}

func (l *lexer) emit(k kind) {
	l.tokens = append(l.tokens, token{k, l.input[l.start:l.pos], l.start})
	l.start = l.pos
}

func (l *lexer) fail(msg string) state {
	l.err = &syntaxError{l.pos, msg}
	l.emit(failure)
	return nil
}

func lexAny(l *lexer) state {
	for l.pos < len(l.input) {
		switch c := l.input[l.pos]; {
		case c == ' ':
			l.pos++
			l.start = l.pos
		case '0' <= c && c <= '9':
			return lexNumber
		case c == '+' || c == '*' || c == '(' || c == ')':
			l.pos++
			l.emit(operator)
		default:
			return l.fail("unexpected " + string(rune(c)))
		}
	}
	l.emit(eof)
	return nil
}

func lexNumber(l *lexer) state {
	for l.pos < len(l.input) && l.input[l.pos] >= '0' && l.input[l.pos] <= '9' {
		l.pos++
	}
	l.emit(number)
	return lexAny
}

func lex(input string) ([]token, error) {
	l := &lexer{input: input}
	for s := state(lexAny); s != nil; {
		s = s(l)
	}
	return l.tokens, l.err
}

type expr interface{ eval() int }
type lit int
type binary struct {
	op   byte
	l, r expr
}

func (n lit) eval() int { return int(n) }
func (b *binary) eval() int {
	if b.op == '+' {
		return b.l.eval() + b.r.eval()
	}
	return b.l.eval() * b.r.eval()
}

type parser struct{ toks []token }

func (p *parser) peek() *token { return &p.toks[0] }
func (p *parser) next() token {
	t := p.toks[0]
	p.toks = p.toks[1:]
	return t
}

func (p *parser) sum() expr {
	e := p.product()
	for p.peek().text == "+" {
		p.next()
		e = &binary{'+', e, p.product()}
	}
	return e
}

func (p *parser) product() expr {
	e := p.atom()
	for p.peek().text == "*" {
		p.next()
		e = &binary{'*', e, p.atom()}
	}
	return e
}

func (p *parser) atom() expr {
	t := p.next()
	if t.kind == operator && t.text == "(" {
		defer p.next()
		return p.sum()
	}
	n := 0
	for _, c := range []byte(t.text) {
		n = n*10 + int(c-'0')
	}
	return lit(n)
}

func Eval(input string) (int, error) {
	toks, err := lex(input)
	if err != nil {
		return 0, err
	}
	p := parser{toks}
	return p.sum().eval(), nil
}

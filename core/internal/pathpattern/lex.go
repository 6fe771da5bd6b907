package pathpattern

import (
	"errors"
	"fmt"
	"strings"
)

// kind is the kind of a token.
type kind string

const (
	character  kind = "character"
	escaped    kind = "escaped character"
	name       kind = "parameter"
	expression kind = "expression"
	modifier   kind = "modifier"
	opening    kind = "{"
	closing    kind = "}"
	end        kind = "end"
)

// token is a piece of a pattern. Its text is without what marks its kind.
type token struct {
	kind kind
	text string
	at   int // offset in the pattern
}

// lex splits a pattern. The last token is the end.
func lex(pattern string) ([]token, error) {
	var tokens []token
	for at := 0; at < len(pattern); {
		token, size, err := lexOne(pattern[at:])
		if err != nil {
			return nil, fmt.Errorf("%w at offset %d", err, at)
		}
		token.at = at
		tokens = append(tokens, token)
		at += size
	}
	return append(tokens, token{kind: end, at: len(pattern)}), nil
}

// lexOne returns the token at the start of a text that is not empty, and how
// many bytes it takes.
func lexOne(text string) (t token, size int, err error) {
	switch text[0] {
	case '*', '+', '?':
		return token{kind: modifier, text: text[:1]}, 1, nil
	case '\\':
		if len(text) < 2 {
			return token{}, 0, errors.New(`nothing behind "\"`)
		}
		return token{kind: escaped, text: text[1:2]}, 2, nil
	case '{':
		return token{kind: opening}, 1, nil
	case '}':
		return token{kind: closing}, 1, nil
	case ':':
		length := 0
		for length < len(text)-1 && isWord(text[1+length]) {
			length++
		}
		if length == 0 {
			return token{}, 0, errors.New(`no parameter name behind ":"`)
		}
		return token{kind: name, text: text[1 : 1+length]}, 1 + length, nil
	case '(':
		inner, err := lexExpression(text)
		return token{kind: expression, text: inner}, len(inner) + len("()"), err
	default:
		return token{kind: character, text: text[:1]}, 1, nil
	}
}

// lexExpression returns what is between "(" and the ")" that belongs to it.
func lexExpression(text string) (string, error) {
	if strings.HasPrefix(text, "(?") {
		return "", errors.New(`an expression cannot begin with "?"`)
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '(':
			if depth > 0 && !strings.HasPrefix(text[i:], "(?") {
				return "", errors.New(`an expression cannot have capturing groups; write "(?:" for a group`)
			}
			depth++
		case ')':
			if depth--; depth > 0 {
				continue
			}
			if i == len("(") {
				return "", errors.New("an expression is empty")
			}
			return text[1:i], nil
		}
	}
	return "", errors.New(`there is no ")" for a "("`)
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

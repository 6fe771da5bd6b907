package pathpattern

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// translate returns the expression of a whole pattern and its capturing groups.
func translate(parts []part) (source string, keys []key, err error) {
	var b strings.Builder
	b.WriteString("^")
	for _, part := range parts {
		if part.expression == "" {
			b.WriteString(literal(part))
			continue
		}
		group, err := capture(part)
		if err != nil {
			return "", nil, err
		}
		b.WriteString(group)
		keys = append(keys, key{
			name:      part.name,
			repeated:  isRepeated(part),
			separator: part.prefix + part.suffix,
			bare:      part.modifier == "?" && part.prefix+part.suffix == "",
		})
	}
	b.WriteString("[" + delimiters + "]?$")
	return b.String(), keys, nil
}

// literal translates a part without parameter.
func literal(p part) string {
	if p.text != "" {
		return regexp.QuoteMeta(p.text)
	}
	return "(?:" + regexp.QuoteMeta(p.prefix+p.suffix) + ")" + p.modifier
}

// capture translates a part with a parameter. Repeated values are captured as
// one text with what separates them.
func capture(p part) (string, error) {
	prefix, suffix := regexp.QuoteMeta(p.prefix), regexp.QuoteMeta(p.suffix)
	switch {
	case isRepeated(p) && p.prefix+p.suffix == "":
		return "", fmt.Errorf("the parameter %q cannot be repeated without text before or behind it", p.name)
	case isRepeated(p):
		optional := ""
		if p.modifier == "*" {
			optional = "?"
		}
		return fmt.Sprintf("(?:%s((?:%s)(?:%s%s(?:%s))*)%s)%s", prefix, p.expression, suffix, prefix, p.expression, suffix, optional), nil
	case p.prefix+p.suffix == "":
		return "(" + p.expression + ")" + p.modifier, nil
	default:
		return "(?:" + prefix + "(" + p.expression + ")" + suffix + ")" + p.modifier, nil
	}
}

func isRepeated(p part) bool { return p.modifier == "*" || p.modifier == "+" }

// checkExpression returns a custom expression if JavaScript and package regexp
// read it alike.
func checkExpression(text string) (string, error) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
			if i == len(text) {
				return "", errors.New(`an expression ends with "\"`)
			}
			if isWord(text[i]) && !strings.ContainsRune("BDSWbdfnrstvwx_", rune(text[i])) {
				return "", fmt.Errorf(`an expression has \%c, which is not supported`, text[i])
			}
		case '(':
			if !strings.HasPrefix(text[i:], "(?:") {
				return "", errors.New(`an expression has a group other than "(?:", which is not supported`)
			}
		case '[':
			class := strings.TrimPrefix(text[i+1:], "^")
			if strings.HasPrefix(class, "]") || strings.HasPrefix(class, "[:") {
				return "", errors.New(`an expression has an empty or named character class, which is not supported`)
			}
		}
	}
	// On its own first, so that it cannot close the group it is put into.
	if _, err := regexp.Compile(text); err != nil {
		return "", err
	}
	return text, nil
}

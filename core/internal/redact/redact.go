// Package redact hides secrets that stand where they do not belong, such as a secret key
// in the place of the publishable one, before an error or a log repeats the place.
package redact

import "regexp"

// The forms of secrets: keys and tokens by their prefix, what stands in front of the host
// of a URL, and private keys.
var forms = []struct {
	secret *regexp.Regexp
	shown  string
}{
	{regexp.MustCompile(`(?i)\b(ak|mt|oat|sk|whsec)_[^\s"'\\,\]]+`), "[redacted]"},
	{regexp.MustCompile(`\beyJ[\w-]+\.[\w-]+\.[\w-]*`), "[redacted]"},
	{regexp.MustCompile(`//[^\s"]*@`), "//[redacted]@"},
	{regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*)`), "[redacted]"},
}

// Text returns a text without what looks like a secret.
func Text(text string) string {
	for _, form := range forms {
		text = form.secret.ReplaceAllLiteralString(text, form.shown)
	}
	return text
}

// Texts is [Text] for a list.
func Texts[T ~string](list []T) []T {
	shown := make([]T, len(list))
	for i, text := range list {
		shown[i] = T(Text(string(text)))
	}
	return shown
}

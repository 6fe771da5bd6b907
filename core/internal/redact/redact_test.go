package redact

import "testing"

func TestText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                 "",
		"pk_test_Y2xlcmsuZXhhbXBsZS5jb20k": "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k",
		"https://clerk.example.com/x?y=1":  "https://clerk.example.com/x?y=1",
		"task_1 back_office":               "task_1 back_office",
		"user@example.com":                 "user@example.com",
		"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1In0.c2ln": "[redacted]",
		"SK_TEST_abc":                      "[redacted]",
		"https://user:pa/ss@example.com":   "https://[redacted]@example.com",
		"sk_test_abc":                      "[redacted]",
		"is sk_live_abc= here":             "is [redacted] here",
		`"whsec_a+b/c="`:                   `"[redacted]"`,
		"[ak_1 mt_2, oat_3]":               "[[redacted] [redacted], [redacted]]",
		"https://user:word@example.com/x":  "https://[redacted]@example.com/x",
		"https://user:w@rd@example.com/@x": "https://[redacted]@x", // rather too much than a part of it
		"https://word@[::1/%zz":            "https://[redacted]@[::1/%zz",
		"-----BEGIN PRIVATE KEY-----\na\nb\n-----END PRIVATE KEY-----": "[redacted]",
		"-----BEGIN PUBLIC KEY-----\na":                                "-----BEGIN PUBLIC KEY-----\na",
	} {
		if got := Text(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

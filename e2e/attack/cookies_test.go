package attack

import "strings"

// cookieFamilies attack how cookies are read, and how much work that is.
func cookieFamilies() []family {
	p := production()
	other, valid := development(), p.session()
	controls := []control{{"two cookies", byCookie.wire(p, valid), speaks}}
	ask := func(cookies string) string { return get("/me", "Cookie: "+cookies) }
	load := func(cookies string) string { return page("/page", "Cookie: "+cookies) }
	bombs := rule{
		{"a thousand cookies", cookiesOf(1000)}, {"four thousand cookies", cookiesOf(4000)}, {"one of 50 KB", "a=" + repeated("x", 50000)},
		{"a name of 50 KB", repeated("a", 50000) + "=1"}, {"50,000 semicolons", repeated(";", 50000)}, {"25,000 pairs without names", repeated("=;", 50000)},
		{"50,000 equals signs", repeated("=", 50000)},
		{"16,000 escapes", "a=" + repeated("%41", 48000)}, {"50,000 percent signs", "a=" + repeated("%", 50000)}, {"50,000 quotes", "a=" + repeated(`"`, 50000)},
		{"50,000 blanks", "a=1;" + repeated(" ", 50000) + "b=2"},
		{"4,000 empty sessions", repeated("__session=;", 44000)}, {"2,000 garbage sessions", repeated("__session=a.b.c; __client_uat=1; ", 50000)},
		{"1,500 suffixed sessions", repeated(p.suffixed("__session")+"=a.b.c; ", 40000)}, {"a session of 40 KB", "__client_uat=1; __session=" + repeated("a", 40000)},
		{"a session of dots", "__client_uat=1; __session=" + repeated(".", 40000)}, {"a companion of 40,000 digits", "__client_uat=" + repeated("9", 40000)},
		{"a handshake of 40 KB", "__clerk_handshake=" + repeated("a", 40000)},
		{"a count of 40,000 digits", "__client_uat=1; __clerk_redirect_count=" + repeated("9", 40000)},
		{"a development browser of 40 KB", "__clerk_db_jwt=" + repeated("a", 40000)},
	}
	return []family{
		{name: "cookie bombs", site: onProduction, controls: controls, exhausts: true, attacks: either(
			bombs.each(ask), bombs.each(load).called("page"), lineBombs().each(func(lines string) string { return get("/me", lines) }),
		)},
		{name: "headers past every limit", site: onProduction, controls: controls, hangsUp: true, attacks: rule{
			{"a cookie of 200 KB", ask("a=" + repeated("x", 200000))}, {"20,000 lines", get("/me", strings.TrimSuffix(repeated("Cookie: a=1\r\n", 240000), "\r\n"))},
			{"a token of 200 KB", get("/me", bearer(repeated("x", 200000)))}, {"a target of 200 KB", get("/me?" + repeated("x", 200000))},
			{"a name of 200 KB", get("/me", repeated("a", 200000)+": 1")},
			{"200 KB of dots", get("/me", bearer(repeated(".", 200000)))},
		}},
		{name: "cookies inside cookies", site: onProduction, controls: controls, attacks: oneOf(
			"%3B", "%3b", "%3B%20", "%253B", ",", "%2C", "%0D%0A", "\\073", "\\;", "%20", "&", "%26", "\u037e", "\uff1b", "%EF%BC%9B",
		).each(func(separator string) string {
			return ask("other=1" + separator + "__session=" + valid + separator + "__client_uat=1")
		})},
		{name: "signed in by companions alone", site: onProduction, controls: controls, attacks: either(
			oneOf("1", "0", "-1", "NaN", "Infinity", "1e9", "1e400", "99999999999999999999", "0x1", " 1", "1;1", "true", "null", "%31", "+1", "1 OR 1", "\u0661").
				each(func(uat string) string { return load("__client_uat=" + uat) }).called("__client_uat"),
			oneOf("0", "1", "2", "3", "4", "-1", "-99999999999999999999", "99999999999999999999", "3abc", "NaN", "", "1e1", "0x3", "%33").
				each(func(count string) string { return load("__client_uat=1; __clerk_redirect_count=" + count) }).called("__clerk_redirect_count"),
		)},
		{name: "cookies of another instance", site: onProduction, controls: controls, attacks: either(
			text("ours under the other's suffix", ask(other.suffixed("__session")+"="+valid+"; "+other.suffixed("__client_uat")+"=1")),
			text("the other's under our suffix", ask(p.suffixed("__session")+"="+other.session()+"; "+p.suffixed("__client_uat")+"=1")),
		)},
		{name: "development browsers", site: onDevelopment, controls: []control{{"two cookies", byCookie.wire(other, other.session()), speaks}},
			attacks: oneOf("x%0d%0aSet-Cookie:%20evil=1", "x%0aX-Evil:%201", "%00", "x&redirect_url=https://evil.example/", "x%26redirect_url%3Dhttps://evil.example/",
				"x#https://evil.example/", "//evil.example/", "%E2%80%A8", "<script>", "../../x", strings.Repeat("d", 8000), "@evil.example/", "?redirect_url=//evil.example").
				each(func(value string) string { return load("__client_uat=1; __clerk_db_jwt=" + value) })},
	}
}

// cookiesOf are cookies of different names.
func cookiesOf(n int) string {
	var all strings.Builder
	for i := range n {
		all.WriteString("a" + itoa(i) + "=" + itoa(i) + "; ")
	}
	return all.String()
}

// lineBombs are many lines of header.
func lineBombs() rule {
	return rule{
		{"2,000 lines of cookies", strings.TrimSuffix(repeated("Cookie: __session=a.b.c\r\n", 50000), "\r\n")},
		{"2,000 lines of tokens", strings.TrimSuffix(repeated("Authorization: Bearer a.b\r\n", 50000), "\r\n")},
		{"2,000 lines of hosts of proxies", strings.TrimSuffix(repeated("X-Forwarded-Host: a.example\r\n", 50000), "\r\n")},
		{"10,000 items of hosts", "X-Forwarded-Host: " + repeated("a.ex,", 50000)},
		{"10,000 blanks in a token", "Authorization: Bearer" + repeated(" ", 10000) + "x"},
		{"10,000 tokens", "Authorization: Bearer " + repeated("a.b.c ", 50000) + "x"},
		{"10,000 types", "Accept: " + repeated("text/html,", 50000) + "x"},
	}
}

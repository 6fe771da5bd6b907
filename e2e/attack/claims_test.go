package attack

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// claimFamilies attack what tokens say. Most are signed by the instance itself, as if a
// template of its had a hole: they are refused for what they say alone.
func claimFamilies() []family {
	p := production()
	genuine, forged := genuineSeals(p), forgedSeals(p)[:3]
	header, claims := text("", mustJSON(p.header())), text("", mustJSON(p.claims()))
	return []family{
		carried("equal members", onProduction, either(
			tokens(header, twice(p.claims(), twiceClaims), genuine),
			tokens(twice(p.header(), twiceHeader), claims, genuine),
		), mainCarriers...),
		carried("members in another case", onProduction, either(
			tokens(header, renamed(p.claims(), "sub", "exp", "azp"), genuine),
			tokens(renamed(p.header(), "alg"), claims, genuine),
		), mainCarriers...),
		carried("what is no object", onProduction, either(
			tokens(header, noObjects(mustJSON(p.claims())), append(genuine, forged[0])).called("payload"),
			tokens(noObjects(mustJSON(p.header())), claims, append(genuine, forged[0])).called("header"),
		), mainCarriers...),
		carried("times", onProduction, tokens(header, either(
			member(p.claims(), "exp", pastTimes).called("exp"),
			member(p.claims(), "nbf", futureTimes).called("nbf"),
			member(p.claims(), "iat", futureTimes).called("iat"),
			text("exp absent", mustJSON(with(p.claims(), object{"exp": nil}))),
		), genuine), byBearer, byOpen, byCookie),
		carried("subjects", onProduction, tokens(header, either(
			member(p.claims(), "sub", noStrings),
			text("absent", mustJSON(with(p.claims(), object{"sub": nil}))),
		), genuine), mainCarriers...),
		carried("parties", onProduction, tokens(header, either(
			member(p.claims(), "azp", otherParties),
			text("absent", mustJSON(with(p.claims(), object{"azp": nil}))),
		), genuine), mainCarriers...),
		carried("types and categories", onProduction, tokens(either(
			member(p.header(), "typ", otherTypes).called("typ"),
			member(p.header(), "cat", otherCategories).called("cat"),
		), claims, genuine), mainCarriers...),
		carried("entitlements that cannot be read", onProduction, tokens(header,
			member(with(p.claims(), object{"o": object{"id": "org_1", "rol": "admin", "slg": "acme"}}), "fea", oneOf(`"x"`, `"o"`, `"o:a,b"`, `",,"`, `" "`)),
			genuine), byBearer),
		nestedFamily(), sizeFamily(), roleFamily(),
	}
}

// twiceClaims are claims with a second value that would change who speaks, until when.
var twiceClaims = map[string]string{
	"azp": `"https://evil.example"`, "exp": `99999999999`, "fva": `[0,0]`, "iat": `0`, "iss": `"https://clerk.evil.example"`, "nbf": `0`,
	"sid": `"sess_intruder"`, "sts": `"active"`, "sub": `"user_intruder"`, "v": `1`,
}

// twiceHeader are the same of a header.
var twiceHeader = map[string]string{"alg": `"none"`, "cat": `"cl_B7d4PD222AAA"`, "kid": `"ins_other"`, "typ": `"at+jwt"`}

// twice gives objects in which a member stands twice, spelled alike or not, in either
// order, in front or inside.
func twice(base object, second map[string]string) rule {
	var all rule
	for _, name := range sorted(second) {
		value := second[name]
		rest := strings.TrimPrefix(mustJSON(base), "{")
		escaped := `\u00` + hex(name[0]) + name[1:]
		all = append(all,
			word{name + " first", `{"` + name + `":` + value + "," + rest},
			word{name + " last", strings.TrimSuffix(mustJSON(base), "}") + `,"` + name + `":` + value + "}"},
			word{name + " escaped", `{"` + escaped + `":` + value + "," + rest},
			word{name + " with the same value", `{"` + name + `":` + mustJSON(base[name]) + "," + rest},
			word{name + " inside an object", `{"x":{"` + name + `":1,"` + name + `":` + value + "}," + rest},
			word{name + " inside a list", `{"x":[{"` + name + `":1,"` + escaped + `":` + value + "}]," + rest},
		)
	}
	return all
}

// renamed gives objects in which a member has a name that is only nearly its own.
func renamed(base object, names ...string) rule {
	var all rule
	for _, name := range names {
		others := []string{
			strings.ToUpper(name), strings.ToUpper(name[:1]) + name[1:], name[:1] + strings.ToUpper(name[1:]), name + " ", " " + name,
			name + "\u0000", "\ufeff" + name, name + "\u200b", name + "\u00ad", strings.Map(fullWidth, name), name + "[]", "$" + name, name[:2],
		}
		if folded := strings.ReplaceAll(name, "s", "\u017f"); folded != name { // the long s, which is an S in upper case
			others = append(others, folded)
		}
		for _, other := range others {
			changed := with(base, object{name: nil, other: base[name]})
			all = append(all, word{name + " as " + quoted(other), mustJSON(changed)})
		}
	}
	return all
}

// fullWidth is a letter that normalisation of Unicode would turn into r.
func fullWidth(r rune) rune { return r - 'a' + '\uff41' }

// noObjects are texts that are not one JSON object, each made of a valid one.
func noObjects(valid string) rule {
	inside := strings.TrimSuffix(strings.TrimPrefix(valid, "{"), "}")
	utf16le := func(s string) string {
		var encoded []byte
		for _, unit := range utf16.Encode([]rune(s)) {
			encoded = binary.LittleEndian.AppendUint16(encoded, unit)
		}
		return string(encoded)
	}
	return rule{
		{"nothing", ""}, {"blank", " "}, {"null", "null"}, {"true", "true"}, {"a number", "5"}, {"a huge number", strings.Repeat("9", 4<<10)},
		{"a string", `"x"`}, {"the object as a string", mustJSON(valid)}, {"a list", "[]"}, {"the object in a list", "[" + valid + "]"},
		{"an empty object", "{}"}, {"two objects", valid + valid}, {"two objects on two lines", valid + "\n" + valid}, {"text behind it", valid + "x"},
		{"a NUL behind it", valid + "\x00"}, {"a NUL in front", "\x00" + valid}, {"a byte order mark", "\xef\xbb\xbf" + valid}, {"UTF-16", utf16le(valid)},
		{"no end", "{" + inside}, {"no beginning", inside + "}"}, {"a comma too many", "{" + inside + ",}"}, {"a comma in front", "{," + inside + "}"},
		{"a comment", "/**/" + valid}, {"a comment inside", "{/*x*/" + inside + "}"}, {"a line comment", "//x\n" + valid},
		{"single quotes", strings.ReplaceAll(valid, `"`, `'`)}, {"no quotes", strings.ReplaceAll(valid, `"`, ``)},
		{"equals signs", strings.ReplaceAll(valid, `":`, `"=`)},
		{"NaN", "{" + inside + `,"x":NaN}`}, {"Infinity", "{" + inside + `,"x":Infinity}`}, {"a hexadecimal number", "{" + inside + `,"x":0x10}`},
		{"a leading zero", "{" + inside + `,"x":01}`}, {"a leading plus", "{" + inside + `,"x":+1}`}, {"a bare fraction", "{" + inside + `,"x":.5}`},
		{"undefined", "{" + inside + `,"x":undefined}`}, {"invalid UTF-8", "{" + inside + ",\"x\":\"\xff\"}"}, {"overlong UTF-8", "{" + inside + ",\"x\":\"\xc0\xae\"}"},
		{"a surrogate as UTF-8", "{" + inside + ",\"x\":\"\xed\xa0\x80\"}"}, {"half a surrogate pair", "{" + inside + `,"x":"\ud800"}`},
		{"an unknown escape", "{" + inside + `,"x":"\x41"}`}, {"half an escape", "{" + inside + `,"x":"\u00"}`}, {"a raw line break", "{" + inside + ",\"x\":\"\n\"}"},
		{"a raw NUL", "{" + inside + ",\"x\":\"\x00\"}"}, {"a vertical tab", "\v" + valid}, {"a no-break space", "\u00a0" + valid},
		{"a line separator", "\u2028" + valid},
		{"XML", "<claims/>"}, {"a form", "sub=user_intruder&exp=99999999999"}, {"YAML", "sub: user_intruder"}, {"base64 once more", encode([]byte(valid))},
		{"gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"}, {"CBOR", "\xa1\x63sub\x68intruder"},
	}
}

var (
	huge = strings.Repeat("9", 2<<10)
	// pastTimes are no number, or one before the clock.
	pastTimes = oneOf(`null`, `"99999999999"`, `true`, `[]`, `{}`, `[99999999999]`, `{"$date":99999999999}`, `0`, `-0`, `-1`, `1`, `1e0`, `1e-400`,
		`-1e400`, `-99999999999999999999`, `-`+huge, `1772366394`, `1772366394.999`, `1.772366394e9`, `"Infinity"`, `""`, `"2099-01-01T00:00:00Z"`)
	// futureTimes are no number, or one after the clock.
	futureTimes = oneOf(`null`, `"0"`, `true`, `false`, `[]`, `{}`, `[0]`, `""`, `1772366500`, `99999999999`, `1e10`, `1e400`, `9223372036854775807`,
		`9223372036854775808`, `18446744073709551616`, huge, `99999999999.5`, `"-Infinity"`)
	noStrings    = oneOf(`null`, `7`, `-1`, `true`, `false`, `[]`, `{}`, `["user_intruder"]`, `{"id":"user_intruder"}`, `1e400`, huge)
	otherParties = oneOf(`"https://evil.example"`, `"https://app.example.com"`, `"http://app.example.com/"`, `"http://app.example.com:80"`,
		`"http://APP.example.com"`, `"http://app.example.com.evil.example"`, `"http://evil.example/http://app.example.com"`, `"http://app.example.com@evil.example"`,
		`"http://app.example.com\u0000"`, `"http://app.example.com "`, `" http://app.example.com"`, `"http://app.example.co"`, `"http://app\u3002example.com"`,
		`"app.example.com"`, `"//app.example.com"`, `"null"`, `"*"`, `""`, `null`, `true`, `[]`, `["http://app.example.com"]`, `{"0":"http://app.example.com"}`)
	otherTypes = oneOf(`"at+jwt"`, `"application/at+jwt"`, `"AT+JWT"`, `"jwt"`, `"Jwt"`, `"JWT "`, `" JWT"`, `"JWT\u0000"`, `"application/jwt"`, `"JWS"`,
		`"JOSE+JSON"`, `"JWE"`, `"dpop+jwt"`, `"logout+jwt"`, `"secevent+jwt"`, `"id_token+jwt"`, `"\uff2a\uff37\uff34"`, `""`, `null`, `1`, `true`, `["JWT"]`, `{}`)
	otherCategories = oneOf(`"cl_B7d4PD222AAA"`, `"cl_B7d4PD333AAA"`, `"cl_b7d4pd111aaa"`, `"cl_B7d4PD111AAA "`, `" cl_B7d4PD111AAA"`, `"cl_B7d4PD111AAA\u0000"`,
		`"cl_B7d4PD444AAA"`, `"session"`, `""`, `null`, `1`, `true`, `[]`, `["cl_B7d4PD111AAA"]`, `{}`)
)

// nestedFamily is tokens that are nested deeper than any claims are.
func nestedFamily() family {
	p := production()
	var payloads rule
	for _, brackets := range []struct{ name, open, inner, end string }{
		{"lists", "[", "", "]"}, {"objects", `{"x":`, "0", "}"}, {"both", `[{"x":`, "0", "}]"},
		{"lists without an end", "[", "", ""}, {"objects without an end", `{"x":`, "", ""},
	} {
		for _, depth := range []string{"65", "100", "1000", "1600"} {
			levels := number(depth)
			deep := strings.Repeat(brackets.open, levels) + brackets.inner + strings.Repeat(brackets.end, levels)
			payloads = append(payloads, word{depth + " " + brackets.name, `{"x":` + deep + "," + strings.TrimPrefix(mustJSON(p.claims()), "{")})
		}
	}
	genuine := genuineSeals(p)
	headers := payloads.each(func(payload string) string {
		return strings.ReplaceAll(payload, strings.TrimPrefix(mustJSON(p.claims()), "{"), strings.TrimPrefix(mustJSON(p.header()), "{"))
	})
	f := carried("nested", onProduction, either(
		tokens(text("", mustJSON(p.header())), payloads, genuine).called("payload"),
		tokens(headers, text("", mustJSON(p.claims())), genuine).called("header"),
	), mainCarriers...)
	f.exhausts = true
	return f
}

// sizeFamily is genuine tokens larger than any cookie.
func sizeFamily() family {
	p := production()
	var all rule
	for _, size := range []string{"13000", "20000", "30000"} {
		long := repeated("x", number(size))
		var many strings.Builder
		for many.Len() < number(size) {
			many.WriteString(`"a` + itoa(many.Len()) + `":0,`)
		}
		all = append(all,
			word{"a claim of " + size + " bytes", p.token(nil, object{"x": long})},
			word{"a header of " + size + " bytes", p.token(object{"x": long}, nil)},
			word{"a subject of " + size + " bytes", p.token(nil, object{"sub": "user_" + long})},
			word{"a list of " + size + " bytes", p.token(nil, object{"x": make([]int, number(size)/2)})},
			word{"blanks of " + size + " bytes", token(mustJSON(p.header()), strings.Repeat(" ", number(size))+mustJSON(p.claims()), p.signs(hashOfSessions))},
			word{"permissions of " + size + " bytes", p.token(nil, object{"o": object{"id": "org_1", "per": repeated("read,", number(size)), "fpm": "1"}, "fea": "o:a"})},
			word{"a map of permissions of " + size + " digits", p.token(nil, object{"o": object{"id": "org_1", "per": "read", "fpm": repeated("9", number(size))}, "fea": "o:a"})},
			word{"members of " + size + " bytes", token(mustJSON(p.header()), "{"+many.String()+strings.TrimPrefix(mustJSON(p.claims()), "{"), p.signs(hashOfSessions))},
			word{"a signature of " + size + " bytes", p.session() + long},
		)
	}
	f := carried("large", onProduction, all, mainCarriers...)
	f.exhausts = true
	return f
}

// roleFamily is members of an organisation who would like to be admins of it.
func roleFamily() family {
	p := production()
	org := func(text string) string { return `{"o":` + text + "," + strings.TrimPrefix(mustJSON(p.claims()), "{") }
	v1 := func(text string) string {
		return "{" + text + "," + strings.TrimPrefix(mustJSON(with(p.claims(), object{"v": nil})), "{")
	}
	payloads := either(
		oneOf(
			`{"id":"org_1","rol":"member"}`, `{"id":"org_1","ROL":"admin"}`, `{"id":"org_1","rol":"member","Rol":"admin"}`, `{"id":"org_1","rol":["admin"]}`,
			`{"id":"org_1","rol":{"admin":true}}`, `{"id":"org_1","rol":true}`, `{"id":"org_1","rol":"admin\u0000"}`, `{"id":"org_1","rol":"admin "}`,
			`{"id":"org_1","rol":" admin"}`, `{"id":"org_1","rol":"ADMIN"}`, `{"id":"org_1","rol":"member,admin"}`, `{"id":"org_1","rol":"*"}`, `{"id":"org_1","rol":""}`,
			`{"id":"org_1","role":"admin"}`, `{"id":"org_1","rol":"member","per":"admin","fpm":"1"}`, `{"rol":"admin"}`, `{"id":null,"rol":"admin"}`,
			`{"id":"","rol":"admin"}`,
			`{"ID":"org_1","rol":"admin"}`, `[{"id":"org_1","rol":"admin"}]`, `"admin"`, `null`, `true`, `1`, `{}`, `{"id":"org_1","rol":"admin","rol":"member"}`,
			`{"id":"org_1","rol":"member","rol":"admin"}`, `{"id":"org_1","r\u006fl":"admin","rol":"member"}`, `{"o":{"id":"org_1","rol":"admin"}}`,
			`{"id":"org_1","rol":"\u0430dmin"}`, `{"id":"org_1","rol":"superadmin"}`, `{"id":"org_1","rol":"admin:x"}`,
		).each(org).called("o"),
		oneOf(
			`"org_id":"org_1","org_role":"org:member"`, `"org_role":"org:admin"`, `"org_id":"","org_role":"org:admin"`, `"ORG_ID":"org_1","org_role":"org:admin"`,
			`"org_id":"org_1","ORG_ROLE":"org:admin"`, `"org_id":"org_1","org_role":["org:admin"]`,
			`"org_id":"org_1","org_role":"org:member","org_permissions":["org:admin"]`,
			`"org_id":"org_1","org_role":"org:ADMIN"`, `"org_id":"org_1","org_role":"org:admin "`, `"org_id":"org_1","org_role":"admin:org"`,
			`"org_id":null,"org_role":"org:admin"`, `"org_id":"org_1","role":"org:admin"`, `"o":{"id":"org_1","rol":"admin"}`,
		).each(v1).called("version 1"),
		oneOf(`"2"`, `null`, `[2]`, `true`, `2.5`, `1`, `0`, `-2`, `3`).each(func(version string) string {
			return `{"v":` + version + `,"o":{"id":"org_1","rol":"admin"},` + strings.TrimPrefix(mustJSON(with(p.claims(), object{"v": nil})), "{")
		}).called("o of version"),
		oneOf(`"org_id":"org_1","org_role":"org:admin"`, `"org_role":"org:admin"`).each(func(members string) string {
			return "{" + members + "," + strings.TrimPrefix(mustJSON(p.claims()), "{")
		}).called("version 1 in version 2"),
	)
	ask := func(token string) string { return get("/admin", bearer(token)) }
	admin := p.token(nil, object{"o": object{"id": "org_1", "rol": "admin"}})
	return family{
		name: "roles", site: onProduction,
		attacks:  tokens(text("", mustJSON(p.header())), payloads, genuineSeals(p)).each(ask),
		controls: []control{{"an admin", ask(admin), speaks}},
	}
}

package attack

import (
	"crypto"
	"strings"
)

const hashOfSessions = crypto.SHA256

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// encodingFamilies attack how a token is written. Each is a valid one, not quite.
func encodingFamilies() []family {
	p := production()
	valid := p.session()
	part := strings.Split(valid, ".")
	h, c, s := part[0], part[1], part[2]
	// A payload whose base64 has both characters that differ from base64url.
	special := p.token(nil, object{"x": "???~~~???~~~>>>", "y": " ???~~~", "z": "  ???~~~"})
	jws := mustJSON(object{"payload": c, "protected": h, "signature": s})
	general := mustJSON(object{"payload": c, "signatures": []object{{"protected": h, "signature": s}}})
	return []family{
		carried("spare bits", onProduction, spareBits(p), mainCarriers...),
		carried("parts", onProduction, rule{
			{"none", "x"}, {"a dot", "."}, {"two dots", ".."}, {"three dots", "..."}, {"four dots", "...."}, {"header", h}, {"header and dot", h + "."},
			{"header and payload", h + "." + c}, {"no signature", h + "." + c + "."}, {"no payload", h + ".." + s}, {"no header", "." + c + "." + s},
			{"signature alone", ".." + s}, {"header alone", h + ".."}, {"payload alone", "." + c + "."}, {"a dot behind", valid + "."}, {"a dot in front", "." + valid},
			{"four", valid + ".x"}, {"five, as encrypted", valid + ".x.y"}, {"six", valid + "." + valid}, {"two dots inside", h + "." + c + ".." + s},
			{"backwards", s + "." + c + "." + h}, {"payload first", c + "." + h + "." + s}, {"header twice", h + "." + h + "." + s},
			{"payload twice", h + "." + c + "." + c},
			{"signature twice", h + "." + s + "." + s}, {"a thousand dots", strings.Repeat(".", 1000)}, {"sixteen thousand dots", strings.Repeat(".", 16000)},
			{"thirty thousand dots", strings.Repeat(".", 30000)}, {"commas", strings.ReplaceAll(valid, ".", ",")}, {"colons", strings.ReplaceAll(valid, ".", ":")},
			{"no separators", strings.ReplaceAll(valid, ".", "")}, {"tildes", strings.ReplaceAll(valid, ".", "~")}, {"a disclosure", valid + "~"},
		}, anyCarrier...),
		carried("base64", onProduction, rule{
			{"plus for minus", inPayload(special, "-", "+")}, {"slash for underscore", inPayload(special, "_", "/")}, {"padded header", h + "=." + c + "." + s},
			{"padded payload", h + "." + c + "=." + s}, {"twice padded payload", h + "." + c + "==." + s}, {"padding in front", "=" + valid},
			{"padding inside", h + "." + c + "." + s[:8] + "=" + s[8:]},
			{"padding between quanta", h + "." + c + "." + s[:8] + "==" + s[8:]}, {"signature in base64", h + "." + c + "." + s + "+/"}, {"an A more", valid + "A"},
			{"AA more", valid + "AA"},
			{"AAA more", valid + "AAA"}, {"AAAA more", valid + "AAAA"}, {"one less", valid[:len(valid)-1]}, {"two less", valid[:len(valid)-2]},
			{"four less", valid[:len(valid)-4]},
			{"first doubled", valid[:1] + valid}, {"first dropped", valid[1:]}, {"a star", valid + "*"}, {"a tilde inside", h + "." + c + "." + s[:4] + "~" + s[4:]},
			{"swapped case", swapCase(valid)},
			{"upper case", strings.ToUpper(valid)}, {"lower case", strings.ToLower(valid)}, {"base64 of it all", encode([]byte(valid))},
			{"header encoded twice", encode([]byte(h)) + "." + c + "." + s},
			{"signature encoded twice", h + "." + c + "." + encode([]byte(s))}, {"hexadecimal signature", h + "." + c + "." + strings.Repeat("0f", 256)},
			{"a short signature", h + "." + c + "." + s[:340]}, {"a signature with a zero byte in front", h + "." + c + ".AA" + s},
			{"a long signature", h + "." + c + "." + s + s},
		}, anyCarrier...),
		carried("characters", onProduction, either(inserted(valid, len(h)+1+len(c)+1+8), rule{
			{"full-width dots", strings.ReplaceAll(valid, ".", "\uff0e")}, {"ideographic dots", strings.ReplaceAll(valid, ".", "\u3002")},
			{"leaders", strings.ReplaceAll(valid, ".", "\u2024")},
			{"full-width letters", strings.Map(func(r rune) rune {
				if r >= 'a' && r <= 'z' {
					return fullWidth(r)
				}
				return r
			}, valid)}, {"a Cyrillic letter", strings.Replace(valid, "e", "\u0435", 1)}, {"a Kelvin sign", strings.Replace(valid+"K", "K", "\u212a", 1)},
			{"in double quotes", `"` + valid + `"`}, {"in single quotes", "'" + valid + "'"}, {"in angle brackets", "<" + valid + ">"},
			{"in brackets", "[" + valid + "]"},
			{"a comma behind", valid + ","}, {"two with a comma", valid + "," + valid}, {"a parameter behind", valid + ",realm=x"}, {"equals in front", "=" + valid},
			{"as JSON", jws}, {"as JSON with several signatures", general}, {"null", "null"}, {"undefined", "undefined"}, {"true", "true"},
			{"an object", "[object Object]"}, {"NaN", "NaN"},
			{"a format", "%s%n%x"}, {"a template", "{{.Secret}}"}, {"a shell", "$(id)"}, {"markup", "<script>alert(1)</script>"}, {"a path", "../../../etc/passwd"},
			{"a URL", "https://evil.example/"},
		}), byBearer, byOpen, byCookie),
		carried("escapes", onProduction, rule{
			{"dots as %2E", strings.ReplaceAll(valid, ".", "%2E")}, {"dots as %2e", strings.ReplaceAll(valid, ".", "%2e")}, {"a letter as %65", "%65" + valid[1:]},
			{"NUL as %00", valid + "%00"},
			{"line break as %0A", valid + "%0A"}, {"dots as &#46;", strings.ReplaceAll(valid, ".", "&#46;")},
			{"dots as \\u002e", strings.ReplaceAll(valid, ".", `\u002e`)},
			{"dots as =2E", strings.ReplaceAll(valid, ".", "=2E")}, {"a semicolon behind", valid + ";"}, {"a comment behind", valid + ";#"},
		}, headerCarriers...),
		carried("escapes in cookies", onProduction, rule{
			{"dots escaped twice", strings.ReplaceAll(valid, ".", "%252E")}, {"NUL", valid + "%00"}, {"line break", valid + "%0D%0A"}, {"invalid escape", valid + "%zz"},
			{"half an escape", valid + "%2"},
			{"overlong dots", strings.ReplaceAll(valid, ".", "%C0%AE")}, {"UTF-16 escapes", strings.ReplaceAll(valid, ".", "%u002e")}, {"a plus", valid + "+"},
			{"a quote", "%22" + valid + "%22"},
			{"another cookie inside", "x%3B%20__session=" + valid},
		}, byCookie, bySuffixed, byProgramCookie),
		placesFamily(),
	}
}

// inPayload replaces characters of the second part, of which it has some.
func inPayload(jwt, old, replacement string) string {
	part := strings.Split(jwt, ".")
	if !strings.Contains(part[1], old) {
		panic("no " + old + " in the payload")
	}
	return part[0] + "." + strings.ReplaceAll(part[1], old, replacement) + "." + part[2]
}

// spareBits are other spellings of the last character of a part that does not end with a
// whole byte: decoders that drop the bits read the same.
func spareBits(i *instance) rule {
	var all rule
	for blanks := range 3 {
		header, payload := mustJSON(i.header())+strings.Repeat(" ", blanks), mustJSON(i.claims())+strings.Repeat(" ", blanks)
		valid := token(header, payload, i.signs(hashOfSessions))
		parts := strings.Split(valid, ".")
		for n, name := range []string{"header", "payload", "signature"} {
			last := strings.IndexByte(base64url, parts[n][len(parts[n])-1])
			spare := map[int]int{2: 16, 3: 4}[len(parts[n])%4] // spellings of the last character
			for bits := 1; bits < spare && (n < 2 || blanks == 0); bits++ {
				changed := strings.Split(valid, ".")
				changed[n] = changed[n][:len(changed[n])-1] + string(base64url[last|bits])
				all = append(all, word{strings.Repeat("_", blanks) + name + " with bits " + string(rune('a'+bits)), strings.Join(changed, ".")})
			}
		}
	}
	return all
}

// inserted puts what readers may skip at places of a token.
func inserted(valid string, inSignature int) rule {
	var all rule
	for _, skipped := range []struct{ name, text string }{
		{"tab", "\t"}, {"soft hyphen", "\u00ad"}, {"zero-width space", "\u200b"}, {"zero-width joiner", "\u200d"}, {"byte order mark", "\ufeff"},
		{"no-break space", "\u00a0"},
		{"direction override", "\u202e"}, {"line separator", "\u2028"}, {"next line", "\u0085"}, {"combining accent", "\u0301"}, {"invalid byte", "\xff"},
		{"Latin-1 space", "\xa0"}, {"emoji", "\U0001f511"},
	} {
		for _, at := range []struct {
			name  string
			index int
		}{{"in front of the dot", strings.IndexByte(valid, '.')}, {"in the header", 4}, {"in the signature", inSignature}} {
			all = append(all, word{skipped.name + " " + at.name, valid[:at.index] + skipped.text + valid[at.index:]})
		}
	}
	return all
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, s)
}

// placesFamily is valid tokens where none is looked for. None of them is a page load, so
// nobody is sent anywhere with what stands in the URL.
func placesFamily() family {
	p := production()
	valid := p.session()
	lines := either(
		oneOf("bearer ", "BEARER ", "bEARER ", "Basic ", "Token ", "JWT ", "DPoP ", "Digest ", "Negotiate ", "Bearer: ", "Bearer:", "Bearer=", "Bearer,", "Bearer",
			"Bearer  ", "Bearer\t", "Bearer Bearer ",
			"Bearer \"\" ", "xBearer ", "Bearerx ", "Bearer token=", "Clerk ",
			"ApiKey ").each(func(scheme string) string { return "Authorization: " + scheme + valid }).called("scheme"),
		oneOf("Proxy-Authorization: Bearer ", "X-Authorization: Bearer ", "Authorisation: Bearer ", "X-Forwarded-Authorization: Bearer ",
			"X-Original-Authorization: Bearer ", "WWW-Authenticate: Bearer ",
			"X-Clerk-Auth-Token: ", "X-Clerk-Session: ", "X-Access-Token: ", "Sec-WebSocket-Protocol: ", "Set-Cookie: __session=", "Cookie2: __session=",
			"X-Cookie: __session=").
			each(func(name string) string { return name + valid }).called("header"),
		oneOf("session=", "__session_=", "__session_AAAAAAAA=", "__Session=", "__SESSION=", "_session=", "__sessions=", "__session[]=", "__session.0=",
			"__Host-__session=", "__Secure-__session=", "x__session=",
			"__clerk_session=", "$__session=", "__%73ession=", "a=1,__session=", "__session=x; __session=", "__session=\"", "__client=", "__refresh=").
			each(func(name string) string { return "Cookie: __client_uat=1; " + name + valid }).called("cookie"),
		oneOf("Authorization: x\r\nAuthorization: Bearer ", "Authorization: Bearer x\r\nAuthorization: Bearer ",
			"Authorization: Bearer x\r\nCookie: __client_uat=1; __session=").
			each(func(line string) string { return line + valid }).called("two lines"),
	)
	return family{
		name: "places", site: onProduction,
		attacks: either(
			lines.each(func(line string) string { return get("/me", line) }),
			lines.each(func(line string) string { return get("/open", line) }).called("open route"),
			oneOf("__session", "token", "access_token", "id_token", "jwt", "Authorization", "bearer_token", "__clerk_ticket", "__clerk_session").
				each(func(name string) string { return get("/me?__client_uat=1&" + name + "=" + valid) }).called("parameter"),
			text("body", "POST /me HTTP/1.1\r\nHost: "+appHost+"\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "+
				itoa(len("access_token="+valid))+"\r\n\r\naccess_token="+valid),
		),
		controls: []control{{"the same token", get("/me", bearer(valid)), speaks}},
	}
}

package attack

import (
	"crypto"
	"net/url"
)

// directives are the cookies that a handshake sets for the victim.
func (i *instance) directives() []string {
	return []string{"__client_uat=1; Path=/", "__session=" + i.session() + "; Path=/"}
}

// handshake is what the Frontend API sends a browser back with.
func (i *instance) handshake() string { return i.handshakeOf(i.directives()) }

// handshakeOf is a handshake of the instance with these cookies, whatever they are.
func (i *instance) handshakeOf(directives any) string {
	return token(mustJSON(with(i.header(), object{"cat": nil})), mustJSON(object{"handshake": directives}), i.signs(crypto.SHA256))
}

// injections are directives that would end a line of the header, or be no text.
func injections() []string {
	return []string{
		"evil=1\r\nX-Evil: 1", "evil=1\nSet-Cookie: evil=1", "evil=1\rX-Evil: 1", "evil=1\r\n\r\n<script>", "evil=1\x00", "\r\nevil=1", "evil=1\r\n X-Evil: folded",
		"evil=1\x7f", "evil=1\x1b[31m",
		"evil=1\u2028X-Evil: 1", "evil=1\u0085X-Evil: 1", "evil=1\u560a\u560dX-Evil: 1", "evil=\u00e9", "evil=1\v", "evil=1\f", "\x00", "evil=\ufffd",
	}
}

// intruding are directives that would sign the attacker's choice in.
func intruding(session string) []string {
	return []string{"__client_uat=1; Path=/", "__session=" + session + "; Path=/", "evil=1; Path=/; Domain=example.com"}
}

// inQuery and inCookie bring a handshake to a page that has to be signed in for.
func inQuery(handshake string) string {
	return page("/page?__clerk_handshake="+url.QueryEscape(handshake), "Cookie: __clerk_db_jwt=dvb_1")
}

func inCookie(handshake string) string {
	return page("/page", "Cookie: __clerk_db_jwt=dvb_1; __clerk_handshake="+url.QueryEscape(handshake))
}

// handshakeFamilies attack what browsers bring back from the Frontend API.
func handshakeFamilies() []family {
	var all []family
	for _, s := range []*site{onProduction, onDevelopment} {
		i := s.of()
		controls := []control{{"in the query", inQuery(i.handshake()), setsCookies}, {"in a cookie", inCookie(i.handshake()), setsCookies}}
		forged := forgedHandshakes(i)
		refused := refusedHandshakes(i)
		all = append(all,
			family{name: "forged handshakes", site: s, controls: controls, attacks: either(forged.each(inQuery).called("query"), forged.each(inCookie).called("cookie")), failsIn: "unexpected-error"},
			family{name: "handshakes that set nothing", site: s, controls: controls, attacks: either(refused.each(inQuery).called("query"), refused.each(inCookie).called("cookie"))},
			nonceFamily(s),
		)
	}
	return all
}

// setsCookies is the control of a handshake: cookies are set, and in production the page
// is shown.
func setsCookies(got answer) bool {
	return len(got.header["Set-Cookie"]) == 2 && (speaks(got) || got.status == 307 && got.header.Get("Location") == origin+"/page")
}

// forgedHandshakes are not the instance's, or not made to be handshakes.
func forgedHandshakes(i *instance) rule {
	payload := text("", mustJSON(object{"handshake": intruding(i.token(nil, object{"sub": intruder}))}))
	header := with(i.header(), object{"cat": nil})
	genuine := genuineSeals(i)
	forged := forgedSeals(i)
	return either(
		tokens(text("", mustJSON(header)), payload, forged),
		tokens(oneOf(`"none"`, `"None"`, `"HS256"`, `"PS256"`, `"ES256"`, `""`, `null`).each(func(alg string) string {
			return `{"alg":` + alg + `,"kid":"` + i.kid + `","typ":"JWT"}`
		}), payload, append(genuine, forged[0], forged[6], forged[11])),
		tokens(otherCategories.each(func(category string) string {
			return `{"alg":"RS256","cat":` + category + `,"kid":"` + i.kid + `"}`
		}).called("cat"), payload, genuine),
		tokens(otherTypes.each(func(kind string) string {
			return `{"alg":"RS256","typ":` + kind + `,"kid":"` + i.kid + `"}`
		}).called("typ"), payload, genuine),
		tokens(twice(with(header, object{"cat": "x"}), twiceHeader), payload, genuine),
		tokens(text("", mustJSON(header)), rule{
			{"handshake twice", `{"handshake":["evil=1"],"handshake":["evil=1"]}`}, {"handshake escaped", `{"handshake":["evil=1"],"\u0068andshake":[]}`},
			{"two objects", `{"handshake":["evil=1"]}{}`}, {"no JSON", `handshake=evil`}, {"null", `null`},
		}, genuine),
		anothersHandshakes(i),
		rule{
			{"nothing but dots", ".."}, {"one part", "x"}, {"a path", "../../v1/users"}, {"an API key", "ak_none"}, {"a nonce", validNonce},
			{"CR LF", "x\r\nSet-Cookie: evil=1"}, {"NUL", "\x00"}, {"20 KB", repeated("x", 20000)}, {"20,000 dots", repeated(".", 20000)},
		},
	)
}

// anothersHandshakes are genuine ones of other instances.
func anothersHandshakes(i *instance) rule {
	var all rule
	for _, other := range []*instance{instances().other, production(), development()} {
		if other == i {
			continue
		}
		payload := mustJSON(object{"handshake": intruding(other.session())})
		all = append(all,
			word{other.kid, token(mustJSON(with(other.header(), object{"cat": nil})), payload, other.signs(crypto.SHA256))},
			word{other.kid + " under our key ID", token(mustJSON(with(i.header(), object{"cat": nil})), payload, other.signs(crypto.SHA256))},
		)
	}
	return all
}

// refusedHandshakes are the instance's own, with nothing in them that may be set.
func refusedHandshakes(i *instance) rule {
	var all rule
	for _, directive := range injections() {
		all = append(all, word{"directive " + quoted(directive), i.handshakeOf([]string{directive})})
	}
	all = append(all, word{"all directives that inject", i.handshakeOf(injections())})
	odd := map[string]any{
		"no list": "evil=1", "an object": object{"0": "evil=1"}, "null": nil, "a number": 1, "lists in the list": [][]string{{"evil=1"}},
		"objects in the list": []object{{"evil": 1}},
		"numbers in the list": []int{1}, "a text and a number": []any{1, "evil=1"}, "true": true,
	}
	for _, name := range sorted(odd) {
		all = append(all, word{name, i.handshakeOf(odd[name])})
	}
	// What its session token says is not true, so nothing of it is.
	claims := mustJSON(with(i.claims(), object{"sub": intruder}))
	for _, s := range forgedSeals(i) {
		all = append(all, word{"a session " + s.name, i.handshakeOf(intruding(token(mustJSON(i.header()), claims, s.sign)))})
	}
	others := map[string]string{
		"of another instance": instances().other.token(object{"kid": i.kid}, nil), "of a template": i.token(object{"cat": "cl_B7d4PD222AAA"}, object{"sub": intruder}),
		"of a machine": i.token(object{"cat": "cl_B7d4PD333AAA"}, object{"sub": "mch_intruder"}), "for OAuth": i.token(object{"typ": "at+jwt"}, object{"sub": intruder}),
		"of nobody": i.token(nil, object{"sub": nil}), "for ever": i.token(nil, object{"exp": nil}),
		"of another party":   i.token(nil, object{"azp": "https://evil.example"}),
		"that is an API key": "ak_none", "that is none": "x",
	}
	for _, name := range sorted(others) {
		all = append(all, word{"a session " + name, i.handshakeOf(intruding(others[name]))})
	}
	all = append(all, word{"a session token in its place", i.token(nil, object{"sid": "sess_other"})})
	return all
}

// nonceFamily attacks what is asked of the Backend API for the visitor. It is nothing
// else than the payload of one handshake: what else is asked for fails the test.
func nonceFamily(s *site) family {
	ask := func(query string) string { return page("/page?"+query, "Cookie: __clerk_db_jwt=dvb_1") }
	return family{
		name: "nonces", site: s,
		controls: []control{{"a valid nonce", ask("__clerk_handshake_nonce=" + validNonce), setsCookies}},
		attacks: either(
			oneOf(
				"none", "NONCE-VALID", validNonce+"x", validNonce+"%00", validNonce+"%0a", "%20"+validNonce, "x%26nonce%3D"+validNonce, "x&nonce="+validNonce,
				"x%23&nonce="+validNonce, "..%2F..%2Fusers", "../../users", "%2e%2e/users",
				"%2Fv1%2Fusers", "https://evil.example/", "%3F", "%0d%0aX-Evil:%201", "%u0000", "%ff%fe", "%E2%80%AE", "[]", "{}", "null", injectingNonce,
				"x&__clerk_handshake_nonce="+validNonce, "x;__clerk_handshake_nonce="+validNonce,
			).each(func(nonce string) string { return ask("__clerk_handshake_nonce=" + nonce) }).called("query"),
			oneOf("none", "x%26nonce%3D"+validNonce, "..%2F..%2Fusers", "../../users", "%0d%0aX-Evil:%201", "%00", injectingNonce, `"`+validNonce+`"`, validNonce+",x").
				each(func(nonce string) string {
					return page("/page", "Cookie: __clerk_db_jwt=dvb_1; __clerk_handshake_nonce="+nonce)
				}).called("cookie"),
			oneOf("__clerk_handshake_nonce_x", "__CLERK_HANDSHAKE_NONCE", "clerk_handshake_nonce", "nonce", "__clerk_handshake_nonce[]").
				each(func(name string) string { return ask(name + "=" + validNonce) }).called("parameter"),
			text("a long nonce", ask("__clerk_handshake_nonce="+repeated("x", 20000))),
		),
	}
}

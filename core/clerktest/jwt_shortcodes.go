package clerktest

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// shortcodes are what a template may put between double braces. Below those that
// are objects, a path leads further in, as in user.public_metadata.team. The caller
// holds mu.
func (i *Instance) shortcodes(u *user, session Session, membership Membership) map[string]any {
	email, phone := u.PrimaryEmailAddress(), u.PrimaryPhoneNumber()
	memberships := map[string]any{}
	for _, m := range u.memberships {
		memberships[m.Organization.ID] = m.Role
	}
	var actor any
	if s := i.findSession(session.ID); s != nil {
		actor = object(s.actor)
	}
	words := map[string]any{
		"org.has_image": nil, "org.id": nil, "org.image_url": nil, "org.name": nil, "org.public_metadata": nil, "org.role": nil, "org.slug": nil,
		"org_membership.public_metadata": nil,
		"session.actor":                  actor,
		"session.id":                     session.ID,
		"user.created_at":                u.CreatedAt.Unix(),
		"user.email_verified":            email != nil && verified(email.Verification),
		"user.external_id":               orNull(u.ExternalID),
		"user.first_name":                orNull(u.FirstName),
		"user.full_name":                 orNull(optional(u.FullName())),
		"user.has_image":                 u.HasImage,
		"user.id":                        u.ID,
		"user.image_url":                 u.ImageURL,
		"user.last_name":                 orNull(u.LastName),
		"user.organizations":             memberships,
		"user.phone_number_verified":     phone != nil && verified(phone.Verification),
		"user.primary_email_address":     orNull(optional(primaryAddress(&u.User))),
		"user.primary_phone_number":      orNull(optional(primaryPhone(&u.User))),
		"user.public_metadata":           object(u.PublicMetadata),
		"user.two_factor_enabled":        u.TwoFactorEnabled,
		"user.unsafe_metadata":           object(u.UnsafeMetadata),
		"user.updated_at":                u.UpdatedAt.Unix(),
		"user.username":                  orNull(u.Username),
	}
	o := i.organizations.get(membership.Organization.ID)
	if o == nil {
		return words
	}
	words["org.has_image"], words["org.image_url"] = o.HasImage, o.ImageURL
	words["org.id"], words["org.name"], words["org.slug"] = o.ID, o.Name, o.Slug
	words["org.public_metadata"], words["org.role"] = object(o.PublicMetadata), membership.Role
	if m := i.findMembership(o.ID, u.ID); m != nil {
		words["org_membership.public_metadata"] = object(m.publicMetadata)
	}
	return words
}

// object is metadata as a claim, null for none.
func object(m backend.Metadata) any {
	if m.IsZero() {
		return nil
	}
	members, err := backend.MetadataAs[map[string]any](m)
	if err != nil {
		return nil
	}
	return members
}

func orNull(o backend.Opt[string]) any {
	if text, ok := o.Get(); ok {
		return text
	}
	return nil
}

var shortcode = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// fill puts words into a claim. A text that is one shortcode becomes its value; in a
// longer text the value is part of it. An unknown one is refused by name.
func fill(r *http.Request, words map[string]any, value any) (any, error) {
	switch value := value.(type) {
	case []any:
		filled := make([]any, len(value))
		for k, inner := range value {
			var err error
			if filled[k], err = fill(r, words, inner); err != nil {
				return nil, err
			}
		}
		return filled, nil
	case map[string]any:
		filled := map[string]any{}
		for name, inner := range value {
			var err error
			if filled[name], err = fill(r, words, inner); err != nil {
				return nil, err
			}
		}
		return filled, nil
	case string:
		return fillText(r, words, value)
	}
	return value, nil
}

func fillText(r *http.Request, words map[string]any, text string) (any, error) {
	var filled strings.Builder
	end := 0
	for _, at := range shortcode.FindAllStringSubmatchIndex(text, -1) {
		name := text[at[2]:at[3]]
		word, ok := lookUp(words, name)
		if !ok {
			return nil, errUnsupported(r, "{{"+name+"}}")
		}
		if at[0] == 0 && at[1] == len(text) {
			return word, nil
		}
		filled.WriteString(text[end:at[0]])
		if inner, ok := word.(string); ok {
			filled.WriteString(inner)
		} else if word != nil {
			return nil, errUnsupported(r, "{{"+name+"}} in a longer text")
		}
		end = at[1]
	}
	return filled.String() + text[end:], nil
}

// lookUp finds a word, or a member of the object that it is: null if there is none.
func lookUp(words map[string]any, name string) (any, bool) {
	if word, ok := words[name]; ok {
		return word, true
	}
	for word, value := range words {
		path, ok := strings.CutPrefix(name, word+".")
		if !ok {
			continue
		}
		if _, isObject := value.(map[string]any); !isObject && !strings.HasSuffix(word, "_metadata") && word != "session.actor" {
			return nil, false
		}
		for _, member := range strings.Split(path, ".") {
			members, _ := value.(map[string]any)
			value = members[member]
		}
		return value, true
	}
	return nil, false
}

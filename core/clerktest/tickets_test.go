package clerktest_test

import (
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

func TestSignInTokens(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst).SignInTokens
	ctx := t.Context()
	user := inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{}}})
	id := inst.Organization().ID
	made := must(c.Create(ctx, backend.SignInTokenCreateParams{OrgID: backend.Value(id), UserID: user.ID}))(t)
	if made.Status != backend.SignInTokenPending || made.URL.Or("") != inst.URL()+"/sign-in?__clerk_ticket="+made.Token {
		t.Errorf("made %+v", made.Status)
	}
	userID, organization, err := inst.UseTicket(made.Token)
	if err != nil || userID != user.ID || organization != id {
		t.Errorf("used: %s %s %v", userID, organization, err)
	}
	revoked := must(c.Create(ctx, backend.SignInTokenCreateParams{UserID: user.ID}))(t)
	if after := must(c.Revoke(ctx, revoked.ID))(t); after.Status != backend.SignInTokenRevoked {
		t.Errorf("revoked %+v", after)
	}
	late := must(c.Create(ctx, backend.SignInTokenCreateParams{ExpiresInSeconds: backend.Value[int64](60), UserID: user.ID}))(t)
	clock.Advance(time.Minute)
	for name, ticket := range map[string]string{"used": made.Token, "revoked": revoked.Token, "late": late.Token, "unknown": "x"} {
		if _, _, err := inst.UseTicket(ticket); err == nil {
			t.Errorf("a ticket that is %s works", name)
		}
	}
	refused(c.Revoke(ctx, made.ID))(t, "400 token_not_pending")
	refused(c.Revoke(ctx, "sit_1"))(t, "404 resource_not_found")
	refused(c.Create(ctx, backend.SignInTokenCreateParams{UserID: "user_1"}))(t, "404 resource_not_found")
	refused(c.Create(ctx, backend.SignInTokenCreateParams{OrgID: backend.Value("org_1"), UserID: user.ID}))(t, "404 resource_not_found")
	refused(c.Create(ctx, backend.SignInTokenCreateParams{ExpiresInSeconds: backend.Value[int64](0), UserID: user.ID}))(t, "422 form_param_value_invalid expires_in_seconds")
}

func TestActorTokens(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst).ActorTokens
	ctx := t.Context()
	user, actor := inst.CreateUser(clerktest.UserParams{}), inst.CreateUser(clerktest.UserParams{})
	made := must(c.Create(ctx, backend.ActorTokenCreateParams{Actor: backend.ActorTokenActor{Sub: actor.ID}, UserID: user.ID}))(t)
	if made.Status != backend.ActorTokenPending || made.Actor.String() != `{"sub":"`+actor.ID+`"}` {
		t.Errorf("made %s %s", made.Status, made.Actor)
	}
	if userID, _, err := inst.UseTicket(made.Token); err != nil || userID != user.ID {
		t.Errorf("used: %s %v", userID, err)
	}
	refused(c.Revoke(ctx, made.ID))(t, "400 token_not_pending")
	second := must(c.Create(ctx, backend.ActorTokenCreateParams{Actor: backend.ActorTokenActor{Sub: actor.ID}, UserID: user.ID}))(t)
	if after := must(c.Revoke(ctx, second.ID))(t); after.Status != backend.ActorTokenRevoked {
		t.Errorf("revoked %+v", after.Status)
	}
	refused(c.Create(ctx, backend.ActorTokenCreateParams{UserID: user.ID}))(t, "422 form_param_value_invalid actor")
	refused(c.Create(ctx, backend.ActorTokenCreateParams{
		Actor: backend.ActorTokenActor{Sub: actor.ID}, SessionMaxDurationInSeconds: backend.Value[int64](60), UserID: user.ID,
	}))(t, "501 not_implemented session_max_duration_in_seconds")
}

func TestTestingTokens(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t, clerktest.Options{Now: clerktest.NewClock(noon).Now})
	if made := must(backendOf(t, inst).TestingTokens.Create(t.Context()))(t); made.Token == "" || !made.ExpiresAt.After(noon) {
		t.Errorf("made one that ends at %v", made.ExpiresAt)
	}
}

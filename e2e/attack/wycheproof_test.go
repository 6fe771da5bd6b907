package attack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/e2e/internal/apps"
)

// wycheproofVariable names the environment variable that says where Project Wycheproof's
// test vectors are, if not beside the repository.
const wycheproofVariable = "CLERK_WYCHEPROOF"

// TestWycheproof sends the tokens of Project Wycheproof to applications whose instance has
// the keys of each group. What is signed there is no session, so all of them are refused,
// those with a valid signature too. Package token tests which are and which are not.
func TestWycheproof(t *testing.T) {
	t.Parallel()
	folder := os.Getenv(wycheproofVariable)
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "wycheproof")
	}
	if _, err := os.Stat(folder); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED against Project Wycheproof: %v; %s may name its folder testvectors_v1", err, wycheproofVariable)
	}
	sent := 0
	for _, file := range []string{"json_web_key_test.json", "json_web_signature_test.json"} {
		data, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		var content struct {
			NumberOfTests int
			TestGroups    []struct {
				Public, Private json.RawMessage
				Tests           []struct {
					TcID int
					JWS  string
				}
			}
		}
		if err := json.Unmarshal(data, &content); err != nil {
			t.Fatal(err)
		}
		for _, group := range content.TestGroups {
			keys := group.Public
			if keys == nil {
				keys = group.Private
			}
			address := startWith(t, keys)
			for _, test := range group.Tests {
				for _, wire := range []string{get("/me", bearer(test.JWS)), get("/me", "Cookie: __client_uat=1; __session="+test.JWS)} {
					got, ok := send(t, address, wire)
					if !ok || got.status != http.StatusUnauthorized && got.status != http.StatusBadRequest && got.status != http.StatusServiceUnavailable {
						t.Errorf("%s, case %d: %s", file, test.TcID, quoted(got.raw))
					}
				}
				sent++
			}
			content.NumberOfTests -= len(group.Tests)
		}
		if content.NumberOfTests != 0 {
			t.Errorf("%s: %d cases were not read", file, content.NumberOfTests)
		}
	}
	t.Logf("wycheproof: %d tokens refused by an application", sent)
	if sent == 0 {
		t.Error("there is nothing to send")
	}
}

// startWith starts an application whose instance publishes these keys.
func startWith(t *testing.T, keys json.RawMessage) string {
	t.Helper()
	set := string(keys)
	if !strings.Contains(set, `"keys"`) {
		set = fmt.Sprintf(`{"keys":[%s]}`, set)
	}
	client, err := core.NewClient(core.Options{
		HTTPClient:     &http.Client{Transport: published(set)},
		Logger:         quietLog(),
		Now:            func() time.Time { return epoch },
		PublishableKey: production().publishableKey,
		SecretKey:      production().secretKey,
	})
	if err != nil {
		t.Fatal(err)
	}
	return apps.Start(t, apps.Builders["nethttp"](apps.Settings{Client: client, Log: &watchedLog{}, Routes: routes}))
}

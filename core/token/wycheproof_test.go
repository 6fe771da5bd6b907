package token_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// wycheproofVariable names the environment variable that says where Project
// Wycheproof's test vectors are, if not beside the repository.
const wycheproofVariable = "CLERK_WYCHEPROOF"

// wycheproofGroup is a group of cases that share a key or a set of keys.
type wycheproofGroup struct {
	Public       jsontext.Value   `json:"public"`
	Private      jsontext.Value   `json:"private"`
	PublicKeyPEM string           `json:"publicKeyPem"`
	KeyJWK       jsontext.Value   `json:"keyJwk"`
	Tests        []wycheproofCase `json:"tests"`
}

type wycheproofCase struct {
	ID        int            `json:"tcId"`
	Comment   string         `json:"comment"`
	Flags     []string       `json:"flags"`
	Result    string         `json:"result"` // valid, acceptable or invalid
	JWS       jsontext.Value `json:"jws"`
	Message   string         `json:"msg"`
	Signature string         `json:"sig"`
}

func (c wycheproofCase) String() string { return fmt.Sprintf("case %d (%s)", c.ID, c.Comment) }

// wycheproof reads a file of test vectors.
func wycheproof(t *testing.T, file string) []wycheproofGroup {
	t.Helper()
	folder, err := wycheproofFolder()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED against Project Wycheproof: %v; %s may name its folder testvectors_v1", err, wycheproofVariable)
	}
	data, err := os.ReadFile(filepath.Join(folder, file))
	if err != nil {
		t.Fatal(err)
	}
	var content struct {
		Count  int               `json:"numberOfTests"`
		Groups []wycheproofGroup `json:"testGroups"`
	}
	if err := json.Unmarshal(data, &content, jsontext.AllowDuplicateNames(true)); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, group := range content.Groups {
		count += len(group.Tests)
	}
	if count == 0 || count != content.Count {
		t.Fatalf("%s says that it has %d cases, %d were read", file, content.Count, count)
	}
	return content.Groups
}

// wycheproofFolder finds the folder beside the one that holds go.work.
func wycheproofFolder() (string, error) {
	if folder := os.Getenv(wycheproofVariable); folder != "" {
		return folder, nil
	}
	directory, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(directory, "go.work")); err == nil {
			folder := filepath.Join(directory, "..", "shared", "wycheproof")
			_, err := os.Stat(folder)
			return folder, err
		}
		parent := filepath.Dir(directory)
		if parent == directory {
			return "", fmt.Errorf("go.work: %w in the working directory and its parents", os.ErrNotExist)
		}
		directory = parent
	}
}

// keySet returns a set that loads the group's public keys, or whatever it has
// if it has none.
func (g wycheproofGroup) keySet() *token.KeySet {
	keys := g.Public
	if keys == nil {
		keys = g.Private
	}
	data := []byte(keys)
	if members, _ := token.Members(string(keys)); members["keys"] == "" {
		data = fmt.Appendf(nil, `{"keys":[%s]}`, keys)
	}
	return loaded(data)
}

// verifyJWS verifies a signature whose payload need not be JSON.
func verifyJWS(t *testing.T, keys token.KeySource, jws string) error {
	t.Helper()
	decoded, err := token.DecodeJWS(jws)
	if err != nil {
		return err
	}
	return token.NewVerifier(token.Options{Keys: keys}).VerifySignature(t.Context(), decoded)
}

// wycheproofForeign reports whether a token is signed with an algorithm that
// Clerk does not use. It is refused even where its signature is valid.
func wycheproofForeign(jws string) bool {
	decoded, err := token.DecodeJWS(jws)
	return err == nil && !slices.Contains([]string{"RS256", "RS384", "RS512"}, decoded.Header.Algorithm)
}

// wycheproofExceptions are cases that this package decides otherwise than the
// vectors, by file and ID, with the reason.
var wycheproofExceptions = map[string]map[int]string{
	"json_web_key_test.json": {
		7: "the modulus has ROCA's form: how the instance came to its primes is not examined, only their size",
	},
	"json_web_signature_test.json": {
		372: "a character outside of base64url in the header: RFC 7515, section 5.2, step 2, says to refuse it",
		373: "a character outside of base64url in the payload: RFC 7515, section 5.2, step 7, says to refuse it",
	},
}

func testWycheproofJWS(t *testing.T, file string, leastAccepted int) {
	t.Helper()
	accepted, refused := 0, 0
	for _, group := range wycheproof(t, file) {
		keys := group.keySet()
		for _, test := range group.Tests {
			if test.JWS.Kind() != jsontext.KindString {
				t.Errorf("%s: the token is no text", test)
				continue
			}
			var jws string
			if err := json.Unmarshal(test.JWS, &jws); err != nil {
				t.Error(err)
				continue
			}
			want := test.Result == "valid"
			if wycheproofForeign(jws) {
				want = false
			}
			if why, excepted := wycheproofExceptions[file][test.ID]; excepted {
				t.Logf("%s is decided otherwise: %s", test, why)
				want = !want
			}
			err := verifyJWS(t, keys, jws)
			if want != (err == nil) {
				t.Errorf("%s: want accepted %t, got %v", test, want, err)
			}
			if _, whole := token.Verify(t.Context(), jws, token.Options{Keys: keys}); whole == nil {
				t.Errorf("%s: accepted as a session token", test)
			}
			if err == nil {
				accepted++
			} else {
				refused++
			}
		}
	}
	t.Logf("wycheproof %s: %d accepted, %d refused", file, accepted, refused)
	if accepted < leastAccepted {
		t.Errorf("%d accepted, want %d at least", accepted, leastAccepted)
	}
}

func TestWycheproofSignatures(t *testing.T) {
	t.Parallel()
	testWycheproofJWS(t, "json_web_signature_test.json", 15)
}

func TestWycheproofKeySets(t *testing.T) {
	t.Parallel()
	testWycheproofJWS(t, "json_web_key_test.json", 1)
}

// The signatures of this file are of arbitrary messages. Its "acceptable" ones
// leave out a NULL in their padding; they are refused.
func TestWycheproofRSA(t *testing.T) {
	t.Parallel()
	for _, group := range wycheproof(t, "rsa_signature_2048_sha256_test.json") {
		local, err := token.ParsePEM(group.PublicKeyPEM)
		if err != nil {
			t.Fatal(err)
		}
		remote, err := loaded(fmt.Appendf(nil, `{"keys":[%s]}`, group.KeyJWK)).Key(t.Context(), "none")
		if err != nil {
			t.Fatal(err)
		}
		for _, test := range group.Tests {
			message, err := hex.DecodeString(test.Message)
			if err != nil {
				t.Fatal(err)
			}
			signature, err := hex.DecodeString(test.Signature)
			if err != nil {
				t.Fatal(err)
			}
			for name, key := range map[string]*token.Key{"PEM": local, "JWK": remote} {
				if err := key.VerifyMessage(string(message), signature); (test.Result == "valid") != (err == nil) {
					t.Errorf("%s by %s: want %s, got %v", test, name, test.Result, err)
				}
			}
		}
	}
}

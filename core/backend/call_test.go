package backend

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// TestOperations holds what each constructor puts on the wire.
func TestOperations(t *testing.T) {
	t.Parallel()
	type body struct {
		A Opt[string] `json:"a,omitzero"`
	}
	var noBody *body
	for _, test := range []struct {
		op   op
		want string
		key  string
	}{
		{get("/users", nil), "GET /v1/users", "sk_test_1"},
		{get("/users/{}", nil, "user_1"), "GET /v1/users/user_1", "sk_test_1"},
		{get("/users", UserListParams{Banned: Value(false), OrderBy: "+created_at"}), "GET /v1/users?banned=false&order_by=%2Bcreated_at", "sk_test_1"},
		{list("/redirect_urls", ListParams{Limit: 5}), "GET /v1/redirect_urls?limit=5&paginated=true", "sk_test_1"},
		{del("/a/{}/b/{}", "x", "y"), "DELETE /v1/a/x/b/y", "sk_test_1"},
		{del("/items/{}", "x").withQuery(struct {
			EndNow Opt[bool] `query:"end_now"`
		}{Value(true)}), "DELETE /v1/items/x?end_now=true", "sk_test_1"},
		{post("/a", body{Value("x")}), `POST /v1/a {"a":"x"}`, "sk_test_1"},
		{patch("/a/{}", body{Null[string]()}, "x"), `PATCH /v1/a/x {"a":null}`, "sk_test_1"},
		{put("/a/{}", body{}, "x"), `PUT /v1/a/x {}`, "sk_test_1"},
		{post("/a", []body{{}, {Value("")}}), `POST /v1/a [{},{"a":""}]`, "sk_test_1"},
		{post("/a", []body(nil)), `POST /v1/a []`, "sk_test_1"},
		{post("/a", nil), "POST /v1/a", "sk_test_1"},
		{post("/a", noBody), "POST /v1/a", "sk_test_1"},
		{post("/a", Null[body]()), "POST /v1/a", "sk_test_1"},
		{post("/m2m_tokens", nil).withMachineKey(), "POST /v1/m2m_tokens", "ak_1"},
		{post("/api_keys/verify", nil).withoutVersion(), "POST /api_keys/verify", "sk_test_1"},
	} {
		var got, key string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sent, _ := io.ReadAll(r.Body)
			got = strings.TrimSpace(r.Method + " " + r.RequestURI + " " + string(sent))
			key = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			w.WriteHeader(http.StatusNoContent)
		}))
		client, err := NewClient(Options{APIURL: server.URL, SecretKey: "sk_test_1", MachineSecretKey: "ak_1"})
		if err != nil {
			t.Fatal(err)
		}
		if err := send(t.Context(), client, test.op); err != nil || got != test.want || key != test.key {
			t.Errorf("%s: sent %q with %q, %v; want %q with %q", test.op, got, key, err, test.want, test.key)
		}
		server.Close()
	}
}

// TestOperationsRefused holds the mistakes that call reports before any request.
func TestOperationsRefused(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a request was made: %s %s", r.Method, r.RequestURI)
	}))
	defer server.Close()
	client, err := NewClient(Options{APIURL: server.URL, SecretKey: "sk_test_1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		op   op
		want string
	}{
		{get("/users/{}", nil, ""), "clerk: GET /users/{}: ID 1 of the path is empty"},
		{del("/users/{}", ".."), "clerk: DELETE /users/{}: ID 1 of the path is a dot segment"},
		{get("/users", struct {
			Limit Opt[int] `query:"limit"`
		}{Null[int]()}), "clerk: GET /users: the query parameter limit cannot be null; leave it out instead"},
		{post("/a", MetadataOf([]int{1})), "clerk: POST /a: "},
		{post("/a", jsontext.Value("{")), "clerk: POST /a: "},
	} {
		_, err := call[User](t.Context(), client, test.op)
		var e *Error
		if !errors.As(err, &e) || e.Code != CodeInvalidRequest || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("got %v, want %s…", err, test.want)
		}
	}
}

func TestMachineKeyOnly(t *testing.T) {
	t.Parallel()
	client, err := NewClient(Options{MachineSecretKey: "ak_1"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Users.Get(t.Context(), "user_1")
	if !HasCode(err, CodeInvalidRequest) || !strings.Contains(err.Error(), "CLERK_SECRET_KEY") {
		t.Errorf("got %v, want the missing variable", err)
	}
}

// TestMachineKeyFallsBack: without a machine secret key the secret key serves.
func TestMachineKeyFallsBack(t *testing.T) {
	t.Parallel()
	request, err := (&transport{secretKey: seal("sk"), machineKey: seal(""), apiVersion: "v1"}).request(post("/m2m_tokens", nil).withMachineKey())
	if err != nil || request.Key != "sk" {
		t.Errorf("got %q, %v", request.Key, err)
	}
}

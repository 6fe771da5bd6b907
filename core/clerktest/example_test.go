package clerktest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// In a test, Start(t) replaces New and Close.
func Example() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	inst.CreateUser(clerktest.UserParams{EmailAddress: "someone@example.com"})

	request, _ := http.NewRequest("GET", inst.APIURL()+"/v1/users/count", nil)
	request.Header.Set("Authorization", "Bearer "+inst.SecretKey())
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	defer http.DefaultClient.CloseIdleConnections()
	body, _ := io.ReadAll(response.Body)
	fmt.Println(response.Status, string(body))
	// Output: 200 OK {"object":"total_count","total_count":1}
}

func ExampleInstance_SignIn() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{})

	request := httptest.NewRequest("GET", "/me", nil)
	inst.SignIn(request, user)
	scheme, token, _ := strings.Cut(request.Header.Get("Authorization"), " ")
	fmt.Println(scheme, strings.Count(token, ".")+1, "parts")
	// Output: Bearer 3 parts
}

func ExampleInstance_Token() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{})

	may := inst.Token(user, clerktest.TokenOptions{Role: "org:admin", Permissions: []string{"org:invoices:create"}})
	late := inst.Token(user, clerktest.TokenOptions{Fault: clerktest.Expired})
	forged := inst.Token(user, clerktest.TokenOptions{Fault: clerktest.Tampered})
	for _, token := range []string{may, late, forged} {
		fmt.Println(strings.Count(token, ".") + 1)
	}
	// Output:
	// 3
	// 3
	// 3
}

func ExampleInstance_Disrupt() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	defer http.DefaultClient.CloseIdleConnections()
	inst.Disrupt("/.well-known/jwks.json", clerktest.Disruption{RetryAfter: 2 * time.Second, Times: 1})
	for range 2 {
		response, err := http.Get(inst.URL() + "/.well-known/jwks.json")
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(response.StatusCode, response.Header.Get("Retry-After"))
		response.Body.Close()
	}
	// Output:
	// 429 2
	// 200
}

func ExampleClock() {
	clock := clerktest.NewClock(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	inst, err := clerktest.New(clerktest.Options{Now: clock.Now})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{})
	fmt.Println(user.CreatedAt.UTC().Format(time.TimeOnly))
	clock.Advance(time.Hour)
	fmt.Println(inst.CreateUser(clerktest.UserParams{}).CreatedAt.UTC().Format(time.TimeOnly))
	// Output:
	// 00:00:00
	// 01:00:00
}

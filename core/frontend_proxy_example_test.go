package core_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/clerkgo/clerk-go/core"
)

// Where Clerk has no domain of its own, browsers reach it below a path of the
// application.
func ExampleFrontendProxy() {
	frontendAPI := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s for a proxy at %s", r.URL, r.Header.Get("Clerk-Proxy-Url"))
	}))
	defer frontendAPI.Close()

	client, err := core.NewClient(core.Options{
		FAPIURL:        frontendAPI.URL, // left out, Clerk's own
		PublishableKey: "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k",
		SecretKey:      "sk_test_example",
	})
	if err != nil {
		log.Fatal(err)
	}
	proxy, err := client.NewFrontendProxy(core.FrontendProxyOptions{})
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(proxy.Path()+"/", proxy)
	application := httptest.NewServer(mux)
	defer application.Close()

	request, err := http.NewRequest("GET", application.URL+"/__clerk/v1/environment", nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Forwarded-Host", "app.example.com")
	request.Header.Set("X-Forwarded-Proto", "https")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(body))
	// Output: /v1/environment for a proxy at https://app.example.com/__clerk
}

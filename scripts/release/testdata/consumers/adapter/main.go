// Command consumer asks for a route that an adapter protects, without a token and with
// one of a local Clerk.
package main

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

func main() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	options := inst.Options()
	options.Logger = slog.New(slog.DiscardHandler)
	client, err := core.NewClient(options)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(serve(listener, client)) }()

	url := "http://" + listener.Addr().String() + "/me"
	ask("without a token", url, "")
	user := inst.CreateUser(clerktest.UserParams{ID: "user_1"})
	ask("with a token", url, "Bearer "+inst.Token(user, clerktest.TokenOptions{}))
	ask("with a forged token", url, "Bearer "+inst.Token(user, clerktest.TokenOptions{Fault: clerktest.Tampered}))
}

// ask prints how a route answers.
func ask(how, url, authorization string) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		log.Fatal(err)
	}
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		body = nil
	}
	fmt.Printf("%s: %s %s\n", how, response.Status, body)
}

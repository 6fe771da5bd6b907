// Command consumer receives a webhook twice and handles it once. What stands in for a
// Redis remembers the first.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/redisstore"
	"github.com/redis/go-redis/v9"
)

func main() {
	store := redisstore.New(&server{verdict: "claimed"})
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	mux, err := webhook.NewMux(webhook.MuxOptions{Options: webhook.Options{Secrets: []string{inst.WebhookSigningSecret()}}, Store: store})
	if err != nil {
		log.Fatal(err)
	}
	webhook.OnOther(mux, func(_ context.Context, message *webhook.Message) error {
		fmt.Println("handled", message.Type)
		return nil
	})
	body := []byte(`{"object":"event","type":"user.created","data":{"id":"user_1","object":"user"},"timestamp":1767225600000}`)
	for range 2 {
		response := httptest.NewRecorder()
		mux.ServeHTTP(response, inst.SignWebhookAs("msg_1", "http://localhost/webhooks", body))
		fmt.Println(response.Code, http.StatusText(response.Code))
	}
}

// server answers every script of the store, first that the message is claimed and then
// that it is done.
type server struct {
	redis.Scripter
	verdict string
}

func (s *server) EvalSha(context.Context, string, []string, ...any) *redis.Cmd {
	verdict := s.verdict
	s.verdict = "done"
	return redis.NewCmdResult(verdict, nil)
}

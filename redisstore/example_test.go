package redisstore_test

import (
	"fmt"
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/redisstore"
	"github.com/redis/go-redis/v9"
)

// Several receivers share what they know.
func Example() {
	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
	store := redisstore.New(client, redisstore.Options{Lease: 2 * time.Minute})
	mux, err := webhook.NewMux(webhook.MuxOptions{Store: store, Timeout: time.Minute})
	if err != nil {
		fmt.Println(err)
		return
	}
	http.Handle("POST /webhooks", mux)
}

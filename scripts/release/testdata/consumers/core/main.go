// Command consumer counts the users of the local Clerk that its environment names.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
)

func main() {
	count, err := core.Default().Users.Count(context.Background(), backend.UserCountParams{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(count, "users")
}

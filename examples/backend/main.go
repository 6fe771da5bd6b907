// Backend lists the users of an instance by the Backend API alone, without a server.
// It reads CLERK_SECRET_KEY.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/backend
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
)

func main() {
	client, err := core.NewClient(core.OptionsFromEnv())
	if err != nil {
		log.Fatal(err)
	}
	if err := run(context.Background(), client, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, client *core.Client, out io.Writer) error {
	// One page, and how many there are in all.
	page, err := client.Users.List(ctx, backend.UserListParams{Limit: 10})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d users, the first %d:\n", page.TotalCount, len(page.Data))

	// All of them: pages are fetched as the loop goes on.
	for user, err := range client.Users.All(ctx, backend.UserListParams{}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s %s\n", user.ID, address(user))
	}

	// What Clerk refuses is a *core.Error.
	_, err = client.Users.Get(ctx, "user_nobody")
	if apiErr, ok := errors.AsType[*core.Error](err); ok {
		fmt.Fprintf(out, "status %d, code %s\n", apiErr.Status, apiErr.Errors[0].Code)
		return nil
	}
	return err
}

func address(user *backend.User) string {
	if primary := user.PrimaryEmailAddress(); primary != nil {
		return primary.EmailAddress
	}
	return "without an email address"
}

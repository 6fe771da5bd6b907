module github.com/clerkgo/clerk-go/examples

go 1.26.0

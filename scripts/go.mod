module github.com/clerkgo/clerk-go/scripts

go 1.26.0

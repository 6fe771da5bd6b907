module github.com/clerkgo/clerk-go/ginclerk

go 1.26.0

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// maxIntroduced is how many users the first lines name.
const maxIntroduced = 5

// page is where the examples of this repository show who is signed in.
const page = "localhost:8080/me"

// introduce says what runs where. It goes to standard error, which COMMAND's
// output does not mix with in a pipeline.
func introduce(file *os.File, instance *clerktest.Instance, s settings, command []string) {
	ink := inkFor(file)
	kept := "in memory only"
	if s.state != "" {
		kept = "in " + printable(s.state)
	}
	token := "go run ./core/cmd/clerkdev token"
	if addr := instance.Addr(); addr != defaultAddr {
		token += " -addr " + addr
	}
	lines := [][2]string{{"", "a local Clerk for development at " + ink.link(instance.URL())}, {"data", kept}}
	lines = append(lines, userLines(instance.Save())...)
	lines = append(lines,
		[2]string{"open", ink.link(instance.URL()+"/sign-in?redirect_url=http://"+page) + " and click on a user"},
		[2]string{"try", `curl -H "Authorization: Bearer $(` + token + `)" ` + page},
		[2]string{"see", ink.link(instance.URL()+"/") + " for users, sessions and requests"},
	)
	if s.webhooks != "" {
		lines = append(lines, [2]string{"send", "webhooks to " + printable(s.webhooks)})
	}
	if len(command) == 0 {
		lines = append(lines, [2]string{"stop", "Ctrl-C"})
	}
	for _, line := range lines {
		if line[0] != "" {
			line[1] = ink.name(fmt.Sprintf("%-4s", line[0])) + "  " + line[1]
		}
		fmt.Fprintln(file, ink.dim("clerkdev:"), line[1])
	}
}

// userLines names the first users, each with a role of theirs.
func userLines(seed clerktest.Seed) [][2]string {
	var lines [][2]string
	for k, u := range seed.Users {
		if k == maxIntroduced {
			lines = append(lines, [2]string{"user", fmt.Sprintf("and %d more", len(seed.Users)-k)})
			break
		}
		lines = append(lines, [2]string{"user", printable(nameOf(u)) + placeOf(u, seed)})
	}
	return lines
}

// nameOf is what people know a user by.
func nameOf(u clerktest.SeedUser) string {
	switch {
	case len(u.EmailAddresses) > 0:
		return u.EmailAddresses[0].Value
	case u.Username != "":
		return u.Username
	}
	return u.ID
}

// placeOf is the first membership of a user, "" for none.
func placeOf(u clerktest.SeedUser, seed clerktest.Seed) string {
	if len(u.Memberships) == 0 {
		return ""
	}
	first := u.Memberships[0]
	for _, o := range seed.Organizations {
		if o.ID == first.Organization {
			return fmt.Sprintf(" (%s of %s, %s)", printable(first.Role), printable(o.Slug), o.ID)
		}
	}
	return ""
}

// tellRequest prints a line for each request.
func tellRequest(w io.Writer) func(clerktest.Request) {
	return func(r clerktest.Request) {
		status := fmt.Sprint(r.Status)
		if r.Status == 0 {
			status = "cut"
		}
		line := fmt.Sprintf("clerkdev: %s %s %s %s %s %s", r.Time.Format(time.TimeOnly), printable(r.Method), printable(r.Path), status, r.Took, printable(r.Reason))
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

// tellCode prints a one-time code, in place of an email.
func tellCode(w io.Writer) func(address, code string) {
	return func(address, code string) {
		fmt.Fprintf(w, "clerkdev: code  %s for %s\n", code, printable(address))
	}
}

// printable is text with escapes in the place of what could move the cursor of a
// terminal: a request may have anything in it.
func printable(text string) string {
	quoted := fmt.Sprintf("%+q", text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// An ink colours text, or does not.
type ink struct{ on bool }

// inkFor colours what people read: a terminal that can, of somebody who has not said
// no, https://no-color.org.
func inkFor(file *os.File) ink {
	return ink{os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && os.Getenv("TERM") != "" && isTerminal(file)}
}

func (i ink) dim(text string) string  { return i.style("2", text) }
func (i ink) link(text string) string { return i.style("36;4", text) }
func (i ink) name(text string) string { return i.style("1", text) }

// style is Select Graphic Rendition, ECMA-48 section 8.3.117.
func (i ink) style(code, text string) string {
	if !i.on {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

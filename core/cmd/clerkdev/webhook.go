package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxData is how many bytes the data of an event may have.
const maxData = 256 << 10

var errWebhookUsage = errors.New("want one of: webhook trigger TYPE, webhook list, webhook replay ID; see clerkdev -h")

// webhookCommand sends events of a running local Clerk, or lists them.
func webhookCommand(addr string, args []string, stdin io.Reader, stdout io.Writer) error {
	flags := newFlags("clerkdev webhook")
	flags.StringVar(&addr, "addr", addr, "")
	data := flags.Bool("data", false, "")
	if help, err := parse(flags, args); help || err != nil {
		return err
	}
	rest := flags.Args()
	if *data && (len(rest) == 0 || rest[0] != "trigger") {
		return &exitError{statusUsage, errors.New("-data is a flag of webhook trigger")}
	}
	switch {
	case len(rest) == 2 && rest[0] == "trigger":
		return triggerWebhook(addr, rest[1], *data, stdin, stdout)
	case len(rest) == 2 && rest[0] == "replay":
		return printID(addr, "/clerkdev/webhooks/"+url.PathEscape(rest[1])+"/replay", nil, stdout)
	case len(rest) == 1 && rest[0] == "list":
		return listWebhooks(addr, stdout)
	}
	return &exitError{statusUsage, errWebhookUsage}
}

// triggerWebhook sends an event, with the JSON of standard input if data is set.
func triggerWebhook(addr, eventType string, data bool, stdin io.Reader, stdout io.Writer) error {
	event := struct {
		Data jsontext.Value `json:"data,omitzero"`
		Type string         `json:"type"`
	}{Type: eventType}
	if data {
		text, err := io.ReadAll(io.LimitReader(stdin, maxData+1))
		switch {
		case err != nil:
			return fmt.Errorf("-data: read standard input: %w", err)
		case len(text) > maxData:
			return &exitError{statusUsage, fmt.Errorf("-data: standard input is larger than %d KB", maxData>>10)}
		case !jsontext.Value(text).IsValid():
			return &exitError{statusUsage, errors.New("-data: standard input is no JSON")}
		}
		event.Data = text
	}
	return printID(addr, "/clerkdev/webhooks", event, stdout)
}

// printID prints the ID of an event that is on its way.
func printID(addr, path string, body any, stdout io.Writer) error {
	var answer struct {
		ID string `json:"id"`
	}
	if err := ask(addr, "POST", path, body, &answer); err != nil {
		return err
	}
	_, err := fmt.Fprintln(stdout, answer.ID)
	return err
}

// listWebhooks prints the last events, oldest first, with the status of each answer.
func listWebhooks(addr string, stdout io.Writer) error {
	var rows []struct {
		ID       string `json:"id"`
		Type     string `json:"type"`
		Attempts []int  `json:"attempts"`
	}
	if err := ask(addr, "GET", "/clerkdev/webhooks", nil, &rows); err != nil {
		return err
	}
	for _, row := range rows {
		answers := []string{}
		for _, status := range row.Attempts {
			if status == 0 {
				answers = append(answers, "no answer")
				continue
			}
			answers = append(answers, strconv.Itoa(status))
		}
		if len(answers) == 0 {
			answers = []string{"on its way"}
		}
		if _, err := fmt.Fprintln(stdout, printable(row.ID), printable(row.Type), strings.Join(answers, ", ")); err != nil {
			return err
		}
	}
	return nil
}

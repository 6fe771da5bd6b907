package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

const (
	maxAnswer = 1 << 20 // bytes
	patience  = 5 * time.Second
)

// ask calls a control endpoint of the local Clerk at addr.
func ask(addr, method, path string, body, answer any) error {
	if err := clerktest.CheckAddr(addr); err != nil {
		return explain(addr, err)
	}
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, "http://"+addr+path, bytes.NewReader(sent))
	if err != nil {
		return &exitError{statusUsage, fmt.Errorf("-addr %q: %w", addr, clerktest.ErrAddr)}
	}
	request.Header.Set(clerktest.ControlHeader, "1")
	// A transport of its own: a proxy from the environment is for other hosts.
	client := &http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("no local Clerk answers at %s; start one with: clerkdev -addr %s", addr, addr)
	}
	defer response.Body.Close()
	if response.Header.Get("X-Clerk-Emulator") == "" {
		return fmt.Errorf("what answers at %s is no local Clerk; give its address with -addr", addr)
	}
	received, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("read the answer of the local Clerk: %w", err)
	}
	if response.StatusCode != http.StatusOK {
		return refusal(received)
	}
	return json.Unmarshal(received, answer)
}

// refusal returns the message in Clerk's error envelope.
func refusal(body []byte) error {
	var envelope struct {
		Errors []struct {
			Message string `json:"message"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil || len(envelope.Errors) == 0 {
		return errors.New("the local Clerk refused without a reason")
	}
	return errors.New(envelope.Errors[0].Message)
}

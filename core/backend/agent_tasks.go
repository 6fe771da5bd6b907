package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// AgentTaskService lets an agent act for a user. Reach it as [Client].AgentTasks.
type AgentTaskService service

// AgentTask is a task that an agent does in a session of a user.
type AgentTask struct {
	AgentID     string `json:"agent_id"` // the same for the same name of an agent
	AgentTaskID string `json:"agent_task_id"`
	Object      string `json:"object"` // "agent_task"
	// TaskID is AgentTaskID.
	//
	// Deprecated: use AgentTaskID.
	TaskID string `json:"task_id"`
	URL    string `json:"url,omitzero"` // signs in whoever opens it; only when the task was just made
}

// Format prints the task without its URL, which is a secret.
func (t AgentTask) Format(state fmt.State, verb rune) {
	type plain AgentTask
	hideText(&t.URL)
	printed(state, verb, plain(t))
}

// LogValue logs what Format prints.
func (t AgentTask) LogValue() slog.Value { return logged(t) }

// AgentTaskCreateParams are the fields of a new [AgentTask].
type AgentTaskCreateParams struct {
	AgentName   string             `json:"agent_name"`   // required
	OnBehalfOf  AgentTaskPrincipal `json:"on_behalf_of"` // required
	Permissions string             `json:"permissions"`  // required; "*" is the only value yet
	// RedirectURL is where the user goes after accepting: an absolute URL on a
	// domain of the instance, https in production. Required.
	RedirectURL                 string     `json:"redirect_url"`
	SessionMaxDurationInSeconds Opt[int64] `json:"session_max_duration_in_seconds,omitzero"` // 1,800 unless set
	TaskDescription             string     `json:"task_description"`                         // required; kept for audits
}

// AgentTaskPrincipal is whom an agent acts for. One of the two is required.
type AgentTaskPrincipal struct {
	Identifier Opt[string] `json:"identifier,omitzero"` // verified, such as an email address
	UserID     Opt[string] `json:"user_id,omitzero"`
}

// Create makes a task. The URL in the answer starts the session.
//
//clerk:op POST /agents/tasks
func (s *AgentTaskService) Create(ctx context.Context, params AgentTaskCreateParams) (*AgentTask, error) {
	return call[AgentTask](ctx, s.client, post("/agents/tasks", params))
}

// Revoke makes a pending task useless.
//
//clerk:op POST /agents/tasks/{agent_task_id}/revoke
func (s *AgentTaskService) Revoke(ctx context.Context, id string) (*AgentTask, error) {
	return call[AgentTask](ctx, s.client, post("/agents/tasks/{}/revoke", nil, id))
}

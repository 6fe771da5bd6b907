package backend

import (
	"fmt"
	"log/slog"
)

// Directory is an identity provider's list of users, which it keeps in step with
// the instance by SCIM (RFC 7644).
type Directory struct {
	ID                      string            `json:"id"`
	APIKey                  Opt[string]       `json:"api_key,omitzero"`  // only when the directory was just made or its key rotated
	AttributeMapping        map[string]string `json:"attribute_mapping"` // from attributes of users to paths in SCIM
	CreatedAt               Time              `json:"created_at"`
	CustomAttributes        []CustomAttribute `json:"custom_attributes,omitzero"`
	Enabled                 bool              `json:"enabled"`
	EndpointURL             string            `json:"endpoint_url"`
	EnterpriseConnectionID  Opt[string]       `json:"enterprise_connection_id,omitzero"`
	GroupRoleMappingEnabled bool              `json:"group_role_mapping_enabled"`
	Name                    string            `json:"name"`
	Object                  string            `json:"object"` // "directory" or "scim_directory"
	Provider                string            `json:"provider"`
	UpdatedAt               Time              `json:"updated_at"`
}

// Format prints the directory without its API key.
func (d Directory) Format(state fmt.State, verb rune) {
	type plain Directory
	hide(&d.APIKey)
	printed(state, verb, plain(d))
}

// LogValue logs what Format prints.
func (d Directory) LogValue() slog.Value { return logged(d) }

// CustomAttribute says where an attribute of a user comes from.
type CustomAttribute struct {
	DirectoryPath string `json:"directory_path,omitzero"` // in a resource of a directory; a GJSON path
	Key           string `json:"key,omitzero"`            // in the user's metadata
	MultiValued   bool   `json:"multi_valued"`            // an array in the public metadata
	Name          string `json:"name,omitzero"`
	SCIMPath      string `json:"scim_path,omitzero"` // DirectoryPath, by its old name
	SSOPath       string `json:"sso_path,omitzero"`  // in a SAML assertion or OpenID claims
}

// DirectoryGroupRoleMapping gives the members of a group a role. Of several groups
// of a user the one with the lowest precedence counts.
type DirectoryGroupRoleMapping struct {
	ID                        string `json:"id"`
	CreatedAt                 Time   `json:"created_at"`
	DirectoryGroupDisplayName string `json:"directory_group_display_name"`
	DirectoryGroupID          string `json:"directory_group_id"` // at the identity provider
	DirectoryID               string `json:"directory_id"`
	Object                    string `json:"object"`     // "directory_group_role_mapping" or "scim_group_role_mapping"
	Precedence                int64  `json:"precedence"` // from 1 on
	Role                      *Role  `json:"role,omitzero"`
	SCIMDirectoryID           string `json:"scim_directory_id"`       // DirectoryID, by its old name
	SCIMGroupDisplayName      string `json:"scim_group_display_name"` // DirectoryGroupDisplayName, by its old name
	SCIMGroupID               string `json:"scim_group_id"`           // DirectoryGroupID, by its old name
	UpdatedAt                 Time   `json:"updated_at"`
}

// DirectoryUpdateParams are the changes to a [Directory]. What is absent stays.
type DirectoryUpdateParams struct {
	// AttributeMapping is merged into what is there; null removes an entry.
	AttributeMapping        map[string]Opt[string] `json:"attribute_mapping,omitzero"`
	Enabled                 Opt[bool]              `json:"enabled,omitzero"`
	GroupRoleMappingEnabled Opt[bool]              `json:"group_role_mapping_enabled,omitzero"`
	Name                    Opt[string]            `json:"name,omitzero"`
	Provider                Opt[string]            `json:"provider,omitzero"`
}

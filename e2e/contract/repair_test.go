package contract

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// forgotten are the properties that a component requires without saying what they
// are. The JavaScript SDK knows.
var forgotten = map[string]map[string]*openapi3.Schema{
	"EnterpriseConnection": {"authenticatable": openapi3.NewBoolSchema(), "disable_jit_provisioning": openapi3.NewBoolSchema()},
	"JWKS.rsa.PrivateKey":  {"crv": openapi3.NewStringSchema()},
	"SAMLConnection":       {"authenticatable": openapi3.NewBoolSchema(), "disable_jit_provisioning": openapi3.NewBoolSchema()},
}

// refresh takes headers by name: each has a list of values, as in Go. The document
// does not say so.
const refresh = "/sessions/{session_id}/refresh"

// repair adds them to the document. The error names one that it does not know, or
// does not need any more.
func repair(model *openapi3.T) error {
	for component, properties := range forgotten {
		schema := model.Components.Schemas[component]
		for name, property := range properties {
			if schema == nil || !slices.Contains(schema.Value.Required, name) || schema.Value.Properties[name] != nil {
				return fmt.Errorf("the component %s does not lack %s any more", component, name)
			}
			schema.Value.Properties[name] = property.NewRef()
		}
	}
	headers := model.Paths.Value(refresh).Post.RequestBody.Value.Content.Get("application/json").Schema.Value.Properties["request_headers"].Value
	if headers.AdditionalProperties.Schema != nil {
		return fmt.Errorf("%s describes request_headers now", refresh)
	}
	headers.AdditionalProperties = openapi3.AdditionalProperties{Schema: openapi3.NewArraySchema().WithItems(openapi3.NewStringSchema()).NewRef()}
	for component, schema := range model.Components.Schemas {
		for _, name := range schema.Value.Required {
			if schema.Value.Type.Is("object") && len(schema.Value.Properties) > 0 && schema.Value.Properties[name] == nil {
				return fmt.Errorf("the component %s requires %s and does not say what it is", component, name)
			}
		}
	}
	return nil
}

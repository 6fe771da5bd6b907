package contract

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// compare returns how a request differs from what it should be.
func (x *exchange) compare(r *http.Request, body []byte) []difference {
	var found []difference
	want := x.path
	for i, name := range x.names {
		want = strings.Replace(want, "{"+name+"}", x.ids[i], 1)
	}
	if got := strings.TrimPrefix(r.URL.Path, "/v1"); got != want {
		found = append(found, difference{"request", "", fmt.Sprintf("the path is %q, not %q", got, want)})
	}
	found = append(found, compareQuery(x.query, r.URL.Query())...)
	switch {
	case x.file != nil:
		return append(found, x.compareForm(r, body)...)
	case x.body == nil && len(body) == 0:
		return found
	case x.body == nil:
		return append(found, difference{"body", "", "is invented: " + string(body)})
	case len(body) == 0 && !x.bodyRequired && isZero(x.body):
		return found
	}
	got, err := decode(body)
	if err != nil {
		return append(found, difference{"body", "", fmt.Sprintf("is no JSON: %v: %q", err, body)})
	}
	return append(found, compare("body", x.body, got, exact)...)
}

func compareQuery(want, got url.Values) []difference {
	var found []difference
	for name, values := range want {
		if !slices.Equal(values, got[name]) {
			found = append(found, difference{"query", name, fmt.Sprintf("is %q, not %q", got[name], values)})
		}
	}
	for name, values := range got {
		if _, ok := want[name]; !ok {
			found = append(found, difference{"query", name, fmt.Sprintf("is invented: %q", values)})
		}
	}
	return found
}

// compareForm compares the fields and the file of a form.
func (x *exchange) compareForm(r *http.Request, body []byte) []difference {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return []difference{{"body", "", err.Error()}}
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(1 << 20)
	if err != nil {
		return []difference{{"body", "", err.Error()}}
	}
	fields := map[string]any{}
	for name, values := range form.Value {
		fields[name] = strings.Join(values, " and ")
	}
	found := compare("body", x.body, fields, exact)
	for name, files := range form.File {
		if name != "file" || len(files) != 1 {
			found = append(found, difference{"body", "/" + name, "is a file too many"})
		}
	}
	if len(form.File["file"]) == 0 {
		return append(found, difference{"body", "/file", "is lost"})
	}
	file := form.File["file"][0]
	if file.Filename != fileName {
		found = append(found, difference{"body", "/file", fmt.Sprintf("is named %q", file.Filename)})
	}
	content, err := file.Open()
	if err != nil {
		return append(found, difference{"body", "/file", err.Error()})
	}
	defer content.Close()
	if got, err := io.ReadAll(content); err != nil || !bytes.Equal(got, x.file) {
		found = append(found, difference{"body", "/file", fmt.Sprintf("holds %q: %v", got, err)})
	}
	return found
}

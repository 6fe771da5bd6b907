package backend_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/clerkgo/clerk-go/core/backend"
)

const png = "\x89PNG\r\n\x1a\n and more"

// TestUploads holds the form that each upload sends.
func TestUploads(t *testing.T) {
	t.Parallel()
	var got string
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			t.Errorf("%s: %v", r.URL, err)
			return
		}
		file, header, err := r.FormFile("file")
		if err != nil {
			t.Errorf("%s: %v", r.URL, err)
			return
		}
		content, _ := io.ReadAll(file)
		got = fmt.Sprintf("%s %s %q %s %d %v", r.Method, r.URL.Path, header.Filename, header.Header.Get("Content-Type"), len(content), r.MultipartForm.Value)
		reply(w, 200, `{"id":"x"}`)
	})
	file := func(name, contentType string) backend.File {
		return backend.File{Content: strings.NewReader(png), ContentType: contentType, Name: name}
	}
	ctx := t.Context()
	for _, test := range []struct {
		call func() error
		want string
	}{
		{func() error {
			_, err := client.Users.UpdateProfileImage(ctx, "user_1", backend.UserProfileImageParams{File: file("", "")})
			return err
		}, `POST /v1/users/user_1/profile_image "file" image/png 17 map[]`},
		{func() error {
			_, err := client.OAuthApplications.UpdateLogo(ctx, "oa_1", backend.OAuthApplicationLogoParams{
				File: file("a \"b\"\r\n.png", "image/webp"), UploaderUserID: backend.Value("user_1"),
			})
			return err
		}, `PUT /v1/oauth_applications/oa_1/logo "a \"b\"%0D%0A.png" image/webp 17 map[uploader_user_id:[user_1]]`},
	} {
		if err := test.call(); err != nil || got != test.want {
			t.Errorf("sent %s, %v; want %s", got, err, test.want)
		}
	}
}

func TestUploadsRefused(t *testing.T) {
	t.Parallel()
	client := setup(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("a request was made: %s", r.URL) })
	boom := errors.New("boom")
	for says, content := range map[string]io.Reader{
		"no Content":  nil,
		"boom":        iotest.ErrReader(boom),
		"larger than": io.MultiReader(bytes.NewReader(make([]byte, backend.MaxUpload)), strings.NewReader("x")),
	} {
		_, err := client.Users.UpdateProfileImage(t.Context(), "user_1", backend.UserProfileImageParams{File: backend.File{Content: content}})
		if !backend.HasCode(err, backend.CodeInvalidRequest) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v", says, err)
		}
	}
	_, err := client.Users.UpdateProfileImage(t.Context(), "user_1", backend.UserProfileImageParams{File: backend.File{
		Content: strings.NewReader(png), ContentType: "image/png\r\nX-Other: 1",
	}})
	if !backend.HasCode(err, backend.CodeInvalidRequest) {
		t.Errorf("a header in a content type: %v", err)
	}
}

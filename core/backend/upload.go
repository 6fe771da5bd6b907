package backend

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxUpload is the size in bytes up to which a [File] is sent. Clerk takes no
// larger image.
const MaxUpload = 10 << 20

// File is a file to upload. A call reads Content to its end before it sends
// anything, and does not close it.
type File struct {
	Content     io.Reader // required
	ContentType string    // such as "image/png"; empty is told from the first bytes
	Name        string    // empty is "file"
}

var (
	errNoContent = errors.New("the file has no Content")
	errTooLarge  = fmt.Errorf("the file is larger than %d bytes", MaxUpload)
)

// withFile sends a file and the members of a struct beside it, as
// multipart/form-data (RFC 7578).
func (o op) withFile(file File, fields any) op {
	o.form, o.contentType, o.err = encodeForm(file, fields)
	return o
}

// encodeForm writes the form in memory, so that it can be sent again.
func encodeForm(file File, fields any) (form []byte, contentType string, err error) {
	if file.Content == nil {
		return nil, "", errNoContent
	}
	content, err := io.ReadAll(io.LimitReader(file.Content, MaxUpload+1))
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("the file cannot be read: %w", err)
	case len(content) > MaxUpload:
		return nil, "", errTooLarge
	}
	members, err := json.Marshal(fields)
	if err != nil {
		return nil, "", err
	}
	var buffer bytes.Buffer // takes everything, so writing to it needs no check
	writer := multipart.NewWriter(&buffer)
	writeFields(writer, members)
	if file.Name == "" {
		file.Name = "file"
	}
	if file.ContentType == "" {
		file.ContentType = http.DetectContentType(content)
	}
	if _, _, err := mime.ParseMediaType(file.ContentType); err != nil {
		return nil, "", fmt.Errorf("the file's ContentType is none: %w", err)
	}
	part, _ := writer.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("file", file.Name)},
		"Content-Type":        {file.ContentType},
	})
	_, _ = part.Write(content)
	_ = writer.Close()
	return buffer.Bytes(), writer.FormDataContentType(), nil
}

// writeFields writes each member of a JSON object as a field, a string without its
// quotes.
func writeFields(writer *multipart.Writer, object []byte) {
	decoder := jsontext.NewDecoder(bytes.NewReader(object))
	_, _ = decoder.ReadToken() // {
	for decoder.PeekKind() == '"' {
		name, _ := decoder.ReadToken()
		field := name.String()
		value, _ := decoder.ReadValue()
		if text, err := jsontext.AppendUnquote(nil, value); err == nil {
			value = text
		}
		_ = writer.WriteField(field, string(value))
	}
}

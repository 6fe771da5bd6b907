package ginclerk

import "sync"

// ErrorHandlerKey is where the middleware leaves its ErrorHandler.
const ErrorHandlerKey = errorHandlerKey

// ResetWarning makes GetAuth warn again.
func ResetWarning() { warnMissing = sync.Once{} }

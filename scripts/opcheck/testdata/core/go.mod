module example.com/core

go 1.26.0

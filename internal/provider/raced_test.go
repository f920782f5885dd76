//go:build race

package provider_test

const raced = true

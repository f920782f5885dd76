package provider

import (
	"net/http"
	"net/url"
	"strings"
)

// azureVersion is the api-version of Azure OpenAI that is asked for when none is
// configured: the newest that is not a preview.
const azureVersion = "2024-10-21"

const (
	azureDeployments = "/openai/deployments/"
	azureV1          = "/openai/v1"
)

// azure says how requests to Azure OpenAI differ; nil is another endpoint.
type azure struct {
	version string // of the API, "" for none
}

// newAzure recognises the addresses of Azure OpenAI and completes them. An
// address that names a deployment is taken as it is, at any host, since gateways
// pass it on; that of a resource alone gets the path of the API whose deployment
// is named by the model.
func newAzure(base *url.URL, version string) *azure {
	isHost := isAzureHost(base.Hostname())
	switch path := base.Path; {
	case strings.HasPrefix(path, azureDeployments):
		if version == "" {
			version = azureVersion
		}
	case !isHost:
		return nil
	case path == "" || path == "/openai":
		base.Path = azureV1
	}
	return &azure{version: version}
}

// isAzureHost recognises the names of Azure's resources, those of its other
// clouds included.
func isAzureHost(host string) bool {
	host = strings.ToLower(host)
	for _, suffix := range []string{".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com", ".openai.azure.us", ".openai.azure.cn"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

// put makes a request one for Azure: its version, and the key in the header of
// its own. A token of a sign-in, which is no key, stays where it is.
func (a *azure) put(req *http.Request) *http.Request {
	req = req.Clone(req.Context())
	if a.version != "" {
		query := req.URL.Query()
		query.Set("api-version", a.version)
		req.URL.RawQuery = query.Encode()
	}
	const bearer = "Bearer "
	if key, ok := strings.CutPrefix(req.Header.Get("Authorization"), bearer); ok && !isToken(key) {
		req.Header.Del("Authorization")
		if key != "" {
			req.Header.Set("Api-Key", key)
		}
	}
	return req
}

// isToken recognises a JSON Web Token.
func isToken(key string) bool { return strings.HasPrefix(key, "eyJ") && strings.Count(key, ".") == 2 }

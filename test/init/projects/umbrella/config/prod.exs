import Config

config :acme_web, AcmeWeb.Endpoint, url: [host: "example.com", port: 80]

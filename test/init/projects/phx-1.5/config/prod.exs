use Mix.Config

config :blog, BlogWeb.Endpoint,
  url: [host: "blog.acme.io", port: 80],
  cache_static_manifest: "priv/static/cache_manifest.json"

# config :blog, BlogWeb.Endpoint, force_ssl: [hsts: true]

import_config "prod.secret.exs"

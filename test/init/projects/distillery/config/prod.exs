use Mix.Config

config :ledger, Ledger.Repo, url: "${DATABASE_URL}", pool_size: 15

config :ledger, LedgerWeb.Endpoint,
  http: [port: {:system, "PORT"}],
  url: [host: "${PHX_HOST}", port: 443],
  secret_key_base: "${SECRET_KEY_BASE}",
  server: true,
  root: "."

config :ledger, :bank, token: "${BANK_API_TOKEN}"

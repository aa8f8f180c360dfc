import Config

if config_env() == :prod do
  config :acme, Acme.Repo,
    url: System.fetch_env!("DATABASE_URL"),
    pool_size: String.to_integer(System.get_env("POOL_SIZE") || "10")

  config :acme, Acme.AnalyticsRepo,
    url: System.fetch_env!("ANALYTICS_DATABASE_URL"),
    pool_size: 5

  config :acme_web, AcmeWeb.Endpoint,
    http: [port: String.to_integer(System.get_env("PORT") || "4000")],
    url: [host: System.get_env("PHX_HOST") || "example.com"],
    secret_key_base: System.fetch_env!("SECRET_KEY_BASE"),
    server: true
end

import Config

if System.get_env("PHX_SERVER") do
  config :shop, ShopWeb.Endpoint, server: true
end

if config_env() == :test do
  config :shop, :stub, System.fetch_env!("ONLY_IN_TESTS")
end

if config_env() == :prod do
  database_url =
    System.get_env("DATABASE_URL") ||
      raise """
      environment variable DATABASE_URL is missing.
      """

  maybe_ipv6 = if System.get_env("ECTO_IPV6") in ~w(true 1), do: [:inet6], else: []

  config :shop, Shop.Repo,
    url: database_url,
    pool_size: String.to_integer(System.get_env("POOL_SIZE") || "20"),
    socket_options: maybe_ipv6

  secret_key_base =
    System.get_env("SECRET_KEY_BASE") ||
      raise """
      environment variable SECRET_KEY_BASE is missing.
      """

  host = System.get_env("PHX_HOST") || "shop.acme.io"
  port = String.to_integer(System.get_env("PORT") || "4000")

  config :shop, :dns_cluster_query, System.get_env("DNS_CLUSTER_QUERY")

  config :shop, ShopWeb.Endpoint,
    url: [host: host, port: 443, scheme: "https"],
    http: [
      ip: {0, 0, 0, 0, 0, 0, 0, 0},
      port: port
    ],
    secret_key_base: secret_key_base

  config :stripity_stripe, api_key: System.fetch_env!("STRIPE_API_KEY")

  config :shop, Shop.Uploads,
    bucket: System.fetch_env!("S3_BUCKET"),
    region: System.get_env("S3_REGION", "eu-central-1")

  if sentry = System.get_env("SENTRY_DSN") do
    config :sentry, dsn: sentry, environment_name: System.fetch_env!("SENTRY_ENVIRONMENT")
  end

  if System.get_env("ROLE") == "web" do
    config :shop, Oban, queues: false, plugins: false
  end

  config :shop, Shop.Mailer,
    adapter: Swoosh.Adapters.SMTP,
    relay: System.fetch_env!("SMTP_RELAY"),
    port: String.to_integer(System.fetch_env!("SMTP_PORT")),
    password: System.fetch_env!("SMTP_PASSWORD")
end

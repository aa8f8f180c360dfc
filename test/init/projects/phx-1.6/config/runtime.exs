import Config

# Without this the endpoint starts, and listens to nobody.
if System.get_env("PHX_SERVER") && System.get_env("RELEASE_NAME") do
  config :forum, ForumWeb.Endpoint, server: true
end

if config_env() == :prod do
  database_url =
    System.get_env("DATABASE_URL") ||
      raise """
      environment variable DATABASE_URL is missing,
      and System.fetch_env!("NOT_CODE") in a text is no code
      """

  maybe_ipv6 = if System.get_env("ECTO_IPV6"), do: [:inet6], else: []

  config :forum, Forum.Repo,
    # ssl: true,
    url: database_url,
    pool_size: String.to_integer(System.get_env("POOL_SIZE") || "10"),
    socket_options: maybe_ipv6

  secret_key_base =
    System.get_env("SECRET_KEY_BASE") ||
      raise "environment variable SECRET_KEY_BASE is missing"

  host = System.get_env("PHX_HOST") || "example.com"
  port = String.to_integer(System.get_env("PORT") || "4000")

  config :forum, ForumWeb.Endpoint,
    url: [host: host, port: 443],
    http: [ip: {0, 0, 0, 0, 0, 0, 0, 0}, port: port],
    secret_key_base: secret_key_base

  #     config :forum, Forum.Mailer,
  #       api_key: System.get_env("MAILGUN_API_KEY")
end

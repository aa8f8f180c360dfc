use Mix.Config

database_url =
  System.get_env("DATABASE_URL") ||
    raise """
    DATABASE_URL is not there.
    It looks like ecto://USER:PASS@HOST/DATABASE
    """

config :blog, Blog.Repo,
  url: database_url,
  pool_size: String.to_integer(System.get_env("POOL_SIZE") || "10")

secret_key_base =
  System.get_env("SECRET_KEY_BASE") ||
    raise """
    SECRET_KEY_BASE is not there: mix phx.gen.secret makes one
    """

config :blog, BlogWeb.Endpoint,
  http: [
    port: String.to_integer(System.get_env("PORT") || "4000"),
    transport_options: [socket_opts: [:inet6]]
  ],
  secret_key_base: secret_key_base

import Config

if config_env() == :prod do
  config :chat, Chat.Repo, url: System.fetch_env!("DATABASE_URL")

  config :chat, ChatWeb.Endpoint,
    http: [port: 4000, thousand_island_options: [shutdown_timeout: 45_000]],
    url: [host: System.get_env("PHX_HOST")],
    secret_key_base: System.fetch_env!("SECRET_KEY_BASE")
end

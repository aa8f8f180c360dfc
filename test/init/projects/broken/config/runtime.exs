import Config

config :broken, BrokenWeb.Endpoint, secret_key_base: System.fetch_env!("SECRET_KEY_BASE")

config :broken, :text, """
never closed

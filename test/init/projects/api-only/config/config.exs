import Config

config :weather, WeatherWeb.Endpoint, adapter: Bandit.PhoenixAdapter, url: [host: "localhost"]
import_config "#{config_env()}.exs"

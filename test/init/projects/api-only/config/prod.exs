import Config

config :weather, WeatherWeb.Endpoint, force_ssl: [rewrite_on: [:x_forwarded_proto]]

import Config

config :flower_shop,
  ecto_repos: [FlowerShop.Repo],
  generators: [timestamp_type: :utc_datetime]

config :flower_shop, FlowerShopWeb.Endpoint,
  url: [host: "localhost"],
  adapter: Bandit.PhoenixAdapter,
  pubsub_server: FlowerShop.PubSub

import_config "#{config_env()}.exs"

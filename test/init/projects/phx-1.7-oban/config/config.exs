import Config

config :shop,
  ecto_repos: [Shop.Repo],
  generators: [timestamp_type: :utc_datetime]

config :shop, ShopWeb.Endpoint,
  url: [host: "localhost"],
  adapter: Bandit.PhoenixAdapter,
  live_view: [signing_salt: "pepper"]

config :shop, Oban,
  repo: Shop.Repo,
  plugins: [{Oban.Plugins.Pruner, max_age: 300}],
  queues: [default: 10, mailers: 20, media: [limit: 5]],
  shutdown_grace_period: :timer.minutes(1)

import_config "#{config_env()}.exs"

use Mix.Config

config :blog,
  ecto_repos: [Blog.Repo]

config :blog, BlogWeb.Endpoint,
  url: [host: "localhost"],
  secret_key_base: "only a test would take this one",
  render_errors: [view: BlogWeb.ErrorView, accepts: ~w(html json), layout: false],
  pubsub_server: Blog.PubSub

import_config "#{Mix.env()}.exs"

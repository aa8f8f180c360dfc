import Config

config :forum,
  ecto_repos: [Forum.Repo]

config :forum, ForumWeb.Endpoint,
  url: [host: "localhost"],
  live_view: [signing_salt: "pepper"]

import_config "#{config_env()}.exs"

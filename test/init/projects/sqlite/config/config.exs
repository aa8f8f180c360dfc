import Config

config :notes, ecto_repos: [Notes.Repo]
config :notes, NotesWeb.Endpoint, adapter: Bandit.PhoenixAdapter, url: [host: "localhost"]

import_config "#{config_env()}.exs"

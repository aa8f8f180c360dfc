import Config

config :broken, ecto_repos: [Broken.Repo
config :broken, BrokenWeb.Endpoint, adapter: ))]}

import Config

config :trips, ecto_repos: [Trips.Repo]

import Config

config :mailer, ecto_repos: [Mailer.Repo]
config :mailer, Oban, repo: Mailer.Repo, queues: [mail: 50]

use Mix.Config

config :blog, Blog.Repo,
  username: System.fetch_env!("DEVELOPER"),
  database: "blog_dev"

import Config

if config_env() == :prod do
  config :mailer, Mailer.Repo, url: System.fetch_env!("DATABASE_URL")
end

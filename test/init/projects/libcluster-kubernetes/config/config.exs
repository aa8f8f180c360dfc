import Config

config :chat, ecto_repos: [Chat.Repo]
config :chat, ChatWeb.Endpoint, adapter: Bandit.PhoenixAdapter

import Config

config :billing_api, ecto_repos: [Billing.Repo]
config :billing_api, BillingWeb.Endpoint, adapter: Phoenix.Endpoint.Cowboy2Adapter

defmodule Acme.AnalyticsRepo do
  use Ecto.Repo, otp_app: :acme, adapter: Ecto.Adapters.Postgres, read_only: true
end

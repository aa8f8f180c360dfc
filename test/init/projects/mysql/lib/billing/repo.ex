defmodule Billing.Repo do
  use Ecto.Repo, otp_app: :billing_api, adapter: Ecto.Adapters.MyXQL
end

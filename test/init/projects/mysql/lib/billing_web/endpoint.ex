defmodule BillingWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :billing_api
end

defmodule DepotWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :depot
end

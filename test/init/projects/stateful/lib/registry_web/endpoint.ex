defmodule RegistryWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :registry
end

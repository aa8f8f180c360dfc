defmodule UAdmin.Endpoint do
  use Phoenix.Endpoint, otp_app: :u_admin
end

defmodule UWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :u_web
end

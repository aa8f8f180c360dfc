defmodule AcmeWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :acme_web

  plug AcmeWeb.HealthPlug, path: "/healthz"
  plug AcmeWeb.Router
end

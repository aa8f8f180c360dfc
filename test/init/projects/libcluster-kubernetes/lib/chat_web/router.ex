defmodule ChatWeb.Router do
  use Phoenix.Router

  get "/livez", ChatWeb.HealthController, :live
  get "/readyz", ChatWeb.HealthController, :ready
end

defmodule TripsWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :trips
end

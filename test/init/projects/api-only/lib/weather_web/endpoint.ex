defmodule WeatherWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :weather
end

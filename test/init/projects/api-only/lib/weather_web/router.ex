defmodule WeatherWeb.Router do
  use Phoenix.Router

  scope "/api" do
    get "/forecast/:city", WeatherWeb.ForecastController, :show
    get "/health", WeatherWeb.HealthController, :index
  end
end

defmodule FlowerShopWeb.Router do
  use FlowerShopWeb, :router

  pipeline :api do
    plug :accepts, ["json"]
  end

  scope "/internal" do
    get "/healthz", FlowerShopWeb.HealthController, :show
  end

  scope "/", FlowerShopWeb do
    pipe_through [:browser, :require_authenticated_user]
    live "/flowers", FlowerLive.Index
  end
end

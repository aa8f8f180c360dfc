defmodule ForumWeb.Router do
  use ForumWeb, :router

  pipeline :browser do
    plug :accepts, ["html"]
  end

  scope "/", ForumWeb do
    pipe_through :browser
    live "/", PageLive
    get "/healthy-food/:id", FoodController, :show
  end
end

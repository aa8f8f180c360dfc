defmodule BlogWeb.Router do
  use BlogWeb, :router

  scope "/", BlogWeb do
    get "/", PageController, :index
  end
end

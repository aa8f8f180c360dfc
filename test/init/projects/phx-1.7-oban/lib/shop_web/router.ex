defmodule ShopWeb.Router do
  use ShopWeb, :router

  scope "/", ShopWeb do
    live "/", HomeLive
  end
end
